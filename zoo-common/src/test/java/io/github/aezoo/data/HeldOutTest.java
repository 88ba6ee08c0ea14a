package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.ZooException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private final Dataset whole = new TestImages(Map.of(Split.TRAIN, 100, Split.TEST, 7));

  private static List<Integer> indices(Dataset data, Split split) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < data.size(split); i++) {
      indices.add(TestImages.indexOf(data.image(split, i)));
    }
    return indices;
  }

  @Test
  void validationAndTrainingShareNoImageAndLoseNone() {
    Dataset data = whole.withValidation(30, 5);
    List<Integer> validation = indices(data, Split.VALIDATION);
    List<Integer> train = indices(data, Split.TRAIN);
    assertThat(validation).hasSize(30).isSorted().doesNotContainAnyElementsOf(train);
    assertThat(train).hasSize(70).isSorted();
    List<Integer> all = new ArrayList<>(train);
    all.addAll(validation);
    assertThat(all).containsExactlyInAnyOrderElementsOf(indices(whole, Split.TRAIN));
  }

  @Test
  void trainingImagesStandForTheTestSplit() {
    Dataset data = whole.withTestOfTraining(20, 5);
    List<Integer> test = indices(data, Split.TEST);
    List<Integer> train = indices(data, Split.TRAIN);
    assertThat(test).hasSize(20).doesNotContainAnyElementsOf(train);
    assertThat(train).hasSize(80);
    assertThat(indices(whole, Split.TRAIN)).containsAll(test).containsAll(train);
    // What a run holds out and leaves out besides comes of the training images alone.
    Dataset used = data.withValidation(10, 6).withTraining(30, 7);
    assertThat(indices(used, Split.TEST)).isEqualTo(test);
    assertThat(test).doesNotContainAnyElementsOf(indices(used, Split.VALIDATION));
    assertThatThrownBy(() -> whole.withTestOfTraining(100, 5))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("a test split takes 1 to 99 of the 100 training images");
  }

  @Test
  void theSeedDecidesWhichImagesAreHeldOut() {
    List<Integer> first = indices(whole.withValidation(30, 5), Split.VALIDATION);
    assertThat(indices(whole.withValidation(30, 5), Split.VALIDATION)).isEqualTo(first);
    assertThat(indices(whole.withValidation(30, 6), Split.VALIDATION)).isNotEqualTo(first);
  }

  @Test
  void theSameImagesHeldOutOfTheSameDataAreEqual() {
    Dataset data = whole.withValidation(30, 5);
    assertThat(whole.withValidation(30, 5)).isEqualTo(data).hasSameHashCodeAs(data);
    assertThat(whole.withValidation(30, 6)).isNotEqualTo(data);
    assertThat(whole.withValidation(31, 5)).isNotEqualTo(data);
    assertThat(new TestImages(Map.of(Split.TRAIN, 100, Split.TEST, 8)).withValidation(30, 5))
        .isNotEqualTo(data);
  }

  @Test
  void labelsFollowTheirImages() {
    Dataset data = whole.withValidation(30, 5);
    for (int i = 0; i < 30; i++) {
      int index = TestImages.indexOf(data.image(Split.VALIDATION, i));
      assertThat(data.label(Split.VALIDATION, i)).hasValue(index % 3);
    }
  }

  @Test
  void testImagesAreLeftAlone() {
    Dataset data = whole.withValidation(30, 5);
    assertThat(data.size(Split.TEST)).isEqualTo(7);
    assertThat(data.image(Split.TEST, 3)).isEqualTo(whole.image(Split.TEST, 3));
    assertThat(data.sha256(Split.TEST)).hasValue("digest of test");
    assertThat(data.sha256(Split.VALIDATION)).hasValue("digest of train");
    assertThat(data.splits()).containsExactlyInAnyOrder(Split.values());
    assertThat(data.classes()).isEqualTo(whole.classes());
    assertThat(data.shape()).isEqualTo(whole.shape());
  }

  @Test
  void anOwnValidationSplitIsKept() {
    Dataset own = new TestImages(Map.of(Split.TRAIN, 5, Split.VALIDATION, 2));
    assertThat(own.withValidation(3, 1)).isSameAs(own);
  }

  @Test
  void holdingOutAllOrNothingIsRefused() {
    for (int count : new int[] {-1, 0, 100, 101}) {
      assertThatThrownBy(() -> whole.withValidation(count, 1))
          .isInstanceOf(ZooException.class)
          .hasMessage(
              "a validation split takes 1 to 99 of the 100 training images of test-images; got "
                  + count);
    }
  }
}
