package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class BatchesTest {
  private final Dataset data = new TestImages(Map.of(Split.TRAIN, 20, Split.TEST, 4));

  @Test
  void rangeAndGatherTakeTheImagesTheyName() {
    INDArray range = Batches.range(data, Split.TEST, 1, 3);
    assertThat(range.shape()).containsExactly(3, 1, 1, 2);
    assertThat(range.data().asFloat()).containsExactly(0.001f, 0.5f, 0.002f, 0.5f, 0.003f, 0.5f);
    INDArray gathered = Batches.gather(data, Split.TRAIN, new int[] {9, 4, 17, 2}, 1, 2);
    assertThat(gathered.data().asFloat()).containsExactly(0.004f, 0, 0.017f, 0);
  }

  @Test
  void imagesBeyondTheSplitAreRefused() {
    assertThatThrownBy(() -> Batches.range(data, Split.TEST, 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("rows 2 to 4 requested; the test split of test-images has 4");
  }
}
