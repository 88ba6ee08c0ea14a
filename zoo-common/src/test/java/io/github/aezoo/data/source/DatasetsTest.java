package io.github.aezoo.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.IdxBytes;
import io.github.aezoo.data.image.IdxFormatException;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
  @TempDir private Path folder;

  private Dataset open(Object data) {
    return Datasets.open(data.toString(), Optional.empty(), List.of(folder));
  }

  @Test
  void aKnownNameIsLookedForInTheRoots() {
    assertThat(Datasets.names()).contains("mnist", "fashion-mnist", "binarized-mnist");
    assertThatThrownBy(() -> open("mnist"))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "mnist was not found: looked in %s (no such folder); run: zoo data fetch mnist"
                .formatted(folder.resolve("mnist")));
  }

  @Test
  void aFolderIsBroughtToTheWantedShape() throws IOException {
    Path image = folder.resolve("a.png");
    ImageIO.write(new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    assertThat(open(folder).shape()).isEqualTo(new Shape(3, 7, 9));
    Dataset wanted = Datasets.open(folder.toString(), Optional.of(Shape.MNIST), List.of());
    assertThat(wanted.shape()).isEqualTo(Shape.MNIST);
    assertThatThrownBy(() -> open(image))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("is one image, but a folder of images is expected");
  }

  @Test
  void anIdxFileIsOpened() throws IOException {
    Path file = Files.write(folder.resolve("x.gz"), IdxBytes.gzip(IdxBytes.images(1, 1, 1, 255)));
    assertThat(open(file).image(Split.TEST, 0)).containsExactly(1);
    Files.writeString(file, "a text");
    assertThatThrownBy(() -> open(file)).isInstanceOf(IdxFormatException.class);
  }

  @Test
  void imagesAreBroughtToTheSameContrast() throws IOException {
    Path file =
        Files.write(
            folder.resolve("x.gz"),
            IdxBytes.gzip(IdxBytes.images(3, 2, 2, 0, 10, 20, 30, 0, 100, 200, 255, 0, 0, 0, 0)));
    Dataset as = open(file);
    Dataset same = open(file + ":scaling=contrast");
    assertThat(same.name()).isEqualTo(as.name() + ":scaling=contrast");
    assertThat(same.shape()).isEqualTo(as.shape());
    float[] dark = same.image(Split.TEST, 0);
    double squares = 0;
    for (float pixel : dark) {
      squares += pixel * pixel;
    }
    assertThat(Math.sqrt(squares / 4)).isCloseTo(0.18, Offset.offset(1e-6));
    assertThat(dark[2] / dark[1]).isCloseTo(2, Offset.offset(1e-5f));
    assertThat(same.image(Split.TEST, 2)).containsOnly(0);
    assertThat(same.sha256(Split.TEST)).isEqualTo(as.sha256(Split.TEST));
    // What lies beside the image in the array is not touched.
    float[] wide = {7, 7, 7, 7, 7, 7};
    same.copy(Split.TEST, 0, wide, 1);
    assertThat(wide).startsWith(7, 0).endsWith(7);
    assertThatThrownBy(() -> open(file + ":scaling=standard"))
        .hasMessageEndingWith("scaling=contrast expected of images; got 'standard'");
  }

  @Test
  void imagesInMemoryAreBroughtToTheSameContrast() throws IOException {
    Path file =
        Files.write(folder.resolve("x.gz"), IdxBytes.gzip(IdxBytes.images(1, 2, 2, 0, 10, 20, 30)));
    Dataset view = open(file).withEqualContrast();
    Dataset word = open(file + ":scaling=contrast");
    assertThat(view.name()).isEqualTo(word.name());
    assertThat(view.image(Split.TEST, 0)).containsExactly(word.image(Split.TEST, 0));
    assertThat(view.equalContrast()).isTrue();
    assertThat(open(file).equalContrast()).isFalse();
  }

  @Test
  void whatStandsForAnyDataHasToBeNamed() {
    assertThatThrownBy(() -> open("images:scaling=contrast"))
        .isInstanceOf(DataNotNamed.class)
        .hasMessage(
            "'images' is a placeholder for your data; name it: a known data set, a folder of images or an IDX file");
    assertThatThrownBy(() -> open("table.csv"))
        .isInstanceOf(DataNotNamed.class)
        .hasMessageEndingWith("name it: the path of a table (.csv)");
  }

  @Test
  void aFileMayBeCalledAsAWordWithSettingsLooks() throws IOException {
    Path file =
        Files.write(folder.resolve("x:only=1"), IdxBytes.gzip(IdxBytes.images(1, 1, 1, 255)));
    assertThat(Datasets.spec(file.toString())).isEqualTo(DataSpec.of(file.toString()));
    assertThat(open(file).size(Split.TEST)).isOne();
    assertThat(
            Datasets.open(DataSpec.parse(file.toString()), Optional.empty(), List.of())
                .size(Split.TEST))
        .isOne();
  }

  @Test
  void pixelsOfSparseImagesEndAtOne() throws IOException {
    int[] one = new int[100];
    one[3] = 50;
    Path file = Files.write(folder.resolve("x.gz"), IdxBytes.gzip(IdxBytes.images(1, 10, 10, one)));
    float[] pixels = open(file + ":scaling=contrast").image(Split.TEST, 0);
    assertThat(pixels[3]).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows.csv", "missing/TABLE.CSV.GZ"})
  void missingTablesAreSaidToBeMissing(String data) {
    assertThatThrownBy(() -> open(data))
        .isInstanceOf(ZooException.class)
        .hasMessage("no such file: " + data + "; expected a table");
  }

  @Test
  void unknownNamesGetTheNearestKnownOne() {
    assertThatThrownBy(() -> open("mnits"))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("unknown data set mnits, and no file or folder has this name;")
        .hasMessageEndingWith("(did you mean mnist?)");
    assertThatThrownBy(() -> open("imagenet"))
        .isInstanceOf(ZooException.class)
        .hasMessageNotContaining("did you mean");
  }

  @ParameterizedTest
  @ValueSource(strings = {"./mnist", "missing/folder", "\0", ""})
  void otherWordsEndInOneLine(String data) {
    assertThatThrownBy(() -> open(data))
        .isInstanceOf(ZooException.class)
        .message()
        .matches("(no such file or folder: |unknown data set )[^\n]*");
  }
}
