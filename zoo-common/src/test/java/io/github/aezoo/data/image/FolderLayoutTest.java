package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.ImageSize;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Splits, sizes and colours that a folder has. */
class FolderLayoutTest {
  private static final ImageFolderDataset.Options STANDARD = ImageFolderDataset.Options.standard();

  @TempDir private Path folder;

  private void put(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, TestPictures.encoded(image, "png"));
  }

  private void put(String... names) throws IOException {
    for (String name : names) {
      put(name, TestPictures.grey(2, 2, 1));
    }
  }

  private ImageFolderDataset open() {
    return ImageFolderDataset.open(folder, STANDARD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train/ validation/ test/",
        "Train/ Val/ Test/",
        "training/ valid/ testing/",
        "TRAINING/ VALIDATION/ TESTING/",
        "images/train/ images/val/ images/test/",
        "Images/Train/ Images/Valid/ Images/Test/",
        "flowers/train/ flowers/val/ flowers/test/"
      })
  void splitsAreFoundByTheirNames(String names) throws IOException {
    String[] splits = names.split(" ", -1);
    put(splits[0] + "cat/1.png", splits[0] + "cat/2.png", splits[0] + "dog/3.png");
    put(splits[1] + "cat/4.png", splits[2] + "dog/5.png", splits[2] + "dog/6.png");
    ImageFolderDataset data = open();
    assertThat(data.size(Split.TRAIN)).isEqualTo(3);
    assertThat(data.size(Split.VALIDATION)).isEqualTo(1);
    assertThat(data.size(Split.TEST)).isEqualTo(2);
    assertThat(data.classes()).containsExactly("cat", "dog");
    assertThat(data.notes()).isEmpty();
    assertThat(data.description()).contains("train: 3 images (cat 2, dog 1)");
    assertThat(data.source(Split.TEST, 1)).hasValue(splits[2] + "dog/6.png");
  }

  @Test
  void whatLiesBesideTheSplitsIsCounted() throws IOException {
    put("images/train/1.png", "images/test/2.png");
    put("images/extra/3.png", "images/extra/4.png", "masks/train/5.png", "loose.png");
    Files.writeString(folder.resolve("photo.HEIC"), "");
    ImageFolderDataset data = open();
    assertThat(data.size(Split.TRAIN)).isEqualTo(1);
    assertThat(data.notes())
        .containsExactly(
            "4 images beside the folders of the splits are not read: extra/ (2), loose.png, masks/",
            "1 files of other formats are not read: .heic; convert them to PNG");
  }

  @Test
  void aFolderOfClassesIsNoFolderOfSplits() throws IOException {
    put("flowers/train/1.png", "flowers/rose/2.png");
    ImageFolderDataset data = open();
    assertThat(data.classes()).containsExactly("flowers");
    assertThat(data.size(Split.TRAIN)).isEqualTo(2);
    assertThat(data.description())
        .contains("no folders of splits: all images are the training and the test split");
  }

  @Test
  void twoFoldersOfOneSplitAreAnError() throws IOException {
    put("Train/1.png", "training/2.png");
    assertThatThrownBy(this::open)
        .isInstanceOf(ZooException.class)
        .hasMessage(folder + " has two folders of the train split; merge them");
  }

  @Test
  void whyThereAreNoClassesIsSaid() throws IOException {
    put("a/1.png", "b/2.png", "3.png");
    assertThat(open().notes())
        .containsExactly(
            "the images have no classes, because 1 of them lie outside of the folders of classes");
  }

  @Test
  void imagesOfOneSmallSizeStayAsTheyAre() throws IOException {
    put("1.png", TestPictures.grey(128, 96, 3));
    put("2.png", TestPictures.grey(128, 96, 3));
    assertThat(open().shape()).isEqualTo(new Shape(1, 96, 128));
    assertThat(open().notes()).isEmpty();
  }

  @Test
  void aSizeIsChosenForLargeImagesAndTold() throws IOException {
    put("1.png", TestPictures.grey(129, 96, 3));
    assertThat(open().shape()).isEqualTo(new Shape(1, 64, 64));
    assertThat(open().notes())
        .containsExactly(
            "images of 96x129 become 64x64 in grey: the largest centred part of each (fit=crop);"
                + " choose another size with size=HEIGHTxWIDTH");
  }

  @Test
  void aSizeIsChosenForImagesOfDifferentSizesAndTold() throws IOException {
    put("1.png", TestPictures.plain(BufferedImage.TYPE_INT_RGB, 10, 20, 0xff123456));
    put("2.png", TestPictures.grey(10, 20, 3));
    put("3.png", TestPictures.grey(300, 200, 3));
    ImageFolderDataset data = open();
    assertThat(data.shape()).isEqualTo(new Shape(3, 64, 64));
    assertThat(data.notes())
        .containsExactly(
            "images of 2 sizes (heights 20 to 200, widths 10 to 300, most often 20x10) become 64x64 in colour:"
                + " the largest centred part of each (fit=crop);"
                + " choose another size with size=HEIGHTxWIDTH",
            "2 images are grey and 1 in colour: all become colour");
    assertThat(data.description())
        .contains(
            "sizes (height x width): 2 sizes (heights 20 to 200, widths 10 to 300, most often 20x10)",
            "colours: 2 grey, 1 in colour",
            "formats: 3 PNG");
  }

  @Test
  void aSizeThatIsAskedForDecidesAndAShapeMoreSo() throws IOException {
    put("1.png", TestPictures.grey(10, 20, 3));
    ImageFolderDataset.Options sized = STANDARD.withSize(new ImageSize(4, 8));
    ImageFolderDataset data = ImageFolderDataset.open(folder, sized);
    assertThat(data.shape()).isEqualTo(new Shape(1, 4, 8));
    assertThat(data.notes())
        .containsExactly(
            "images of 20x10 become 4x8 in grey: the largest centred part of each (fit=crop)");
    assertThat(ImageFolderDataset.open(folder, sized.withShape(new Shape(3, 5, 5))).shape())
        .isEqualTo(new Shape(3, 5, 5));
  }

  @Test
  void chosenImagesKeepTheirFiles() throws IOException {
    for (int i = 0; i < 20; i++) {
      put("train/%02d.png".formatted(i), TestPictures.grey(2, 2, i));
    }
    put("test/x.png");
    Dataset chosen = open().withValidation(5, 3).withTraining(4, 2).withEqualContrast();
    Dataset same = open().withValidation(5, 3).withTraining(4, 2);
    assertThat(chosen.hasSources(Split.TRAIN)).isTrue();
    for (Split split : new Split[] {Split.TRAIN, Split.VALIDATION}) {
      for (int i = 0; i < chosen.size(split); i++) {
        int value = Math.round(255 * same.image(split, i)[0]);
        assertThat(chosen.source(split, i)).hasValue("train/%02d.png".formatted(value));
        assertThat(chosen.placed(split, i)).isEqualTo("train/%02d.png".formatted(value));
      }
    }
    assertThat(chosen.source(Split.TEST, 0)).hasValue("test/x.png");
    assertThat(chosen.description()).isEqualTo(open().description()).isNotEmpty();
  }

  @Test
  void colourThatIsLostIsTold() throws IOException {
    put("1.png", TestPictures.plain(BufferedImage.TYPE_INT_RGB, 4, 4, 0xff123456));
    assertThat(ImageFolderDataset.open(folder, new Shape(1, 4, 4)).notes())
        .containsExactly("0 images are grey and 1 in colour: all become grey");
  }

  @Test
  void transparencyIsTold() throws IOException {
    put("1.png", TestPictures.plain(BufferedImage.TYPE_INT_ARGB, 4, 4, 0x00ffffff));
    assertThat(open().notes())
        .containsExactly("1 images may have transparent pixels: what is transparent becomes black");
  }
}
