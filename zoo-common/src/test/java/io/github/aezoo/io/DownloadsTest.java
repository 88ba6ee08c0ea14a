package io.github.aezoo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of raw sockets, which can cut, stall and lie as no well-behaved server does. */
@Timeout(60)
class DownloadsTest {
  private static final byte[] CONTENT = new byte[200_000];

  static {
    for (int i = 0; i < CONTENT.length; i++) {
      CONTENT[i] = (byte) ((i * 31) >> 3);
    }
  }

  private static final Downloads.Policy QUICK =
      new Downloads.Policy(
          Duration.ofSeconds(5),
          Duration.ofMillis(400),
          Duration.ofSeconds(20),
          2,
          Duration.ofMillis(1));

  @TempDir private Path folder;
  private final UnrulyMirrors mirrors = new UnrulyMirrors();

  @AfterEach
  void stop() throws IOException {
    mirrors.close();
  }

  private URI mirror(UnrulyMirrors.Answer answer) throws IOException {
    return mirrors.open(answer, new AtomicInteger());
  }

  private URI mirror(UnrulyMirrors.Answer answer, AtomicInteger requests) throws IOException {
    return mirrors.open(answer, requests);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private Path target() {
    return folder.resolve("store/file.bin");
  }

  private void fetch(Downloads.Digested digested, URI... mirrors) {
    new Downloads(QUICK)
        .fetch(
            new Downloads.Request(
                List.of(mirrors), target(), Sha256.of(CONTENT), digested, CONTENT.length),
            n -> {});
  }

  private void fails(String says, URI... mirrors) throws IOException {
    fails(Downloads.Digested.AS_RECEIVED, says, mirrors);
  }

  private void fails(Downloads.Digested digested, String says, URI... mirrors) throws IOException {
    assertThatThrownBy(() -> fetch(digested, mirrors))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("cannot download " + target() + ": ")
        .hasMessageContaining(says)
        .message()
        .hasLineCount(1);
    nothingIsLeft();
  }

  private void nothingIsLeft() throws IOException {
    if (Files.exists(target().getParent())) {
      try (Stream<Path> files = Files.list(target().getParent())) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void aFileIsFetchedWithProgress() throws IOException {
    URI good = mirror((out, n) -> UnrulyMirrors.whole(out, CONTENT));
    List<Long> progress = new ArrayList<>();
    new Downloads(QUICK)
        .fetch(
            new Downloads.Request(
                List.of(good),
                target(),
                Sha256.of(CONTENT),
                Downloads.Digested.AS_RECEIVED,
                CONTENT.length),
            progress::add);
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(progress).isSorted().endsWith((long) CONTENT.length);
    try (Stream<Path> files = Files.list(target().getParent())) {
      assertThat(files).containsExactly(target());
    }
  }

  @Test
  void aGzipFileIsKeptPackedAndCheckedUnpacked() throws IOException {
    byte[] packed = gzip(CONTENT);
    fetch(Downloads.Digested.UNPACKED, mirror((out, n) -> UnrulyMirrors.whole(out, packed)));
    assertThat(target()).hasBinaryContent(packed);
  }

  @Test
  void aMirrorThatUnpacksOnTheWayIsGoodToo() throws IOException {
    fetch(Downloads.Digested.UNPACKED, mirror((out, n) -> UnrulyMirrors.whole(out, CONTENT)));
    assertThat(target()).hasBinaryContent(CONTENT);
  }

  @Test
  void theNextMirrorHelpsAndAMissingFileIsNotAskedForAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    URI gone = mirror((out, n) -> UnrulyMirrors.head(out, 404, "Content-Length: 0"), asked);
    fetch(
        Downloads.Digested.AS_RECEIVED,
        gone,
        mirror((out, n) -> UnrulyMirrors.whole(out, CONTENT)));
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(asked).hasValue(1);
    Files.delete(target());
    fails(gone + " (HTTP status 404)", gone);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aBusyMirrorIsAskedAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    URI busy =
        mirror(
            (out, n) -> {
              if (n == 1) {
                UnrulyMirrors.head(out, 503, "Content-Length: 0");
              } else {
                UnrulyMirrors.whole(out, CONTENT);
              }
            },
            asked);
    fetch(Downloads.Digested.AS_RECEIVED, busy);
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(asked).hasValue(2);
  }

  @Test
  void redirectsAreFollowed() throws IOException {
    URI good = mirror((out, n) -> UnrulyMirrors.whole(out, CONTENT));
    fetch(
        Downloads.Digested.AS_RECEIVED,
        mirror((out, n) -> UnrulyMirrors.head(out, 302, "Location: " + good, "Content-Length: 0")));
    assertThat(target()).hasBinaryContent(CONTENT);
  }

  @Test
  void aCutDownloadLeavesNothing() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    UnrulyMirrors.Answer cut =
        (out, n) -> {
          UnrulyMirrors.head(out, 200, "Content-Length: " + CONTENT.length);
          out.write(CONTENT, 0, 100_000);
        };
    fails("(cut after ", mirror(cut, asked));
    assertThat(asked).hasValue(2);
    // Without a Content-Length only the digest can tell.
    fails(
        "in 100000 bytes",
        mirror(
            (out, n) -> {
              UnrulyMirrors.head(out, 200);
              out.write(CONTENT, 0, 100_000);
            }));
  }

  @Test
  void aCutGzipFileLeavesNothing() throws IOException {
    byte[] packed = gzip(CONTENT);
    fails(
        Downloads.Digested.UNPACKED,
        "gzip file that came is damaged",
        mirror((out, n) -> UnrulyMirrors.whole(out, Arrays.copyOf(packed, packed.length - 20))));
  }

  @Test
  void aStallEndsInTime() throws IOException {
    UnrulyMirrors.Answer stall =
        (out, n) -> {
          UnrulyMirrors.head(out, 200, "Content-Length: " + CONTENT.length);
          out.write(CONTENT, 0, 1000);
          out.flush();
          mirrors.untilOver();
        };
    long start = System.nanoTime();
    fails("no data came for 400 ms", mirror(stall), mirror(stall));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void aMirrorThatNeverAnswersEndsInTime() throws IOException {
    fails("(no answer in time)", mirror((out, n) -> mirrors.untilOver()));
  }

  @Test
  void aDripEndsWithTheTotalTime() throws IOException {
    URI drip =
        mirror(
            (out, n) -> {
              UnrulyMirrors.head(out, 200, "Content-Length: " + CONTENT.length);
              for (int i = 0; i < 1000; i++) {
                out.write(1);
                out.flush();
                Thread.sleep(20);
              }
            });
    Duration long1 = Duration.ofSeconds(10);
    Downloads.Policy policy =
        new Downloads.Policy(long1, long1, Duration.ofMillis(300), 1, Duration.ZERO);
    Downloads.Request request =
        new Downloads.Request(
            List.of(drip),
            target(),
            Sha256.of(CONTENT),
            Downloads.Digested.AS_RECEIVED,
            CONTENT.length);
    assertThatThrownBy(() -> new Downloads(policy).fetch(request, n -> {}))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("it took longer than 300 ms");
    nothingIsLeft();
  }

  @Test
  void otherContentIsRefusedWithBothDigests() throws IOException {
    byte[] page = "<html>Please log in</html>".getBytes(StandardCharsets.US_ASCII);
    AtomicInteger asked = new AtomicInteger();
    URI lies = mirror((out, n) -> UnrulyMirrors.whole(out, page), asked);
    String says =
        "expected SHA-256 %s, got %s in 26 bytes".formatted(Sha256.of(CONTENT), Sha256.of(page));
    fails(says, lies);
    fails(Downloads.Digested.UNPACKED, says, lies);
    assertThat(asked).hasValue(2);
  }

  @Test
  void tooMuchIsRefusedBeforeItFillsTheDisk() throws IOException {
    String says = "more than the expected 200000 bytes";
    fails(says, mirror((out, n) -> UnrulyMirrors.whole(out, new byte[300_000])));
    UnrulyMirrors.Answer endless =
        (out, n) -> {
          UnrulyMirrors.head(out, 200);
          while (mirrors.running()) {
            out.write(CONTENT);
          }
        };
    fails(says, mirror(endless));
    byte[] bomb = gzip(new byte[50_000_000]);
    fails(Downloads.Digested.UNPACKED, says, mirror((out, n) -> UnrulyMirrors.whole(out, bomb)));
  }

  @Test
  void everyMirrorsReasonIsNamed() throws IOException {
    URI gone = mirror((out, n) -> UnrulyMirrors.head(out, 404, "Content-Length: 0"));
    ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    closed.close();
    URI refuses = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/file");
    URI file = URI.create("ftp://example.org/file");
    fails(
        "%s (HTTP status 404), %s (cannot connect), %s (it is not an http or https address)"
            .formatted(gone, refuses, file),
        gone,
        refuses,
        file);
    fails("it has no mirrors");
  }

  @Test
  void anOldFileStaysWhenTheNewOneCannotBeHad() throws IOException {
    SafeFiles.writeString(target(), "old");
    URI lies = mirror((out, n) -> UnrulyMirrors.whole(out, new byte[10]));
    assertThatThrownBy(() -> fetch(Downloads.Digested.AS_RECEIVED, lies))
        .isInstanceOf(ZooException.class);
    assertThat(target()).hasContent("old");
  }

  @Test
  void troubleWithTheDiskIsSaidAsSuchAndNotTriedAgain() throws IOException {
    Files.writeString(folder.resolve("store"), "a file in the way");
    AtomicInteger asked = new AtomicInteger();
    URI good = mirror((out, n) -> UnrulyMirrors.whole(out, CONTENT), asked);
    assertThatThrownBy(() -> fetch(Downloads.Digested.AS_RECEIVED, good, good))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("cannot write " + target());
    assertThat(asked).hasValue(1);
  }

  @Test
  void anInterruptedDownloadStops() throws IOException {
    URI silent = mirror((out, n) -> mirrors.untilOver());
    Thread.currentThread().interrupt();
    Throwable failure = catchThrowable(() -> fetch(Downloads.Digested.AS_RECEIVED, silent));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure).isInstanceOf(ZooException.class).hasMessageContaining("was interrupted");
    nothingIsLeft();
  }
}
