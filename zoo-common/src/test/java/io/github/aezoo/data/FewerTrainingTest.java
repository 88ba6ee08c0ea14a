package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.ZooException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FewerTrainingTest {
  private final Dataset whole = new SyntheticDigits(50, 10, 10, 4);

  @Test
  void theSeedChoosesDifferentTrainingImagesAndLeavesTheOthers() {
    Dataset few = whole.withTraining(7, 1);
    Set<Float> sums = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      sums.add(sum(whole.image(Split.TRAIN, i)));
    }
    Set<Float> chosen = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      chosen.add(sum(few.image(Split.TRAIN, i)));
    }
    assertThat(few.size(Split.TRAIN)).isEqualTo(7);
    assertThat(chosen).hasSize(7).isSubsetOf(sums);
    assertThat(few.image(Split.TEST, 3)).isEqualTo(whole.image(Split.TEST, 3));
    assertThat(few.size(Split.VALIDATION)).isEqualTo(10);
    assertThat(few).isEqualTo(whole.withTraining(7, 1)).isNotEqualTo(whole.withTraining(7, 2));
    assertThat(few).hasSameHashCodeAs(whole.withTraining(7, 1));
  }

  private static float sum(float[] image) {
    float sum = 0;
    for (float pixel : image) {
      sum += pixel;
    }
    return sum;
  }

  @Test
  void moreThanThereAreIsAnError() {
    assertThatThrownBy(() -> whole.withTraining(51, 1))
        .isInstanceOf(ZooException.class)
        .hasMessage("1 to 50 training images of synthetic-digits can be used; got 51");
  }
}
