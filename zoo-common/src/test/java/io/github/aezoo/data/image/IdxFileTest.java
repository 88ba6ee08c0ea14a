package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
  private static final int MAX = Integer.MAX_VALUE;
  private static final byte[] GOOD = IdxBytes.images(2, 1, 3, 0, 1, 2, 253, 254, 255);

  @TempDir private Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }

  private void refused(byte[] bytes, IdxFile.Kind kind, String... says) throws IOException {
    Path file = file(bytes);
    assertThatThrownBy(() -> IdxFile.open(file, kind).bytes())
        .isInstanceOf(IdxFormatException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(says)
        .message()
        .hasLineCount(1);
  }

  private static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void plainAndGzipFilesAreReadWhateverTheirName(boolean gzip) throws IOException {
    IdxFile images = IdxFile.open(file(gzip ? IdxBytes.gzip(GOOD) : GOOD), IdxFile.Kind.IMAGES);
    assertThat(images.count()).isEqualTo(2);
    assertThat(images.rows()).isEqualTo(1);
    assertThat(images.columns()).isEqualTo(3);
    assertThat(images.bytes()).containsExactly(0, 1, 2, 253, 254, 255);
    assertThat(images.sha256()).isEqualTo(Sha256.of(GOOD));
  }

  @Test
  void labelsAreRead() throws IOException {
    IdxFile labels = IdxFile.open(file(IdxBytes.labels(3, 7, 0, 9)), IdxFile.Kind.LABELS);
    assertThat(labels.count()).isEqualTo(3);
    assertThat(labels.bytes()).containsExactly(7, 0, 9);
  }

  @Test
  void aWrongMagicNumberIsRefused() throws IOException {
    refused(IdxBytes.labels(1, 1), IdxFile.Kind.IMAGES, "0x00000803", "got 0x00000801", "images");
    refused(GOOD, IdxFile.Kind.LABELS, "0x00000801", "got 0x00000803", "labels");
    refused("a text file".getBytes(StandardCharsets.UTF_8), IdxFile.Kind.IMAGES, "got 0x61207465");
  }

  @Test
  void aShortHeaderIsRefused() throws IOException {
    for (int length = 0; length < 16; length++) {
      refused(cut(GOOD, length), IdxFile.Kind.IMAGES, "header of 16 bytes, got " + length);
      refused(IdxBytes.gzip(cut(GOOD, length)), IdxFile.Kind.IMAGES, "got " + length);
    }
  }

  @Test
  void shortAndLongFilesAreRefused() throws IOException {
    refused(cut(GOOD, 21), IdxFile.Kind.IMAGES, "cut short: expected 22 bytes, got 21");
    refused(cut(GOOD, 23), IdxFile.Kind.IMAGES, "longer than its header", "22 bytes, got 23");
    refused(IdxBytes.gzip(cut(GOOD, 21)), IdxFile.Kind.IMAGES, "expected 22 bytes, got 21");
    refused(IdxBytes.gzip(cut(GOOD, 23)), IdxFile.Kind.IMAGES, "expected 22 bytes, got more");
    refused(cut(IdxBytes.labels(3, 1, 2, 3), 10), IdxFile.Kind.LABELS, "expected 11 bytes");
  }

  @Test
  void damagedGzipIsRefused() throws IOException {
    byte[] packed = IdxBytes.gzip(GOOD);
    refused(cut(packed, packed.length - 9), IdxFile.Kind.IMAGES, "whole gzip file");
    refused(cut(packed, 5), IdxFile.Kind.IMAGES, "whole gzip file");
    byte[] wrongCrc = packed.clone();
    wrongCrc[packed.length - 8] ^= 1;
    refused(wrongCrc, IdxFile.Kind.IMAGES, "whole gzip file");
  }

  @Test
  void negativeZeroAndOverflowingSizesAreRefusedBeforeAnythingIsAllocated() throws IOException {
    refused(IdxBytes.images(-1, 28, 28), IdxFile.Kind.IMAGES, "at least 1", "got -1");
    refused(IdxBytes.images(1, -28, 28), IdxFile.Kind.IMAGES, "got -28");
    refused(IdxBytes.images(0, 28, 28), IdxFile.Kind.IMAGES, "got 0");
    refused(IdxBytes.labels(-5), IdxFile.Kind.LABELS, "got -5");
    // 65536 * 65536 is 0 in 32 bits; 2^31 * 2^31 * 2^31 overflows 64 bits.
    byte[] zero = IdxBytes.images(1, 65536, 65536);
    refused(zero, IdxFile.Kind.IMAGES, "cut short: expected 4294967312 bytes, got 16");
    refused(IdxBytes.gzip(zero), IdxFile.Kind.IMAGES, "at most 1073741824 bytes");
    refused(IdxBytes.images(MAX, MAX, MAX), IdxFile.Kind.IMAGES, "at most 1099511627776 bytes");
    byte[] large = IdxBytes.gzip(IdxBytes.images((1 << 20) + 1, 32, 32));
    refused(large, IdxFile.Kind.IMAGES, "1048577 x 32 x 32; uncompress the file");
  }

  @Test
  void aHeaderThatPromisesMoreThanGzipCanHoldIsRefusedWithoutReading() throws IOException {
    Path file = file(IdxBytes.gzip(IdxBytes.images(1 << 20, 32, 32)));
    assertThatThrownBy(() -> IdxFile.open(file, IdxFile.Kind.IMAGES))
        .isInstanceOf(IdxFormatException.class)
        .hasMessageContaining("got a gzip file of");
  }

  @Test
  void aGzipBombCostsNoMoreThanItsHeaderSays() throws IOException {
    Path file = folder.resolve("bomb");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(GOOD);
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
    }
    IdxFile bomb = IdxFile.open(file, IdxFile.Kind.IMAGES);
    assertThatThrownBy(bomb::bytes)
        .isInstanceOf(IdxFormatException.class)
        .hasMessageContaining("longer than its header says");
  }

  @Test
  void aFileWithAnotherDigestIsRefusedBeforeItsPixelsAreGiven() throws IOException {
    Path file = file(GOOD);
    IdxFile right = IdxFile.open(file, IdxFile.Kind.IMAGES, Optional.of(Sha256.of(GOOD)));
    assertThat(right.bytes()).hasSize(6);
    byte[] other = GOOD.clone();
    other[20] ^= 1;
    Files.write(file, other);
    IdxFile wrong = IdxFile.open(file, IdxFile.Kind.IMAGES, Optional.of(Sha256.of(GOOD)));
    assertThatThrownBy(wrong::bytes)
        .isInstanceOf(IdxFormatException.class)
        .hasMessageContainingAll(
            "not the published file", Sha256.of(GOOD), "got " + Sha256.of(other));
  }

  @Test
  void missingFilesAndFoldersAreSaid() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> IdxFile.open(missing, IdxFile.Kind.IMAGES))
        .isInstanceOf(ZooException.class)
        .hasMessage(missing + ": no such file; expected an IDX file of images");
    assertThatThrownBy(() -> IdxFile.open(folder, IdxFile.Kind.LABELS))
        .isInstanceOf(ZooException.class)
        .hasMessage(folder + " is not a plain file; expected an IDX file of labels");
  }
}
