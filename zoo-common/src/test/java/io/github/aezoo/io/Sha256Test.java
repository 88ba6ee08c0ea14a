package io.github.aezoo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
  // The one-block example of NIST's "Secure Hash Standard" test vectors.
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;

  @Test
  void bytesFilesAndStreamsHaveTheStandardsDigest() throws IOException {
    byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
    Path file = Files.write(folder.resolve("abc"), abc);
    assertThat(Sha256.of(abc)).isEqualTo(ABC);
    assertThat(Sha256.of(file)).isEqualTo(ABC);
    assertThat(Sha256.of(new ByteArrayInputStream(abc))).isEqualTo(ABC);
    assertThat(Sha256.of(new byte[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Sha256.of(missing))
        .isInstanceOf(ZooException.class)
        .hasMessage("cannot read " + missing + ": no such file or folder");
  }
}
