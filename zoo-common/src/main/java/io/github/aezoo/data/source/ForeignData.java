package io.github.aezoo.data.source;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.MemoryDataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.table.CsvTable;
import io.github.aezoo.data.table.TableSource;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** What DataVec and DL4J give, as data of the zoo. */
final class ForeignData {
  /** The column of classes that the rows of an iterator get. */
  private static final String LABEL = "label";

  private ForeignData() {}

  /** See {@link Datasets#rows(String, List, RecordReader)}. */
  static CsvTable rows(String name, List<String> columns, RecordReader reader) {
    List<List<String>> rows = new ArrayList<>();
    while (reader.hasNext()) {
      rows.add(reader.next().stream().flatMap(ForeignData::cells).map(String::strip).toList());
    }
    try {
      reader.close();
    } catch (IOException e) {
      throw new ZooException("cannot close the records of " + name + ": " + e.getMessage(), e);
    }
    return CsvTable.ofCells(name, columns, rows);
  }

  private static Stream<String> cells(Writable value) {
    if (value instanceof NDArrayWritable array) {
      double[] numbers = array.get().dup('c').data().asDouble();
      return Arrays.stream(numbers).mapToObj(String::valueOf);
    }
    return Stream.of(value.toString());
  }

  /** See {@link Datasets#of(String, DataSetIterator, List)}. */
  static Dataset of(String name, DataSetIterator iterator, List<String> classes) {
    if (!iterator.hasNext()) {
      throw new ZooException(name + " has no samples: its iterator is at its end; reset it");
    }
    DataSet first = iterator.next();
    INDArray features = first.getFeatures();
    if (features.rank() == 2) {
      return rows(name, first, iterator, classes);
    }
    if (features.rank() != 4) {
      throw new ZooException(
          "%s: images [N, C, H, W] or rows [N, columns] expected; got %s"
              .formatted(name, Arrays.toString(features.shape())));
    }
    Shape shape =
        Shape.image((int) features.size(1), (int) features.size(2), (int) features.size(3));
    return new MemoryDataset.Builder(name, shape, classes)
        .batch(Split.TRAIN, first, 0)
        .batches(Split.TRAIN, iterator)
        .build();
  }

  private static Dataset rows(
      String name, DataSet first, DataSetIterator iterator, List<String> classes) {
    List<List<String>> rows = new ArrayList<>();
    add(rows, name, first, classes);
    while (iterator.hasNext()) {
      add(rows, name, iterator.next(), classes);
    }
    if (classes.isEmpty()) {
      return TableSource.of(CsvTable.ofCells(name, List.of(), rows)).label("").open();
    }
    List<String> columns = new ArrayList<>();
    for (int i = 1; i < rows.get(0).size(); i++) {
      columns.add("c" + i);
    }
    columns.add(LABEL);
    return TableSource.of(CsvTable.ofCells(name, columns, rows)).label(LABEL).open();
  }

  private static void add(
      List<List<String>> rows, String name, DataSet batch, List<String> classes) {
    double[][] values = batch.getFeatures().toDoubleMatrix();
    INDArray labels = batch.getLabels();
    if (!classes.isEmpty()
        && (labels == null || labels.rank() != 2 || labels.size(1) != classes.size())) {
      throw new ZooException(
          "%s: one-hot labels [N, %d] expected, one column per class; got %s"
              .formatted(
                  name, classes.size(), labels == null ? "none" : Arrays.toString(labels.shape())));
    }
    for (int i = 0; i < values.length; i++) {
      List<String> cells = new ArrayList<>();
      for (double value : values[i]) {
        cells.add(String.valueOf(value));
      }
      if (!classes.isEmpty()) {
        cells.add(classes.get(labels.getRow(i).argMax().getInt(0)));
      }
      rows.add(cells);
    }
  }
}
