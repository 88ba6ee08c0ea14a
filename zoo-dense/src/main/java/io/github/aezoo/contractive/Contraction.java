package io.github.aezoo.contractive;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.GaussianNoise;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Measurement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How much codes move when images do: the norm of the encoder's Jacobian, and the way that codes go
 * under noise.
 */
public final class Contraction implements Measurement {
  /** Images whose Jacobian is computed when it is a product of layers', a matrix for each image. */
  static final int STACKED_IMAGES = 2000;

  private static final double SIGMA = 0.1;
  private static final int CHUNK = 500;

  /** Images of a stack that are computed at once: their memory grows with code and hidden layer. */
  private static final int BLOCK = 50;

  @Override
  public Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(
        "jacobianNorm",
        "Frobenius norm of d code / d pixels, exact, mean over images (at most "
            + STACKED_IMAGES
            + ", chosen by the seed, for an encoder of several layers)");
    meanings.put(
        "displacement",
        "L2 distance between the codes of an image and of the same image with Gaussian noise of"
            + " sigma 0.1, clipped to [0, 1]; mean over images");
    meanings.put(
        "relativeDisplacement",
        "displacement divided by the root mean squared L2 distance of codes from their mean");
    return meanings;
  }

  @Override
  public Map<String, Double> of(Autoencoder model, Dataset data, Split split, long seed) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(
        "jacobianNorm", meanNorm(model, data, split, Seeds.derive(seed, SeedUse.JACOBIAN_IMAGES)));
    displacements(model, data, split, Seeds.derive(seed, SeedUse.INPUT_NOISE), values);
    return values;
  }

  private static double meanNorm(Autoencoder model, Dataset data, Split split, long seed) {
    int n = data.size(split);
    int count = architecture(model).hidden().isEmpty() ? n : Math.min(n, STACKED_IMAGES);
    int[] chosen = Arrays.copyOf(Seeds.permutation(n, seed), count);
    double sum = 0;
    for (int from = 0; from < count; from += CHUNK) {
      int size = Math.min(CHUNK, count - from);
      INDArray images = Batches.gather(data, split, chosen, from, size);
      sum += Arrays.stream(jacobianNorm(model, images)).sum();
    }
    return sum / count;
  }

  private static void displacements(
      Autoencoder model, Dataset data, Split split, long seed, Map<String, Double> values) {
    GaussianNoise noise = new GaussianNoise(SIGMA);
    Shape shape = data.shape();
    int n = data.size(split);
    int k = model.architecture().latentSize();
    double moved = 0;
    double squares = 0;
    double[] mean = new double[k];
    for (int from = 0; from < n; from += CHUNK) {
      int size = Math.min(CHUNK, n - from);
      float[] noisy = new float[size * shape.size()];
      for (int i = 0; i < size; i++) {
        float[] image = data.image(split, from + i);
        System.arraycopy(
            noise.apply(image, shape, Seeds.derive(seed, from + i)),
            0,
            noisy,
            i * shape.size(),
            shape.size());
      }
      float[] codes = model.encode(Batches.values(data, split, from, size));
      float[] others = model.encode(noisy);
      for (int i = 0; i < size; i++) {
        double distance = 0;
        for (int j = 0; j < k; j++) {
          double code = codes[i * k + j];
          double d = others[i * k + j] - code;
          distance += d * d;
          squares += code * code / n;
          mean[j] += code / n;
        }
        moved += Math.sqrt(distance) / n;
      }
    }
    double spread = Math.sqrt(Math.max(0, squares - Arrays.stream(mean).map(m -> m * m).sum()));
    values.put("displacement", moved);
    // Codes that are all the same have no spread to compare with.
    if (spread > 0) {
      values.put("relativeDisplacement", moved / spread);
    }
  }

  private static ContractiveArchitecture architecture(Autoencoder model) {
    if (model.architecture() instanceof ContractiveArchitecture architecture) {
      return architecture;
    }
    throw new ZooException(
        "the Jacobian of a contractive encoder expected; "
            + model.name()
            + " has another architecture: "
            + model.architecture());
  }

  /**
   * The Frobenius norm of the whole encoder's Jacobian, d code / d pixels, at each image; exact.
   *
   * @param model one of this family's
   * @param images {@code [N, C, H, W]}, pixels in [0, 1]
   * @return N norms, in code units a unit of pixel
   * @throws ZooException when the model is of another family, or when the images do not fit it
   */
  public static double[] jacobianNorm(Autoencoder model, INDArray images) {
    ContractiveArchitecture architecture = architecture(model);
    // Its refusals of images that do not fit are those wanted here.
    model.checked(images);
    List<INDArray> weights = new ArrayList<>();
    List<INDArray> slopes = new ArrayList<>();
    INDArray h = architecture.laidOut(images);
    for (String layer : architecture.layers()) {
      INDArray w = model.network().getParam(layer + "_W");
      INDArray z = h.mmul(w).addiRowVector(model.network().getParam(layer + "_b"));
      h = architecture.activation().function().getActivationFunction().getActivation(z, false);
      weights.add(w);
      slopes.add(architecture.activation().slope(h));
    }
    return weights.size() == 1 ? ofOne(weights.get(0), slopes.get(0)) : ofStack(weights, slopes);
  }

  /** {@code sum_j f'(z_j)^2 |W_j|^2}, all images at once. */
  private static double[] ofOne(INDArray w, INDArray slopes) {
    INDArray squares = slopes.mul(slopes).muliRowVector(w.mul(w).sum(0));
    return roots(squares.sum(1).toDoubleVector());
  }

  /** The squared norms of a product of layers' Jacobians, a matrix for each image. */
  private static double[] ofStack(List<INDArray> weights, List<INDArray> slopes) {
    INDArray gram = weights.get(0).transpose().mmul(weights.get(0));
    double[] squares = new double[(int) slopes.get(0).size(0)];
    StackJacobian stack = new StackJacobian(weights, slopes, gram);
    IntStream.range(0, (squares.length + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            i -> {
              int from = i * BLOCK;
              double[] some = stack.squaredNorms(from, Math.min(squares.length, from + BLOCK));
              System.arraycopy(some, 0, squares, from, some.length);
            });
    return roots(squares);
  }

  private static double[] roots(double[] squares) {
    return Arrays.stream(squares).map(s -> Math.sqrt(Math.max(0, s))).toArray();
  }
}
