package io.github.aezoo.eval.baseline;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Fitted PCA in a cache folder; what is damaged there, or cannot be written, is only recomputed.
 */
final class PcaStore {
  private static final int SAMPLED = 256;

  private PcaStore() {}

  /**
   * A file name for the training images and the number of components: name, counts, and a digest of
   * the declared SHA-256 and of 256 images, which tells validation splits of other seeds apart.
   */
  static String key(Dataset data, int components) {
    int n = data.size(Split.TRAIN);
    MessageDigest digest = Sha256.digest();
    digest.update(
        (data.name() + data.shape() + n + data.sha256(Split.TRAIN).orElse(""))
            .getBytes(StandardCharsets.UTF_8));
    int sampled = Math.min(n, SAMPLED);
    for (int i = 0; i < sampled; i++) {
      float[] image = data.image(Split.TRAIN, (int) ((long) i * n / sampled));
      ByteBuffer bytes = ByteBuffer.allocate(4 * image.length);
      bytes.asFloatBuffer().put(image);
      digest.update(bytes.array());
    }
    String name = SafeFiles.word(data.name());
    return "pca-%s-%d-%d-%s"
        .formatted(
            name.length() <= 40 ? name : name.substring(0, 40),
            n,
            components,
            Sha256.hex(digest.digest()).substring(0, 16));
  }

  static Optional<Pca> read(Path file, Shape shape, int components) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Safetensors stored = Safetensors.read(file);
      int values = shape.size();
      float[] spread = stored.tensor("variances", components).values();
      double[] variances = new double[components];
      for (int k = 0; k < components; k++) {
        variances[k] = spread[k];
      }
      return Optional.of(
          new Pca(
              shape,
              Integer.parseInt(stored.metadata().getOrDefault("samples", "")),
              stored.tensor("mean", values).values(),
              stored.tensor("components", components, values).values(),
              variances));
    } catch (ZooException | NumberFormatException e) {
      // A damaged cache is no failure of the user's: it is computed and written again.
      return Optional.empty();
    }
  }

  static void write(Path file, Pca pca) {
    int components = pca.components();
    float[] variances = new float[components];
    for (int k = 0; k < components; k++) {
      variances[k] = (float) pca.variances()[k];
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("mean", Tensor.of(pca.mean()));
    tensors.put(
        "components",
        new Tensor(new long[] {components, pca.shape().size()}, pca.componentValues()));
    tensors.put("variances", Tensor.of(variances));
    try {
      new Safetensors(Map.of("samples", String.valueOf(pca.samples())), tensors).write(file);
    } catch (ZooException e) {
      // Without a cache the next evaluation takes a few seconds longer; its numbers are the same.
      return;
    }
  }
}
