package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.probe.AlteredImages;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every epoch draws anew, and what it does not. */
@ExtendWith(WithProbe.class)
class FreshEpochsTest {
  private static final int N = 60;
  private static final int EPOCHS = 4;

  private final Dataset data = new SyntheticDigits(N, 20, 10, 3);

  @Test
  void everyEpochReadsAllTrainingImagesOnceInAnOrderOfItsOwn() {
    List<Integer> read = new ArrayList<>();
    Dataset watched =
        new AlteredImages(
            data,
            (split, index, position, pixel) -> {
              if (split == Split.TRAIN && position == 0) {
                read.add(index);
              }
              return pixel;
            });
    new Trainer(Probe.recipe("tiny", "none", EPOCHS), watched, 1).run(TrainingListener.NONE);
    List<List<Integer>> orders =
        IntStream.range(0, EPOCHS).mapToObj(e -> read.subList(e * N, (e + 1) * N)).toList();
    List<Integer> all = IntStream.range(0, N).boxed().toList();
    assertThat(read).hasSize(EPOCHS * N);
    assertThat(orders).doesNotHaveDuplicates().doesNotContain(all);
    assertThat(orders).allSatisfy(order -> assertThat(order).hasSameElementsAs(all));
  }

  /** One image, and steps too small to change a weight: the loss tells of the input alone. */
  private static List<EpochLog> still(String variant, String corruption) {
    Recipe recipe = Probe.recipe(variant, corruption, EPOCHS, Optimizer.Type.SGD, 1e-30, 0);
    return new Trainer(recipe, new SyntheticDigits(1, 20, 0, 3), 1)
        .run(TrainingListener.NONE)
        .log();
  }

  @Test
  void everyEpochDamagesTheTrainingImagesAnew() {
    assertThat(still("tiny", "gaussian:0.5"))
        .extracting(EpochLog::trainLoss)
        .doesNotHaveDuplicates();
    List<EpochLog> clean = still("tiny", "none");
    assertThat(clean).extracting(EpochLog::trainLoss).containsOnly(clean.get(0).trainLoss());
  }

  @Test
  void everyEpochDropsOtherUnits() {
    assertThat(still("dropout", "none")).extracting(EpochLog::trainLoss).doesNotHaveDuplicates();
  }

  @Test
  void validationImagesAreDamagedTheSameWayInEveryEpoch() {
    double clean = still("tiny", "none").get(0).validation();
    List<EpochLog> damaged = still("tiny", "gaussian:0.5");
    assertThat(damaged)
        .extracting(EpochLog::validation)
        .containsOnly(damaged.get(0).validation())
        .doesNotContain(clean);
  }
}
