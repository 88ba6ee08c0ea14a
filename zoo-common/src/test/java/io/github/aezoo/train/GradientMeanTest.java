package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.ProbeArchitecture;
import io.github.aezoo.probe.WithProbe;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A step goes by the mean over the images of its batch. Of the last layer's biases it is known: the
 * derivative of cross-entropy by a logit is the output less the pixel.
 */
@ExtendWith(WithProbe.class)
class GradientMeanTest {
  private static final double RATE = 0.1;

  /** Whether the biases went against the mean of {@code output - pixel}. */
  private static void requireMeanStep(
      float[] before, float[] after, float[] outputs, float[] pixels) {
    int values = before.length;
    int n = pixels.length / values;
    double largest = 0;
    for (int j = 0; j < values; j++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += outputs[i * values + j] - pixels[i * values + j];
      }
      double step = -RATE * sum / n;
      assertThat((double) after[j] - before[j]).as("bias %d", j).isCloseTo(step, within(1e-6));
      largest = Math.max(largest, Math.abs(step));
    }
    // Far above what is allowed.
    assertThat(largest).isGreaterThan(0.01);
  }

  private static float[] biases(Autoencoder model) {
    return model.weights().get("reconstruction.b").values();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 1", "7, 2", "7, 3", "3, 4", "16, 4"})
  void aStepOfSeveralWorkersIsByTheMeanOverAllImages(int n, int workers) {
    INDArray images =
        Batches.range(new SyntheticDigits(n, 0, 0, 5), Split.TRAIN, 0, n).reshape('c', n, 784);
    try (Autoencoder model =
        Autoencoder.create(
            "probe",
            new ProbeArchitecture(Shape.MNIST, 4, 1, false),
            new Learning(Loss.BCE, new Sgd(RATE), 0),
            9)) {
      float[] outputs = model.network().outputSingle(images.dup()).dup('c').data().asFloat();
      float[] before = biases(model);
      try (Replicas replicas =
          new Replicas(model.network(), new Replicas.Cut(workers, 1), workers, Map.of())) {
        replicas.step(
            n,
            (from, to) -> {
              INDArray shard = images.get(NDArrayIndex.interval(from, to)).dup();
              return new Replicas.Shard(shard, shard);
            },
            1,
            1,
            true,
            0,
            0);
      }
      requireMeanStep(before, biases(model), outputs, images.dup('c').data().asFloat());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aBatchThatIsNotFullIsDividedByTheImagesThatItHas(int workers) {
    // Five images of sixteen: the epoch's last batch, and its only one.
    Dataset few = new SyntheticDigits(5, 20, 0, 3);
    Trainer trainer =
        new Trainer(Probe.recipe("tiny", "none", 1, Optimizer.Type.SGD, RATE, 0), few, workers);
    INDArray images = Batches.range(few, Split.TRAIN, 0, 5);
    float[] outputs = trainer.model().reconstruct(images).dup('c').data().asFloat();
    float[] before = biases(trainer.model());
    Recorder recorder = new Recorder();
    trainer.run(recorder);
    requireMeanStep(
        before,
        recorder.last().weights().get("reconstruction.b").values(),
        outputs,
        images.dup('c').data().asFloat());
  }
}
