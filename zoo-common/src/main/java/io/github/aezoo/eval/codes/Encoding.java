package io.github.aezoo.eval.codes;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.eval.baseline.Pca;
import io.github.aezoo.model.Autoencoder;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Numbers that stand for an image: a model's code, or what it is compared with.
 *
 * @param name in tables
 * @param size how many numbers
 * @param encoder images {@code [N, C, H, W]} to {@code [N, size]}
 */
public record Encoding(String name, int size, UnaryOperator<INDArray> encoder) {
  private static final int CHUNK = 512;

  /** The pixels, or a row's values, as they are. */
  public static Encoding pixels(Shape shape) {
    return new Encoding(
        Wording.of(shape).value() + "s",
        shape.size(),
        images -> images.reshape('c', images.size(0), shape.size()));
  }

  /** The first components of a PCA: as many as a code has values, or all that there are. */
  public static Encoding pca(Pca pca, int codeSize) {
    int k = Math.min(codeSize, pca.components());
    return new Encoding("pca-" + k, k, images -> pca.encode(images, k));
  }

  /** A model's codes; of a variational one the means. */
  public static Encoding codes(String name, Autoencoder model) {
    return new Encoding(name, model.architecture().latentSize(), model::encode);
  }

  /** A row for each of some images. */
  public float[][] rows(Dataset data, Split split, int[] indices) {
    float[][] rows = new float[indices.length][];
    for (int from = 0; from < indices.length; from += CHUNK) {
      int n = Math.min(CHUNK, indices.length - from);
      INDArray encoded = encoder.apply(Batches.gather(data, split, indices, from, n));
      System.arraycopy(Batches.rows(encoded), 0, rows, from, n);
    }
    return rows;
  }
}
