package io.github.aezoo.bench;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.OutputLoss;
import io.github.aezoo.train.step.Shards;
import io.github.aezoo.train.step.Steps;
import io.github.aezoo.train.step.ValidationLoss;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The zoo: the steps of its trainer, reading of images included. */
final class OurTraining implements Training {
  private final Steps steps;
  private final int batch;
  private final int[] order;
  private int next;

  OurTraining(Autoencoder model, Loss loss, Dataset data, int batch, int threads) {
    this.batch = batch;
    Shards shards =
        new Shards(
            data,
            model.architecture(),
            Corruptions.parse(Corruptions.NONE),
            Corruptions.parse(Corruptions.NONE));
    ValidationLoss validation =
        new ValidationLoss(loss, OutputLoss.in(model.network()), data, shards, 1);
    steps = Steps.of(model, shards, validation, batch, threads, Map.of(), OptionalLong.empty());
    order = IntStream.range(0, data.size(Split.TRAIN)).toArray();
  }

  @Override
  public double step(boolean scored) {
    int i = next++;
    Steps.Batch samples = new Steps.Batch(order, i % BATCHES * batch, batch, 1);
    return steps.step(samples, i, 1, scored, i, 0);
  }

  @Override
  public void close() {
    steps.close();
  }
}
