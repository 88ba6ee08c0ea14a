package io.github.aezoo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFilesTest {
  @TempDir private Path folder;

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void aFileIsWrittenWithItsFoldersAndNothingElseIsLeft() throws IOException {
    Path target = folder.resolve("a/b/c.txt");
    SafeFiles.writeString(target, "Grüße");
    assertThat(target).hasContent("Grüße");
    SafeFiles.writeBytes(target, new byte[] {1, 2});
    assertThat(target).hasBinaryContent(new byte[] {1, 2});
    try (Stream<Path> files = Files.list(target.getParent())) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void aFailingWriterLeavesTheOldContentAndNoTemporary() throws IOException {
    Path target = Files.writeString(folder.resolve("c.txt"), "old");
    assertThatThrownBy(
            () ->
                SafeFiles.write(
                    target,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "cannot write "
                + target
                + ": No space left on device; free space or choose another place that you may write to");
    assertThatThrownBy(
            () ->
                SafeFiles.write(
                    target,
                    out -> {
                      out.write(1);
                      throw new IllegalStateException("broken writer");
                    }))
        .hasMessage("broken writer");
    assertThat(target).hasContent("old");
    assertThat(left()).containsExactly(target);
  }

  @Test
  void aReaderNeverSeesAPart() {
    Path target = folder.resolve("c.txt");
    SafeFiles.write(
        target,
        out -> {
          out.write(new byte[1 << 20]);
          out.flush();
          assertThat(target).doesNotExist();
        });
    assertThat(target).hasSize(1 << 20);
  }

  @Test
  void aFileInTheWayOfAFolderIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path target = file.resolve("c.txt");
    assertThatThrownBy(() -> SafeFiles.writeString(target, "y"))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("cannot write " + target + ": ");
    assertThat(file).hasContent("x");
  }

  @Test
  void sweepRemovesOldTemporariesAlone() throws IOException {
    Path kept = Files.writeString(folder.resolve("weights.bin"), "x");
    Path fresh = Files.writeString(folder.resolve("weights.bin.zoo-tmp-1"), "x");
    Path stale = Files.writeString(folder.resolve("weights.bin.zoo-tmp-2"), "x");
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
    Files.setLastModifiedTime(stale, old);
    Files.setLastModifiedTime(kept, old);
    assertThat(SafeFiles.sweep(folder)).isEqualTo(1);
    assertThat(left()).containsExactlyInAnyOrder(kept, fresh);
    assertThat(SafeFiles.sweep(folder.resolve("missing"))).isZero();
  }

  @Test
  void reasonsAreForPeople() {
    assertThat(SafeFiles.reason(new AccessDeniedException("/x"))).isEqualTo("permission denied");
    assertThat(SafeFiles.reason(new NoSuchFileException("/x"))).isEqualTo("no such file or folder");
    assertThat(SafeFiles.reason(new FileSystemException("/x", null, "Read-only file system")))
        .isEqualTo("Read-only file system");
    assertThat(SafeFiles.reason(new IOException("first\nsecond"))).isEqualTo("first");
    assertThat(SafeFiles.reason(new IOException())).isEqualTo("IOException");
  }
}
