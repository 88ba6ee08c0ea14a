package io.github.aezoo.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.image.IdxBytes;
import io.github.aezoo.data.image.ImageFolderDataset;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableDatasetTest {
  @TempDir private Path folder;

  private Path write(String... lines) throws IOException {
    return Files.writeString(folder.resolve("rows.csv"), String.join("\n", lines) + "\n");
  }

  private static Dataset open(Path file, String settings) {
    return Datasets.open(
        file + (settings.isEmpty() ? "" : ":" + settings), Optional.empty(), List.of());
  }

  /** All rows are training rows. */
  private static Dataset whole(Path file) {
    return open(file, "validation=0");
  }

  private static Dataset prepared(Path file, TablePreparation preparation) {
    return Datasets.open(
        DataSpec.of(file.toString()),
        new Datasets.Opening(
            ImageFolderDataset.Options.standard(), Optional.of(preparation), true, List.of()));
  }

  private static float weight(TablePreparation preparation, int column) {
    return ((TableColumn.Categorical) preparation.columns().get(column)).weight().floatValue();
  }

  private static float[] row(Dataset data, int index) {
    return data.image(Split.TRAIN, index);
  }

  @Test
  void numbersAreScaledTextsAreOneHotAndMissingCellsImputed() throws IOException {
    Dataset data =
        whole(
            write(
                "size,colour,weight,label",
                "1,red,10,0",
                "2,blue,,1",
                "5,,30,0",
                "3,red,20,0",
                "\"4\",\"dark, green\",NA,0"));
    assertThat(data.name()).isEqualTo("rows:validation=0");
    assertThat(data.shape()).isEqualTo(Shape.row(5));
    assertThat(data.classes()).containsExactly("0", "1");
    // size, blue, dark green, red, weight; the median weight is 20, the most frequent colour red.
    float one = weight(data.preparation().orElseThrow(), 1);
    assertThat(row(data, 0)).containsExactly(0, 0, 0, one, 0);
    assertThat(row(data, 1)).containsExactly(0.25f, one, 0, 0, 0.5f);
    assertThat(row(data, 2)).containsExactly(1, 0, 0, one, 1);
    assertThat(row(data, 4)).containsExactly(0.75f, 0, one, 0, 0.5f);
    assertThat(data.label(Split.TRAIN, 1)).isEqualTo(OptionalInt.of(1));
    TablePreparation p = data.preparation().orElseThrow();
    assertThat(p.columns().get(2))
        .isEqualTo(new TableColumn.Numeric("weight", 10, 30, 20, Math.sqrt(200.0 / 3), 20, 2));
    assertThat(p.columns().get(1))
        .isEqualTo(
            new TableColumn.Categorical(
                "colour",
                List.of("blue", "dark, green", "red"),
                "red",
                1,
                ((TableColumn.Categorical) p.columns().get(1)).weight(),
                null));
    assertThat(p.label()).isEqualTo("label");
  }

  @Test
  void standardScalingHasMeanZeroAndDeviationOne() throws IOException {
    Dataset data = open(write("a,b", "1,7", "2,7", "6,7"), "validation=0,scaling=standard");
    double deviation = Math.sqrt(14.0 / 3);
    assertThat(row(data, 0)[0]).isCloseTo((float) (-2 / deviation), within(1e-6f));
    assertThat(row(data, 2)[0]).isCloseTo((float) (3 / deviation), within(1e-6f));
    // A column that never changes is 0, and not NaN.
    assertThat(row(data, 1)[1]).isZero();
  }

  @Test
  void gzipSemicolonsQuotesAndLineBreaksAreRead() throws IOException {
    byte[] text = "\uFEFFa;b\n1;\"x \"\"y\"\"\nz\"\n\n2;w\n".getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("packed.csv.gz"), IdxBytes.gzip(text));
    TableDataset data = (TableDataset) whole(file);
    assertThat(data.preparation().orElseThrow().columns().get(1))
        .asInstanceOf(InstanceOfAssertFactories.type(TableColumn.Categorical.class))
        .extracting(TableColumn.Categorical::categories)
        .isEqualTo(List.of("w", "x \"y\"\nz"));
    assertThat(data.size(Split.TRAIN)).isEqualTo(2);
    assertThat(data.place(Split.TRAIN, 1)).isEqualTo(5);
  }

  @Test
  void aFileWithoutHeaderHasNumberedColumns() throws IOException {
    Path file = write("1,2,0", "3,4,1", "5,6,0");
    Dataset data = open(file, "label=c3,validation=0");
    assertThat(data.shape()).isEqualTo(Shape.row(2));
    assertThat(data.classes()).containsExactly("0", "1");
    TablePreparation fitted = data.preparation().orElseThrow();
    // With the label, without it: by place.
    assertThat(prepared(write("5,2,1"), fitted).image(Split.TEST, 0)).containsExactly(1, 0);
    assertThat(prepared(write("5,2"), fitted).image(Split.TEST, 0)).containsExactly(1, 0);
    assertThatThrownBy(() -> prepared(write("5"), fitted))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("rows.csv, line 1: the 2 columns")
        .hasMessageContaining("got 1");
  }

  @Test
  void newRowsArePreparedAsTheTrainingRowsWereAndNotClipped() throws IOException {
    TablePreparation fitted =
        whole(write("a,colour,label", "0,red,0", "10,blue,0")).preparation().orElseThrow();
    // Another order of columns, no label, a value beyond the range, a category that is not known.
    Dataset data = prepared(write("colour,a", "red,30", "pink,-5", ",?"), fitted);
    assertThat(data.splits()).containsExactly(Split.TEST);
    float one = weight(fitted, 1);
    assertThat(data.image(Split.TEST, 0)).containsExactly(3, 0, one);
    assertThat(data.image(Split.TEST, 1)).containsExactly(-0.5f, 0, 0);
    assertThat(data.image(Split.TEST, 2)).containsExactly(0.5f, one, 0);
    assertThat(data.notes())
        .containsExactly(
            "column 'colour': 1 cell has a category that no training row has; it is encoded as zeros");
    assertThat(data.classes()).isEmpty();
  }

  @Test
  void aPreparationSurvivesJson() throws IOException {
    TablePreparation fitted =
        whole(write("a,colour", "0,red", "10,blue", ",red")).preparation().orElseThrow();
    assertThat(Json.read(Json.text(fitted), TablePreparation.class, "test")).isEqualTo(fitted);
    assertThat(fitted.sameColumns(fitted)).isTrue();
    TablePreparation other =
        whole(write("a,colour", "0,red", "10,pink")).preparation().orElseThrow();
    assertThat(fitted.sameColumns(other)).isFalse();
  }

  @Test
  void splitsAreDisjointStratifiedAndTheSameAgain() throws IOException {
    StringBuilder text = new StringBuilder("a,label\n");
    for (int i = 0; i < 100; i++) {
      text.append(i).append(',').append(i % 10 == 0 ? 1 : 0).append('\n');
    }
    Path file = Files.writeString(folder.resolve("many.csv"), text);
    TableDataset data = (TableDataset) open(file, "test=0.3,validation=20,without=1,seed=5");
    assertThat(data.size(Split.TEST)).isEqualTo(30);
    assertThat(data.size(Split.VALIDATION)).isEqualTo(20);
    assertThat(data.size(Split.TRAIN)).isEqualTo(90 - 27 - 20);
    assertThat(anomalies(data, Split.TEST)).isEqualTo(3);
    assertThat(anomalies(data, Split.TRAIN) + anomalies(data, Split.VALIDATION)).isZero();
    assertThat(data.name()).isEqualTo("many:test=0.3,validation=20,without=1,seed=5");
    TreeSet<Integer> lines = new TreeSet<>();
    for (Split split : data.splits()) {
      for (int i = 0; i < data.size(split); i++) {
        assertThat(lines.add(data.place(split, i))).isTrue();
      }
    }
    assertThat(lines).hasSize(93);
    Dataset again = open(file, "test=0.3,validation=20,without=1,seed=5");
    Dataset other = open(file, "test=0.3,validation=20,without=1,seed=6");
    for (Split split : data.splits()) {
      assertThat(again.sha256(split)).isEqualTo(data.sha256(split));
      assertThat(other.sha256(split)).isNotEqualTo(data.sha256(split));
    }
  }

  private static long anomalies(Dataset data, Split split) {
    long count = 0;
    for (int i = 0; i < data.size(split); i++) {
      count += data.label(split, i).getAsInt();
    }
    return count;
  }

  @Test
  void trainingRowsAloneTeachThePreparation() throws IOException {
    StringBuilder text = new StringBuilder("a,label\n");
    for (int i = 0; i < 20; i++) {
      text.append(i).append(",0\n");
    }
    Path file = Files.writeString(folder.resolve("few.csv"), text.append("1000,1\n"));
    TableDataset data = (TableDataset) open(file, "without=1,test=0.3");
    TableColumn.Numeric a = (TableColumn.Numeric) data.preparation().orElseThrow().columns().get(0);
    assertThat(a.high()).isLessThan(20);
    for (int i = 0; i < data.size(Split.TRAIN); i++) {
      assertThat(data.image(Split.TRAIN, i)[0]).isBetween(0f, 1f);
    }
  }

  private void fails(String settings, List<String> parts, String... lines) throws IOException {
    Path file = write(lines);
    assertThatThrownBy(() -> open(file, settings))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts.toArray(String[]::new));
  }

  @Test
  void errorsNameFileLineAndColumn() throws IOException {
    fails("", List.of("line 3: 2 columns expected, as in line 1; got 3"), "a,b", "1,2", "1,2,3");
    fails(
        "",
        List.of("line 3, column 'b'", "a number expected", "got 'x'", "categorical=b"),
        "a,b",
        "1,2",
        "1,x",
        "1,3",
        "1,4");
    fails("", List.of("is empty"), "");
    fails("", List.of("has a header but no rows"), "a,b");
    fails("label=class", List.of("no column 'class'", "it has a, b"), "a,b", "1,2");
    fails("without=1", List.of("name the column of classes with label="), "a,b", "1,2");
    fails("without=0", List.of("no training row is left", "'label' are 0"), "a,label", "1,0");
    fails("ignore=z", List.of("no column 'z'"), "a,b", "1,2");
    fails("ignore=a+b", List.of("at least one column of features"), "a,b", "1,2");
    fails("", List.of("column 'b' has no value in any training row"), "a,b", "1,", "2,?");
    fails("", List.of("line 1: a unique name", "'a' occurs twice"), "a,a", "1,2");
    fails("", List.of("line 2: a closing quote expected"), "a,b", "1,\"2", "3,4");
    fails("lable=a", List.of("unknown key 'lable'", "did you mean"), "a,b", "1,2");
    fails("scaling=max", List.of("scaling=min-max, standard expected; got 'max'"), "a", "1");
    fails("test=-1", List.of("test= a share", "got '-1'"), "a", "1");
    fails("test=2", List.of("rows for training expected"), "a", "1", "2");
  }

  @Test
  void aModelsTableNeedsItsColumns() throws IOException {
    TablePreparation fitted = whole(write("a,b", "1,2", "2,3")).preparation().orElseThrow();
    assertThatThrownBy(() -> prepared(write("a,c", "1,2"), fitted))
        .hasMessageContaining("no column 'b', which the model it was fitted for names");
    assertThatThrownBy(() -> prepared(write("a,b,c", "1,2,3"), fitted))
        .hasMessageContaining("column 'c' is not one that the model was fitted on (a, b)");
    assertThatThrownBy(() -> prepared(write("a,b", "1,2", "1,x"), fitted))
        .hasMessageContaining("line 3, column 'b': a number expected; got 'x'")
        .hasMessageContaining("1 of 2 rows cannot be read");
    assertThatThrownBy(
            () ->
                Datasets.open(
                    DataSpec.of(SyntheticDigits.NAME),
                    new Datasets.Opening(
                        ImageFolderDataset.Options.standard(),
                        Optional.of(fitted),
                        true,
                        List.of())))
        .hasMessageContaining("holds images [1, 28, 28], but the model was trained on a table");
  }

  @Test
  void aColumnOfNamesIsNoCategoryAndMayBeIgnored() throws IOException {
    StringBuilder text = new StringBuilder("id,a\n");
    for (int i = 0; i < 300; i++) {
      text.append("row-").append(i).append(',').append(i % 7).append('\n');
    }
    Path file = Files.writeString(folder.resolve("ids.csv"), text);
    assertThat(whole(file).shape()).isEqualTo(Shape.row(1));
    assertThat(whole(file).notes())
        .containsExactly(
            "column 'id' has 300 different texts in 300 rows and is left out (categorical=id keeps it)");
    Dataset data = open(file, "ignore=id,categorical=a");
    assertThat(data.shape()).isEqualTo(Shape.row(7));
    // The same file fits the model, as what it ignored may be there.
    assertThat(prepared(file, data.preparation().orElseThrow()).size(Split.TEST)).isEqualTo(300);
  }

  @Test
  void classesOfImagesAreChosenByTheWord() {
    Dataset all = Datasets.open(SyntheticDigits.NAME, Optional.empty(), List.of());
    Dataset without =
        Datasets.open(SyntheticDigits.NAME + ":without=3+4", Optional.empty(), List.of());
    Dataset only = Datasets.open(SyntheticDigits.NAME + ":only=3", Optional.empty(), List.of());
    assertThat(without.name()).isEqualTo("synthetic-digits:without=3+4");
    assertThat(without.size(Split.TRAIN)).isBetween(1, all.size(Split.TRAIN) - 1);
    for (int i = 0; i < 50; i++) {
      assertThat(without.label(Split.TRAIN, i).getAsInt()).isNotIn(3, 4);
      assertThat(only.label(Split.TRAIN, i)).isEqualTo(OptionalInt.of(3));
    }
    assertThat(only.size(Split.TEST)).isEqualTo(all.size(Split.TEST));
    assertThat(only.withValidation(5, 1).size(Split.VALIDATION)).isPositive();
    assertThatThrownBy(
            () -> Datasets.open(SyntheticDigits.NAME + ":only=x", Optional.empty(), List.of()))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("no class 'x'");
    assertThatThrownBy(
            () -> Datasets.open(SyntheticDigits.NAME + ":test=1", Optional.empty(), List.of()))
        .hasMessageContaining("unknown key 'test'");
  }

  @Test
  void valuesBecomeCellsAgain() throws IOException {
    Path file =
        write("size,colour,weight", "1.25,red,1000000", "-3,\"blue, dark\",2500000", "8,red,1");
    for (String scaling : List.of("min-max", "standard")) {
      Dataset data = open(file, "validation=0,scaling=" + scaling);
      TablePreparation table = data.preparation().orElseThrow();
      assertThat(table.cells(row(data, 0), TableColumn.DIGITS))
          .containsExactly("1.25", "red", "1000000");
      assertThat(table.cells(row(data, 1), TableColumn.DIGITS))
          .containsExactly("-3", "blue, dark", "2500000");
    }
    TablePreparation table = open(file, "validation=0").preparation().orElseThrow();
    // Outside of the range, between the categories, and no category at all.
    assertThat(table.cells(new float[] {2, 0.6f, 0.4f, -1}, 3))
        .containsExactly("19", "blue, dark", "-2500000");
    assertThat(table.cells(new float[] {0.12345f, 0, 0, 0}, 3)).containsExactly("-1.6", "", "0");
  }

  @Test
  void theTestSplitIsAsLargeAsAskedForWithManySmallClasses() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,kind"));
    for (int i = 0; i < 40; i++) {
      lines.add(i + ",k" + i / 4);
    }
    Path file = write(lines.toArray(String[]::new));
    // Each class would round 0.4 to 0, and 2.8 to 3.
    assertThat(open(file, "label=kind,test=0.1").size(Split.TEST)).isEqualTo(4);
    assertThat(open(file, "label=kind,test=28").size(Split.TEST)).isEqualTo(28);
  }

  @Test
  void blankLinesBeforeTheHeaderAreLeftOut() throws IOException {
    assertThat(CsvTable.read(write("", "x,y", "1,2"), DataSpec.Header.AUTO).head())
        .endsWith("line 2");
  }
}
