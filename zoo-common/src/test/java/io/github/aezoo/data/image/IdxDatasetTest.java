package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDatasetTest {
  @TempDir private Path folder;

  private IdxFile images(String name, byte[] bytes) throws IOException {
    return IdxFile.open(Files.write(folder.resolve(name), bytes), IdxFile.Kind.IMAGES);
  }

  private Optional<IdxFile> labels(String name, int... labels) throws IOException {
    Path file = Files.write(folder.resolve(name), IdxBytes.labels(labels.length, labels));
    return Optional.of(IdxFile.open(file, IdxFile.Kind.LABELS));
  }

  private static IdxDataset of(Map<Split, IdxDataset.SplitFiles> splits, String... classes) {
    return IdxDataset.of("mine", splits, List.of(classes), IdxDataset.Values.BYTES);
  }

  @Test
  void pixelsAreBytesOver255() throws IOException {
    IdxDataset data =
        of(
            Map.of(
                Split.TRAIN,
                new IdxDataset.SplitFiles(
                    images("a", IdxBytes.images(2, 1, 2, 0, 51, 128, 255)), labels("l", 1, 0)),
                Split.TEST,
                new IdxDataset.SplitFiles(
                    images("b", IdxBytes.images(1, 1, 2, 9, 9)), Optional.empty())));
    assertThat(data.shape()).isEqualTo(new Shape(1, 1, 2));
    assertThat(data.image(Split.TRAIN, 0)).containsExactly(0, 0.2f);
    float[] into = {-1, -1, -1, -1};
    data.copy(Split.TRAIN, 1, into, 1);
    assertThat(into).containsExactly(-1, 128 / 255f, 1, -1);
    assertThat(data.size(Split.TRAIN)).isEqualTo(2);
    assertThat(data.size(Split.VALIDATION)).isZero();
    assertThat(data.splits()).containsExactly(Split.TRAIN, Split.TEST);
    assertThat(data.label(Split.TRAIN, 0)).hasValue(1);
    assertThat(data.label(Split.TEST, 0)).isEmpty();
    assertThat(data.classes()).containsExactly("0", "1");
    assertThat(data.name()).isEqualTo("mine");
    assertThat(data.sha256(Split.TEST)).hasValue(Sha256.of(IdxBytes.images(1, 1, 2, 9, 9)));
    assertThat(data.sha256(Split.VALIDATION)).isEmpty();
    assertThatThrownBy(() -> data.image(Split.TRAIN, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.image(Split.VALIDATION, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bitsAreBlackAndWhiteAndNothingElse() throws IOException {
    IdxDataset.SplitFiles bits =
        new IdxDataset.SplitFiles(images("a", IdxBytes.images(1, 1, 2, 0, 1)), Optional.empty());
    IdxDataset data =
        IdxDataset.of("bits", Map.of(Split.TEST, bits), List.of(), IdxDataset.Values.BITS);
    assertThat(data.image(Split.TEST, 0)).containsExactly(0, 1);
    IdxDataset.SplitFiles bytes =
        new IdxDataset.SplitFiles(images("b", IdxBytes.images(1, 1, 2, 0, 2)), Optional.empty());
    IdxDataset wrong =
        IdxDataset.of("bits", Map.of(Split.TEST, bytes), List.of(), IdxDataset.Values.BITS);
    assertThatThrownBy(() -> wrong.image(Split.TEST, 0))
        .isInstanceOf(IdxFormatException.class)
        .hasMessageContaining("bytes 0 and 1, got 2");
  }

  @Test
  void aLoneFileIsTrainingAndTestAlike() throws IOException {
    Path file =
        Files.write(folder.resolve("x.idx.gz"), IdxBytes.gzip(IdxBytes.images(2, 1, 1, 0, 255)));
    IdxDataset data = IdxDataset.ofFile(file);
    assertThat(data.splits()).containsExactly(Split.TRAIN, Split.TEST);
    assertThat(data.image(Split.TRAIN, 1)).isEqualTo(data.image(Split.TEST, 1)).containsExactly(1);
    assertThat(data.classes()).isEmpty();
    assertThat(data.name()).isEqualTo("x.idx.gz");
  }

  @Test
  void aLoneFileOfZerosAndOnesIsBlackAndWhite() throws IOException {
    Path file = Files.write(folder.resolve("x"), IdxBytes.images(2, 1, 1, 0, 1));
    assertThat(IdxDataset.ofFile(file).image(Split.TEST, 1)).containsExactly(1);
  }

  /** 3 GB, more than a Java array and the heap of tests can hold; a sparse file needs no disk. */
  @Test
  void aFileLargerThanMemoryIsReadImageByImage() throws IOException {
    int count = 3_000_000;
    Path file = folder.resolve("large");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.write(
          ByteBuffer.allocate(16).putInt(0x803).putInt(count).putInt(32).putInt(32).array());
      large.setLength(16 + 1024L * count);
      for (int image : new int[] {0, 1_048_575, 1_048_576, 2_097_152, count - 1}) {
        large.seek(16 + 1024L * image + 5);
        large.write(image % 251 + 2);
      }
    }
    IdxDataset data = IdxDataset.ofFile(file);
    assertThat(data.size(Split.TRAIN)).isEqualTo(count);
    float[] black = new float[1024];
    for (int image : new int[] {0, 1_048_575, 1_048_576, 2_097_152, count - 1}) {
      float[] pixels = data.image(Split.TEST, image);
      assertThat(pixels[5]).isEqualTo((image % 251 + 2) / 255f);
      pixels[5] = 0;
      assertThat(pixels).containsExactly(black);
    }
    assertThat(data.image(Split.TRAIN, 7)).containsExactly(black);
  }

  @Test
  void aLabelForEachImageIsNeeded() throws IOException {
    IdxFile images = images("a", IdxBytes.images(2, 1, 1, 0, 1));
    Optional<IdxFile> labels = labels("l", 1, 2, 3);
    Map<Split, IdxDataset.SplitFiles> splits =
        Map.of(Split.TRAIN, new IdxDataset.SplitFiles(images, labels));
    assertThatThrownBy(() -> of(splits))
        .isInstanceOf(IdxFormatException.class)
        .hasMessage(
            "%s: expected a label for each of the 2 images of %s, got 3; use files that belong together"
                .formatted(folder.resolve("l"), folder.resolve("a")));
  }

  @Test
  void labelsBeyondTheClassesAreRefused() throws IOException {
    IdxFile images = images("a", IdxBytes.images(2, 1, 1, 0, 1));
    Map<Split, IdxDataset.SplitFiles> splits =
        Map.of(Split.TRAIN, new IdxDataset.SplitFiles(images, labels("l", 1, 2)));
    assertThat(of(splits, "a", "b", "c").classes()).containsExactly("a", "b", "c");
    assertThatThrownBy(() -> of(splits, "a", "b"))
        .isInstanceOf(IdxFormatException.class)
        .hasMessageContaining("labels from 0 to 1, got 2");
  }

  @Test
  void splitsOfDifferentShapesAndGiantImagesAreRefused() throws IOException {
    IdxFile wide = images("a", IdxBytes.images(1, 1, 2, 0, 1));
    IdxFile high = images("b", IdxBytes.images(1, 2, 1, 0, 1));
    Map<Split, IdxDataset.SplitFiles> splits =
        Map.of(
            Split.TRAIN, new IdxDataset.SplitFiles(wide, Optional.empty()),
            Split.TEST, new IdxDataset.SplitFiles(high, Optional.empty()));
    assertThatThrownBy(() -> of(splits))
        .isInstanceOf(IdxFormatException.class)
        .hasMessageContaining("expected images of 1 x 2")
        .hasMessageContaining("got 2 x 1");
    Path strip = Files.write(folder.resolve("c"), IdxBytes.images(1, 1, 5000, new int[5000]));
    assertThatThrownBy(() -> IdxDataset.ofFile(strip))
        .isInstanceOf(IdxFormatException.class)
        .hasMessageStartingWith(strip + ": an image shape is");
  }
}
