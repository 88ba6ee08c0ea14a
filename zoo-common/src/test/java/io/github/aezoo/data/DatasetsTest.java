package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
  @TempDir private Path folder;

  private ImageDataset open(Object data) {
    return Datasets.open(data.toString(), Optional.empty(), List.of(folder));
  }

  @Test
  void aKnownNameIsLookedForInTheRoots() {
    assertThat(Datasets.names()).contains("mnist", "fashion-mnist", "binarized-mnist");
    assertThatThrownBy(() -> open("mnist"))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "mnist is not here: looked in %s (no such folder); run: zoo data fetch mnist"
                .formatted(folder.resolve("mnist")));
  }

  @Test
  void aFolderIsBroughtToTheWantedShape() throws IOException {
    Path image = folder.resolve("a.png");
    ImageIO.write(new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    assertThat(open(folder).shape()).isEqualTo(new ImageShape(3, 7, 9));
    ImageDataset wanted =
        Datasets.open(folder.toString(), Optional.of(ImageShape.MNIST), List.of());
    assertThat(wanted.shape()).isEqualTo(ImageShape.MNIST);
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

  @ParameterizedTest
  @ValueSource(strings = {"table.csv", "missing/TABLE.CSV.GZ"})
  void missingTablesAreSaidToBeMissing(String data) {
    assertThatThrownBy(() -> open(data))
        .isInstanceOf(ZooException.class)
        .hasMessage("no such file: " + data + "; expected a table");
  }

  @Test
  void unknownNamesGetTheNearestKnownOne() {
    assertThatThrownBy(() -> open("mnits"))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("unknown data set mnits, and no file or folder is called so;")
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
