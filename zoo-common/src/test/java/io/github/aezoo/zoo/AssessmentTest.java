package io.github.aezoo.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.probe.AlteredImages;
import io.github.aezoo.probe.ProbeArchitecture;
import io.github.aezoo.probe.WithProbe;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is kept from one model for the next. */
@ExtendWith(WithProbe.class)
class AssessmentTest {
  private static final int TEST = 20;
  private static final int HELD_OUT = 10;

  @TempDir private Path folder;

  private final AtomicInteger reads = new AtomicInteger();

  private final Dataset counted =
      new AlteredImages(
          new SyntheticDigits(60, 0, TEST, 3),
          (split, index, position, pixel) -> {
            if (split == Split.TEST && position == 0) {
              reads.incrementAndGet();
            }
            return pixel;
          });

  private Assessment assessment() {
    return new Assessment(folder, (images, total) -> {});
  }

  private ModelCard.Result measure(Assessment assessment, long heldOut, int codes, String damage) {
    reads.set(0);
    Dataset data = counted.withValidation(HELD_OUT, heldOut);
    ProbeArchitecture architecture = new ProbeArchitecture(data.shape(), codes, 1, false);
    try (Autoencoder model = Autoencoder.create("m", architecture, Learning.NONE, 1)) {
      return assessment.measure(model, Companions.none(), data, Split.TEST, 5, damage);
    }
  }

  @Test
  void whatNoModelChangesIsMeasuredOnceAndTheSame() {
    Assessment kept = assessment();
    measure(kept, 1, 4, "none");
    int first = reads.get();
    ModelCard.Result second = measure(kept, 1, 6, "none");
    // The mean image and the pixels need no second look.
    assertThat(reads.get()).isEqualTo(first - 2 * TEST);
    assertThat(second).isEqualTo(measure(assessment(), 1, 6, "none"));
    assertThat(measure(kept, 1, 6, "half")).isEqualTo(measure(assessment(), 1, 6, "half"));
  }

  @Test
  void otherTrainingImagesAreMeasuredAnew() {
    Assessment kept = assessment();
    ModelCard.Result one = measure(kept, 1, 4, "none");
    int all = reads.get();
    ModelCard.Result other = measure(kept, 2, 4, "none");
    assertThat(reads.get()).isEqualTo(all);
    assertThat(other.baselines().get("meanImage")).isNotEqualTo(one.baselines().get("meanImage"));
  }
}
