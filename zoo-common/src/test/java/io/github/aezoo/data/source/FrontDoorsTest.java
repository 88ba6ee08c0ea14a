package io.github.aezoo.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.eval.Evaluator;
import io.github.aezoo.eval.baseline.MeanImage;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Data of Java users: files, arrays, and what DataVec and DL4J give. */
final class FrontDoorsTest {
  private static final float[][] ROWS = {{0, 7}, {10, Float.NaN}, {5, 9}};

  @TempDir private Path folder;

  private Path table() throws IOException {
    StringBuilder text = new StringBuilder("id,amount,kind,fraud\n");
    for (int i = 0; i < 20; i++) {
      text.append("%d,%d,%s,%d\n".formatted(i, i * 10, i % 2 == 0 ? "a" : "b", i % 4 == 0 ? 1 : 0));
    }
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  private RecordReader records(String text) throws IOException, InterruptedException {
    CSVRecordReader reader = new CSVRecordReader();
    reader.initialize(
        new FileSplit(Files.writeString(folder.resolve("records.csv"), text).toFile()));
    return reader;
  }

  private static float[][] all(Dataset data) {
    float[][] rows = new float[data.size(Split.TRAIN)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = data.image(Split.TRAIN, i);
    }
    return rows;
  }

  @Test
  void aFolderOfImagesIsOpened() throws IOException {
    Path file = folder.resolve("a.png");
    ImageIO.write(new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    assertThat(Datasets.images(folder).shape()).isEqualTo(new Shape(3, 7, 9));
    assertThat(Datasets.images(folder, Shape.MNIST).shape()).isEqualTo(Shape.MNIST);
  }

  @Test
  void greyImagesOfOnePixelsHeightAreImages() throws IOException {
    Path file = folder.resolve("a.png");
    ImageIO.write(new BufferedImage(64, 1, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    for (Dataset data :
        List.of(
            Datasets.images(folder),
            Datasets.images(folder, new Shape(1, 1, 64)),
            Datasets.of("mine", new float[1][64], new Shape(1, 1, 64)))) {
      assertThat(data.shape().kind()).isEqualTo(Shape.Kind.IMAGE);
    }
    Dataset images = Datasets.images(folder);
    assertThat(new Evaluator().evaluate(MeanImage.fit(images), images, Split.TEST).metrics())
        .containsKey("psnrDb");
    assertThat(Datasets.of(new float[20][64]).shape().kind()).isEqualTo(Shape.Kind.ROW);
  }

  @Test
  void aTableInJavaIsTheOneThatItsWordNames() throws IOException {
    Path file = table();
    Dataset java =
        Datasets.table(file).label("fraud").ignore("id").without("1").test(0.3).seed(5).open();
    Dataset word =
        Datasets.open(
            file + ":label=fraud,ignore=id,without=1,test=0.3,seed=5", Optional.empty(), List.of());
    assertThat(java.name()).isEqualTo(word.name());
    assertThat(java.preparation()).isEqualTo(word.preparation());
    for (Split split : Split.values()) {
      assertThat(java.size(split)).isEqualTo(word.size(split));
      assertThat(java.sha256(split)).isEqualTo(word.sha256(split));
    }
  }

  @Test
  void everySettingOfATableHasAMethod() throws IOException {
    assertThat(
            Datasets.table(Path.of("x.csv"))
                .label("k")
                .ignore("a", "b")
                .categorical("c")
                .scaling(DataSpec.Scaling.STANDARD)
                .header(DataSpec.Header.YES)
                .separator(';')
                .decimal(',')
                .encoding(StandardCharsets.UTF_16LE)
                .missing("-999", "x")
                .numeric("n")
                .dates("d", "e")
                .dayFirst(true)
                .test(5)
                .validation(0.2)
                .seed(3)
                .only("u")
                .without("v")
                .spec())
        .hasToString(
            "x.csv:label=k,ignore=a+b,categorical=c,scaling=standard,header=yes,sep=semicolon,decimal=comma,encoding=utf-16le,missing=-999+x,numeric=n,dates=d+e,dayfirst=yes,test=5,validation=0.2,seed=3,only=u,without=v");
    assertThatThrownBy(() -> Datasets.table(table()).scaling(DataSpec.Scaling.CONTRAST).open())
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("scaling=min-max or scaling=standard expected for a table");
  }

  @Test
  void rowsOfOtherDataArePreparedAsThoseOfAModel() throws IOException {
    TablePreparation learned =
        Datasets.table(table()).label("fraud").ignore("id").open().preparation().orElseThrow();
    Path other = Files.writeString(folder.resolve("other.csv"), "amount,kind\n1000,b\n");
    Dataset prepared = Datasets.table(other).preparedAs(learned).validation(0).open();
    assertThat(prepared.preparation()).contains(learned);
    assertThat(prepared.image(Split.TRAIN, 0)).containsExactly(learned.values(row()));
  }

  private static Map<String, Object> row() {
    return Map.of("amount", 1000, "kind", "b");
  }

  @Test
  void rowsInMemoryAreScaledByWhatTheyTeach() {
    Dataset data = Datasets.rows("mine", List.of(), ROWS).validation(0).open();
    assertThat(data.shape()).isEqualTo(Shape.row(2));
    assertThat(all(data)).isDeepEqualTo(new float[][] {{0, 0}, {1, 0.5f}, {0.5f, 1}});
    assertThat(data.placeName()).isEqualTo("index");
    assertThat(data.place(Split.TRAIN, 2)).isEqualTo(2);
    assertThat(data.preparation().orElseThrow().columns())
        .extracting(TableColumn::name)
        .containsExactly("c1", "c2");
    Dataset held = Datasets.of(new float[20][3]);
    assertThat(held.size(Split.TRAIN)).isEqualTo(18);
    assertThat(held.size(Split.VALIDATION)).isEqualTo(2);
  }

  @Test
  void rowsInMemoryMayHaveNamesAndALabel() {
    Dataset data =
        Datasets.rows("mine", List.of("a", "class"), new float[][] {{1, 0}, {2, 1}, {4, 0}})
            .label("class")
            .validation(0)
            .open();
    assertThat(data.name()).isEqualTo("mine:label=class,validation=0");
    assertThat(data.classes()).containsExactly("0", "1");
    assertThat(data.label(Split.TRAIN, 1)).isEqualTo(OptionalInt.of(1));
    assertThat(data.shape()).isEqualTo(Shape.row(1));
  }

  @Test
  void aBadRowInMemoryIsNamed() {
    assertThatThrownBy(() -> Datasets.of(new float[][] {{1, 2}, {1}}))
        .isInstanceOf(ZooException.class)
        .hasMessage("rows, row 1: 2 values expected, one per column; got 1");
    assertThatThrownBy(() -> Datasets.of(new float[0][]))
        .isInstanceOf(ZooException.class)
        .hasMessage("rows has no rows: at least one expected");
    assertThatThrownBy(() -> Datasets.of(new float[][] {{1}, {Float.NEGATIVE_INFINITY}, {2}}))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith(
            "rows, row 1, column 'c1': a number near 1.0 to 2.0 expected; got -Inf");
    assertThatThrownBy(() -> Datasets.rows("mine", List.of(), ROWS).label("x").open())
        .isInstanceOf(ZooException.class)
        .hasMessage("mine: no column 'x', which label=x names; it has c1, c2");
  }

  @Test
  void recordsAreRowsOfNumbersAndTexts() throws IOException, InterruptedException {
    Dataset data =
        Datasets.rows("mine", List.of("n", "kind"), records("0,red\n10,blue\n5,red\n"))
            .validation(0)
            .open();
    float one =
        ((TableColumn.Categorical) data.preparation().orElseThrow().columns().get(1))
            .weight()
            .floatValue();
    assertThat(all(data)).isDeepEqualTo(new float[][] {{0, 0, one}, {1, one, 0}, {0.5f, 0, one}});
    assertThat(Datasets.of("mine", records("0,1\n10,2\n5,3\n")).shape()).isEqualTo(Shape.row(2));
  }

  @Test
  void recordsAreImagesWhenAShapeIsGiven() throws IOException, InterruptedException {
    Dataset data =
        Datasets.of(
            "mine",
            records("0,0.5,1,0.25,1\n0,0,0,0,0\n"),
            new Shape(1, 2, 2),
            List.of("cat", "dog"),
            4);
    assertThat(data.image(Split.TRAIN, 0)).containsExactly(0, 0.5f, 1, 0.25f);
    assertThat(data.className(Split.TRAIN, 0)).contains("dog");
    assertThat(data.preparation()).isEmpty();
  }

  @Test
  void batchesOfAnIteratorAreImagesOrRows() {
    var labels = Nd4j.createFromArray(new float[][] {{0, 1}, {1, 0}, {0, 1}});
    DataSet images =
        new DataSet(
            Nd4j.createFromArray(new float[][] {{0, 1}, {0.5f, 1}, {1, 1}}).reshape(3, 1, 2, 1),
            labels);
    Dataset pictures =
        Datasets.of("mine", new SingletonDataSetIterator(images), List.of("cat", "dog"));
    assertThat(pictures.shape()).isEqualTo(new Shape(1, 2, 1));
    assertThat(pictures.image(Split.TRAIN, 1)).containsExactly(0.5f, 1);
    assertThat(pictures.className(Split.TRAIN, 0)).contains("dog");
    DataSet rows =
        new DataSet(Nd4j.createFromArray(new float[][] {{0, 100}, {5, 300}, {10, 200}}), labels);
    Dataset table = Datasets.of("mine", new SingletonDataSetIterator(rows), List.of("cat", "dog"));
    assertThat(table.shape()).isEqualTo(Shape.row(2));
    assertThat(table.classes()).containsExactly("cat", "dog");
    assertThat(Datasets.of("mine", new SingletonDataSetIterator(rows), List.of()).classes())
        .isEmpty();
  }

  @Test
  void batchesOfAnotherRankAreRefused() {
    DataSet batch = new DataSet(Nd4j.zeros(2, 3, 4), Nd4j.zeros(2, 1));
    assertThatThrownBy(() -> Datasets.of("mine", new SingletonDataSetIterator(batch), List.of()))
        .isInstanceOf(ZooException.class)
        .hasMessage("mine: images [N, C, H, W] or rows [N, columns] expected; got [2, 3, 4]");
  }

  @Test
  void imagesInMemoryAreTrainingImages() {
    Dataset data = Datasets.of("mine", new float[][] {{0, 1}, {0.5f, 0.25f}}, new Shape(1, 2, 1));
    assertThat(data.size(Split.TRAIN)).isEqualTo(2);
    assertThat(data.image(Split.TRAIN, 1)).containsExactly(0.5f, 0.25f);
    assertThatThrownBy(() -> Datasets.of("mine", new float[][] {{0, 2}}, new Shape(1, 2, 1)))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("mine, train split, image 0: pixels in [0, 1] expected; got 2.0");
  }

  @Test
  void rowsOfATableAreNotBroughtToTheSameContrast() {
    Dataset rows = Datasets.of(new float[20][3]);
    assertThatThrownBy(rows::withEqualContrast)
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("rows has rows: images expected");
  }
}
