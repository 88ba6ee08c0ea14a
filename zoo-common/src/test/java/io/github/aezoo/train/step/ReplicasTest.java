package io.github.aezoo.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.probe.ProbeArchitecture;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

@Tag("engine")
class ReplicasTest {
  private static final int N = 15;
  private static final double RATE = 0.1;

  private final INDArray images =
      Batches.range(new SyntheticDigits(N, 0, 0, 5), Split.TRAIN, 0, N).reshape('c', N, 784);

  private static Autoencoder model(Loss loss, boolean normalised) {
    return Autoencoder.create(
        "probe",
        new ProbeArchitecture(Shape.MNIST, 4, 1, normalised),
        new Learning(loss, new Sgd(0.1), 0),
        9);
  }

  private double step(Autoencoder model, int workers, boolean scored) {
    try (Replicas replicas =
        new Replicas(model.network(), new Replicas.Cut(workers, 1), workers, Map.of())) {
      return replicas.step(
          N,
          (from, to) -> {
            INDArray shard = images.get(NDArrayIndex.interval(from, to)).dup();
            return new Replicas.Shard(shard, shard);
          },
          1,
          1,
          scored,
          0,
          0);
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void theSummedGradientOfTheShardsIsTheGradientOfTheBatch(Loss loss) {
    try (Autoencoder one = model(loss, false);
        Autoencoder two = model(loss, false);
        Autoencoder three = model(loss, false)) {
      INDArray before = one.network().params().dup();
      double lossOne = step(one, 1, true);
      double lossTwo = step(two, 2, true);
      step(three, 3, true);
      INDArray stepOne = before.sub(one.network().params());
      double size = stepOne.amaxNumber().doubleValue();
      assertThat(size).isGreaterThan(1e-3);
      assertThat(lossTwo).isCloseTo(lossOne, org.assertj.core.data.Percentage.withPercentage(1e-3));
      for (Autoencoder other : new Autoencoder[] {two, three}) {
        INDArray difference = other.network().params().sub(one.network().params());
        assertThat(difference.amaxNumber().doubleValue() / size).isLessThan(1e-5);
      }
    }
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
      float[] before = model.weights().get("reconstruction.b").values();
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
      MeanStep.require(
          RATE,
          before,
          model.weights().get("reconstruction.b").values(),
          outputs,
          images.dup('c').data().asFloat());
    }
  }

  @Test
  void theThreadsOfBlasAreAsBeforeWhenNothingTrains() {
    int before = Nd4j.factory().blas().getMaxThreads();
    Nd4j.factory().blas().setMaxThreads(2);
    try (Autoencoder model = model(Loss.BCE, false);
        Autoencoder other = model(Loss.BCE, false)) {
      Replicas first = new Replicas(model.network(), Replicas.Cut.WHOLE, 1, Map.of());
      assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
      Replicas second = new Replicas(other.network(), Replicas.Cut.WHOLE, 1, Map.of());
      first.close();
      assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
      second.close();
      assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(2);
    } finally {
      Nd4j.factory().blas().setMaxThreads(before);
    }
  }

  @Test
  void aStepThatIsNotScoredDoesTheSameToTheWeights() {
    try (Autoencoder scored = model(Loss.BCE, false);
        Autoencoder blind = model(Loss.BCE, false)) {
      assertThat(step(scored, 1, true)).isGreaterThan(100);
      assertThat(step(blind, 1, false)).isNaN();
      assertThat(blind.weights()).isEqualTo(scored.weights());
    }
  }

  @Test
  void runningMeansOfNormalisationAreAveragedOverWorkersNotSummed() {
    try (Autoencoder one = model(Loss.BCE, true);
        Autoencoder three = model(Loss.BCE, true)) {
      step(one, 1, true);
      // Three shards of five: the mean of their means is the batch's mean.
      step(three, 3, true);
      float[] expected = one.weights().get("normal.mean").values();
      float[] came = three.weights().get("normal.mean").values();
      double largest = 0;
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) came[i])
            .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-6));
        largest = Math.max(largest, Math.abs(expected[i]));
      }
      assertThat(largest).isGreaterThan(1e-3);
    }
  }
}
