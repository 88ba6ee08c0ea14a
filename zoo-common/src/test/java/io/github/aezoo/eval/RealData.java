package io.github.aezoo.eval;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.ImageShape;
import io.github.aezoo.data.Split;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The real data sets of tests that run only where {@code ZOO_DATA} is set. */
final class RealData {
  private RealData() {}

  static ImageDataset load(String name) {
    String root = System.getenv("ZOO_DATA");
    Assumptions.assumeTrue(root != null, "ZOO_DATA is not set: the real images are not read");
    Path folder = Path.of(root, name);
    List<String> classes = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
    return new ArrayDataset(name, ImageShape.MNIST, classes)
        .with(Split.TRAIN, images(folder, "train"), labels(folder, "train"))
        .with(Split.TEST, images(folder, "t10k"), labels(folder, "t10k"));
  }

  private static float[][] images(Path folder, String part) {
    byte[] bytes = read(folder.resolve(part + "-images-idx3-ubyte.gz"), 16);
    float[][] images = new float[bytes.length / 784][784];
    for (int i = 0; i < images.length; i++) {
      for (int j = 0; j < 784; j++) {
        images[i][j] = (bytes[i * 784 + j] & 0xff) / 255f;
      }
    }
    return images;
  }

  private static int[] labels(Path folder, String part) {
    byte[] bytes = read(folder.resolve(part + "-labels-idx1-ubyte.gz"), 8);
    return IntStream.range(0, bytes.length).map(i -> bytes[i]).toArray();
  }

  private static byte[] read(Path file, int header) {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16)))) {
      in.skipNBytes(header);
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
