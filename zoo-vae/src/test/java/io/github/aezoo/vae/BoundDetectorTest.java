package io.github.aezoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Shape;
import io.github.aezoo.detect.Detector;
import io.github.aezoo.detect.DetectorInput;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A detector whose score samples at random. */
final class BoundDetectorTest {
  private static final double ROUNDING = 1e-6;

  private static Detector detector(long seed) {
    Shape shape = Shape.row(4);
    Autoencoder model =
        Autoencoder.create(
            "small", new Vae().variants().get("tiny").apply(shape), Learning.NONE, 1);
    return Detector.of(
        model,
        DetectorInput.ofImages(shape, false),
        ElboScore.NEGATIVE,
        OptionalDouble.empty(),
        seed);
  }

  @Test
  void aRowAloneIsSampledAsTheFirstOfAStream() {
    double[] row = {0.1, 0.9, 0.3, 0.5};
    try (Detector detector = detector(1);
        Detector same = detector(1);
        Detector other = detector(2)) {
      double alone = detector.score(row);
      assertThat(detector.score(row)).isEqualTo(alone);
      assertThat(same.score(row)).isEqualTo(alone);
      assertThat(other.score(row)).isNotEqualTo(alone);
      double[] scores = detector.score(Stream.of(row, row)).toArray();
      assertThat(scores[0]).isCloseTo(alone, within(ROUNDING));
      assertThat(scores[1]).isNotEqualTo(scores[0]);
    }
  }

  @Test
  void threadsGetIdenticalNumbers() {
    double[] row = {0.1, 0.9, 0.3, 0.5};
    AtomicInteger different = new AtomicInteger();
    try (Detector detector = detector(1)) {
      double alone = detector.score(row);
      Thread[] threads =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      new Thread(
                          () -> {
                            for (int n = 0; n < 20; n++) {
                              different.addAndGet(detector.score(row) == alone ? 0 : 1);
                            }
                          }))
              .toArray(Thread[]::new);
      for (Thread thread : threads) {
        thread.start();
      }
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      assertThat(different).hasValue(0);
    }
  }
}
