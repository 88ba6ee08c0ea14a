package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.FloatWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class MemoryDatasetTest {
  private static final Shape SHAPE = new Shape(1, 1, 2);

  @TempDir private Path folder;

  private static MemoryDataset.Builder builder(String... classes) {
    return new MemoryDataset.Builder("mine", SHAPE, List.of(classes));
  }

  private static RecordReader records(List<List<Writable>> rows) {
    return new CollectionRecordReader(rows);
  }

  @Test
  void dataVecsCsvReaderGivesPixelsAndLabels() throws IOException, InterruptedException {
    Path csv = Files.writeString(folder.resolve("images.csv"), "0.25,1,1\n0.5,0,0\n");
    CSVRecordReader reader = new CSVRecordReader();
    reader.initialize(new FileSplit(csv.toFile()));
    Dataset data = builder("cat", "dog").records(Split.TRAIN, reader, 2).build();
    assertThat(data.size(Split.TRAIN)).isEqualTo(2);
    assertThat(data.image(Split.TRAIN, 0)).containsExactly(0.25f, 1f);
    assertThat(data.label(Split.TRAIN, 0)).isEqualTo(OptionalInt.of(1));
    assertThat(data.size(Split.TEST)).isZero();
  }

  @Test
  void anArrayInARecordIsAnImage() {
    RecordReader reader =
        records(List.of(List.of(new NDArrayWritable(Nd4j.createFromArray(0.5f, 0.75f)))));
    Dataset data = builder().records(Split.TEST, reader, -1).build();
    assertThat(data.image(Split.TEST, 0)).containsExactly(0.5f, 0.75f);
    assertThat(data.label(Split.TEST, 0)).isEmpty();
  }

  @Test
  void batchesOfAnIteratorKeepTheirOneHotClasses() {
    DataSet batch =
        new DataSet(
            Nd4j.createFromArray(new float[][] {{0, 1}, {0.5f, 0.25f}}).reshape(2, 1, 1, 2),
            Nd4j.createFromArray(new float[][] {{0, 1}, {1, 0}}));
    Dataset data =
        builder("cat", "dog").batches(Split.TRAIN, new SingletonDataSetIterator(batch)).build();
    assertThat(data.image(Split.TRAIN, 1)).containsExactly(0.5f, 0.25f);
    assertThat(data.label(Split.TRAIN, 0)).isEqualTo(OptionalInt.of(1));
    assertThat(data.label(Split.TRAIN, 1)).isEqualTo(OptionalInt.of(0));
  }

  @Test
  void bytesInsteadOfFractionsAreRefusedByRecord() {
    RecordReader reader =
        records(
            List.of(
                List.of(new FloatWritable(0), new FloatWritable(1)),
                List.of(new FloatWritable(0), new FloatWritable(255))));
    assertThatThrownBy(() -> builder().records(Split.TRAIN, reader, -1))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "mine, train split, record 1: pixels in [0, 1] expected; got 255.0: divide bytes by 255");
  }

  @Test
  void recordsOfAnotherSizeAreRefused() {
    RecordReader reader = records(List.of(List.of(new FloatWritable(0))));
    assertThatThrownBy(() -> builder().records(Split.TRAIN, reader, -1))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("record 0: 2 pixels [1, 1, 2] expected; got 1");
  }

  @Test
  void labelsWithoutAClassAreRefused() {
    RecordReader reader =
        records(List.of(List.of(new FloatWritable(0), new FloatWritable(1), new FloatWritable(2))));
    assertThatThrownBy(() -> builder("cat", "dog").records(Split.TRAIN, reader, 2))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("a label of 0 to 1 expected; got 2");
  }

  @Test
  void moreThanTheBudgetIsRefused() {
    RecordReader reader =
        records(
            List.of(
                List.of(new FloatWritable(0), new FloatWritable(1)),
                List.of(new FloatWritable(0), new FloatWritable(1))));
    assertThatThrownBy(() -> builder().budget(8).records(Split.TRAIN, reader, -1))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("more than the 8 bytes");
  }

  @Test
  void emptyReadersAreRefused() {
    assertThatThrownBy(() -> builder().records(Split.TRAIN, records(List.of()), -1).build())
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("no images");
  }
}
