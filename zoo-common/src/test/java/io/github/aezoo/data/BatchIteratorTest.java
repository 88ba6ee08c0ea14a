package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class BatchIteratorTest {
  private final Dataset data = new TestImages(Map.of(Split.TRAIN, 23));

  private static List<Integer> epoch(DataSetIterator batches) {
    List<Integer> seen = new ArrayList<>();
    while (batches.hasNext()) {
      DataSet batch = batches.next();
      for (long i = 0; i < batch.getFeatures().size(0); i++) {
        seen.add(Math.round(batch.getFeatures().getFloat(i, 0, 0, 0) * 1000));
      }
    }
    return seen;
  }

  @Test
  void everyEpochHasEveryImageOnceInAnOrderOfItsOwn() {
    DataSetIterator batches = data.iterator(Split.TRAIN, 5, 3);
    List<Integer> first = epoch(batches);
    batches.reset();
    List<Integer> second = epoch(batches);
    List<Integer> all = IntStream.range(0, 23).boxed().toList();
    assertThat(first).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(all);
    assertThat(second).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(first);
  }

  @Test
  void sameSeedSameOrder() {
    assertThat(epoch(data.iterator(Split.TRAIN, 5, 3)))
        .isEqualTo(epoch(data.iterator(Split.TRAIN, 7, 3)))
        .isNotEqualTo(epoch(data.iterator(Split.TRAIN, 5, 4)));
  }

  @Test
  void batchesAreFloatImagesAndTheLastMayBeSmaller() {
    DataSetIterator batches = data.iterator(Split.TRAIN, 10, 3);
    DataSet batch = batches.next();
    assertThat(batch.getFeatures().shape()).containsExactly(10, 1, 1, 2);
    assertThat(batch.getFeatures().dataType()).isEqualTo(DataType.FLOAT);
    assertThat(batch.getLabels()).isEqualTo(batch.getFeatures());
    batches.next();
    assertThat(batches.next().getFeatures().size(0)).isEqualTo(3);
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    assertThat(batches.batch()).isEqualTo(10);
    assertThat(batches.inputColumns()).isEqualTo(2);
    assertThat(batches.totalOutcomes()).isEqualTo(2);
    assertThat(batches.getLabels()).containsExactly("a", "b", "c");
  }

  @Test
  void aPreProcessorSeesEachBatch() {
    DataSetIterator batches = data.iterator(Split.TRAIN, 10, 3);
    batches.setPreProcessor(batch -> batch.setLabels(null));
    assertThat(batches.next().getLabels()).isNull();
    assertThat(batches.getPreProcessor()).isNotNull();
  }

  @Test
  void anEmptyBatchIsRefused() {
    assertThatThrownBy(() -> data.iterator(Split.TRAIN, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at least 1 image per batch expected; got 0");
  }
}
