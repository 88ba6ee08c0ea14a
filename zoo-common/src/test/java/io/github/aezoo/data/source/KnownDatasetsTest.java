package io.github.aezoo.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.IdxBytes;
import io.github.aezoo.data.image.IdxDataset;
import io.github.aezoo.data.image.IdxFormatException;
import io.github.aezoo.io.Downloads;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KnownDatasetsTest {
  private static final byte[] IMAGES = IdxBytes.images(2, 1, 2, 0, 51, 128, 255);

  @TempDir private Path root;

  private static KnownDatasets tiny(List<URI> mirrors) {
    KnownDataset row =
        new KnownDataset(
            "tiny",
            "Tiny",
            KnownDataset.Format.IDX,
            "MIT",
            URI.create("https://example.org/"),
            new Shape(1, 1, 2),
            IdxDataset.Values.BYTES,
            List.of(),
            mirrors,
            List.of(
                new KnownDataset.SplitRow(
                    Split.TEST,
                    2,
                    new KnownDataset.FileRow("x-idx3", IMAGES.length, Sha256.of(IMAGES)),
                    Optional.empty())));
    Duration second = Duration.ofSeconds(1);
    return new KnownDatasets(
        List.of(row),
        new Downloads(new Downloads.Policy(second, second, second, 1, Duration.ZERO)));
  }

  private void put(String file, byte[] bytes) throws IOException {
    Files.createDirectories(root.resolve("tiny"));
    Files.write(root.resolve("tiny").resolve(file), bytes);
  }

  @Test
  void shippedRowsAreSound() {
    KnownDatasets known = KnownDatasets.shipped();
    assertThat(known.names()).containsExactly("mnist", "fashion-mnist", "binarized-mnist");
    for (KnownDataset row : known.all()) {
      assertThat(row.shape()).isEqualTo(Shape.MNIST);
      assertThat(row.mirrors())
          .allMatch(m -> m.getScheme().equals("https") && m.getPath().endsWith("/"));
      for (KnownDataset.SplitRow split : row.splits()) {
        assertThat(split.images().bytes()).isEqualTo(16 + 784L * split.size());
        split.labels().ifPresent(file -> assertThat(file.bytes()).isEqualTo(8L + split.size()));
        assertThat(split.labels().isPresent()).isEqualTo(row.classes().size() == 10);
      }
      assertThat(row.files().stream().map(KnownDataset.FileRow::sha256)).doesNotHaveDuplicates();
    }
    assertThat(known.row("fashion-mnist").classes().get(9)).isEqualTo("Ankle boot");
    assertThat(known.row("binarized-mnist").values()).isEqualTo(IdxDataset.Values.BITS);
  }

  @Test
  void unknownAndMissingKeysOfTheTableAreNamed() throws IOException {
    byte[] shipped;
    try (var in = KnownDatasets.class.getResourceAsStream("datasets.json")) {
      shipped = in.readAllBytes();
    }
    String good = new String(shipped, StandardCharsets.UTF_8);
    assertThat(KnownDatasets.parse(shipped)).hasSize(3);
    for (String key : List.of("\"licence\"", "\"sha256\"", "\"split\"", "\"size\"")) {
      String bad = good.replaceFirst(key, "\"colour\"");
      assertThatThrownBy(() -> KnownDatasets.parse(bad.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(ZooException.class)
          .hasMessageStartingWith("datasets.json: ")
          .message()
          .hasLineCount(1);
    }
    String shortDigest = good.replaceFirst("\"sha256\": \"..", "\"sha256\": \"");
    assertThatThrownBy(() -> KnownDatasets.parse(shortDigest.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("64 lower-case hexadecimal digits");
  }

  @Test
  void theNearestNameIsOffered() {
    assertThatThrownBy(() -> KnownDatasets.shipped().row("fashon-mnist"))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "unknown data set fashon-mnist; known data sets are mnist, fashion-mnist, binarized-mnist"
                + " (did you mean fashion-mnist?)");
  }

  @Test
  void filesAreFoundPackedOrPlainInTheFirstRootThatHasAll() throws IOException {
    put("x-idx3", IMAGES);
    KnownDatasets known = tiny(List.of());
    List<Path> roots = List.of(root.resolve("elsewhere"), root);
    assertThat(known.find("tiny", roots)).hasValue(root.resolve("tiny"));
    Dataset data = known.open("tiny", roots);
    assertThat(data.image(Split.TEST, 0)).containsExactly(0, 0.2f);
    assertThat(data.sha256(Split.TEST)).hasValue(Sha256.of(IMAGES));
    put("x-idx3.gz", IdxBytes.gzip(IMAGES));
    assertThat(known.open("tiny", roots).image(Split.TEST, 1)).containsExactly(128 / 255f, 1);
  }

  @Test
  void aMissingDataSetSaysWhereItWasLookedForAndHowToGetIt() throws IOException {
    Files.createDirectories(root.resolve("b/tiny"));
    KnownDatasets known = tiny(List.of());
    List<Path> roots = List.of(root.resolve("a"), root.resolve("b"));
    assertThatThrownBy(() -> known.open("tiny", roots))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "tiny was not found: looked in %s (no such folder), %s (lacks x-idx3.gz); run: zoo data fetch tiny"
                .formatted(root.resolve("a/tiny"), root.resolve("b/tiny")));
  }

  @Test
  void filesThatAreNotThePublishedOnesAreRefused() throws IOException {
    put("x-idx3", IdxBytes.images(2, 1, 2, 0, 51, 128, 254));
    Dataset other = tiny(List.of()).open("tiny", List.of(root));
    assertThatThrownBy(() -> other.image(Split.TEST, 0))
        .isInstanceOf(IdxFormatException.class)
        .hasMessageContaining("not the published file");
    put("x-idx3", IdxBytes.images(1, 1, 2, 0, 51));
    assertThatThrownBy(() -> tiny(List.of()).open("tiny", List.of(root)))
        .isInstanceOf(IdxFormatException.class)
        .hasMessageContaining("expected 2 images, got 1");
  }

  @Test
  void fetchTriesTheNextMirrorAndLeavesGoodFilesAlone() throws IOException {
    byte[] packed = IdxBytes.gzip(IMAGES);
    AtomicLong came = new AtomicLong();
    try (LocalMirror gone = new LocalMirror(404, new byte[0]);
        LocalMirror good = new LocalMirror(200, packed)) {
      KnownDatasets known = tiny(List.of(gone.address(), good.address()));
      assertThat(known.fetch("tiny", root, came::set)).isEqualTo(root.resolve("tiny"));
      assertThat(gone.asked).containsExactly("/set/x-idx3.gz");
      assertThat(came).hasValue(packed.length);
      assertThat(known.open("tiny", List.of(root)).image(Split.TEST, 0)).containsExactly(0, 0.2f);
      known.fetch("tiny", root, came::set);
      assertThat(good.asked).hasSize(1);
    }
  }

  @Test
  void fetchReplacesADamagedFile() throws IOException {
    put("x-idx3", new byte[] {1, 2, 3});
    try (LocalMirror good = new LocalMirror(200, IdxBytes.gzip(IMAGES))) {
      KnownDatasets known = tiny(List.of(good.address()));
      known.fetch("tiny", root, n -> {});
      assertThat(known.open("tiny", List.of(root)).image(Split.TEST, 0)).containsExactly(0, 0.2f);
    }
  }

  @Test
  void fetchWithoutMirrorsSaysWhatToDo() {
    assertThatThrownBy(() -> tiny(List.of()).fetch("tiny", root, n -> {}))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "tiny cannot be downloaded, because nobody publishes it as IDX files; put x-idx3 (or .gz) into "
                + root.resolve("tiny"));
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void everyKnownDataSetIsThePublishedOne() {
    String data = System.getenv("ZOO_DATA");
    Assumptions.assumeTrue(data != null, "ZOO_DATA is not set: the real data is not checked");
    KnownDatasets known = KnownDatasets.shipped();
    for (KnownDataset row : known.all()) {
      Dataset set = known.open(row.name(), List.of(Path.of(data)));
      for (KnownDataset.SplitRow split : row.splits()) {
        assertThat(set.image(split.split(), split.size() - 1)).hasSize(784);
        assertThat(set.sha256(split.split())).hasValue(split.images().sha256());
      }
    }
    Dataset mnist = known.open("mnist", List.of(Path.of(data)));
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      for (float pixel : mnist.image(Split.TEST, i)) {
        sum += pixel;
      }
    }
    // NumPy: the mean of the 7,840,000 bytes of t10k-images over 255.
    assertThat(sum / 7_840_000).isCloseTo(0.13251461, within(1e-6));
    assertThat(mnist.label(Split.TEST, 0)).hasValue(7);
  }
}
