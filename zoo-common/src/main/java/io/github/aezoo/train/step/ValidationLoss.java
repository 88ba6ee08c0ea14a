package io.github.aezoo.train.step;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ActivationPenalty;
import io.github.aezoo.model.nn.OutputLoss;
import io.github.aezoo.model.nn.RandomCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The mean loss a pixel on the validation split, penalties on activations included, inputs damaged
 * and codes drawn as in training.
 *
 * @param loss the recipe's, unless the output layer has its own
 * @param own the output layer's, when it has one
 * @param data with a validation split
 * @param shards gives its images
 * @param seed decides damage and draws, the same after every epoch
 */
public record ValidationLoss(
    Loss loss, Optional<OutputLoss> own, Dataset data, Shards shards, long seed) {
  /** Values of the images that pass through a network at once: bounds memory. */
  private static final int VALUES = 1 << 22;

  private static final int MOST = 256;

  /** The loss of some images. */
  @FunctionalInterface
  interface Chunk {
    /**
     * Sums the loss of the images at {@code count} places of an order.
     *
     * @param seed decides the damage
     * @param drawn what codes are drawn from
     */
    double of(int[] order, int from, int count, long seed, long drawn);
  }

  /** The loss of targets and outputs, without penalties. */
  double of(float[] target, float[] output) {
    return own.map(layer -> layer.of(target, output)).orElseGet(() -> loss.of(target, output));
  }

  private int chunk() {
    return Math.max(1, Math.min(MOST, VALUES / data.shape().size()));
  }

  private int chunks() {
    return (data.size(Split.VALIDATION) + chunk() - 1) / chunk();
  }

  private int[] order() {
    int[] order = new int[data.size(Split.VALIDATION)];
    Arrays.setAll(order, i -> i);
    return order;
  }

  private double of(int[] order, int chunk, Chunk work) {
    int from = chunk * chunk();
    int count = Math.min(chunk(), order.length - from);
    return work.of(order, from, count, seed, Seeds.derive(seed, chunk));
  }

  private double mean(List<Double> parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum / ((double) data.size(Split.VALIDATION) * data.shape().size());
  }

  /** Computes it a chunk after the other. */
  double of(Chunk work) {
    int[] order = order();
    List<Double> parts = new ArrayList<>();
    for (int chunk = 0; chunk < chunks(); chunk++) {
      parts.add(of(order, chunk, work));
    }
    return mean(parts);
  }

  /** Computes it by DL4J's layers. */
  double of(Replicas replicas) {
    int[] order = order();
    return mean(replicas.map(chunks(), (chunk, network) -> of(order, chunk, chunkOf(network))));
  }

  private Chunk chunkOf(ComputationGraph network) {
    return (order, from, count, damage, drawn) -> {
      Replicas.Shard shard = shards.of(Split.VALIDATION, order, from, count, damage);
      float[] output =
          RandomCode.drawing(network, drawn, () -> network.outputSingle(shard.features()))
              .dup('c')
              .data()
              .asFloat();
      return of(shard.labels().data().asFloat(), output) + count * ActivationPenalty.of(network);
    };
  }
}
