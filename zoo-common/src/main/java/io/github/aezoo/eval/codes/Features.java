package io.github.aezoo.eval.codes;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.nn.DenseStack;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Learned features as pictures: what each unit of the layer before the output adds to an image.
 *
 * <p>In a network without hidden layers these are the units of the code. Networks that end in a
 * convolution have no such picture.
 */
public final class Features {
  private static final float GREY = 0.5f;

  private Features() {}

  /**
   * The decoder's weights as images, those of the largest norm first; empty when the last layer is
   * not dense.
   *
   * @param count how many at most
   * @return each scaled by its own largest magnitude, so that 0 is middle grey, black takes light
   *     away and white adds it
   */
  public static List<float[]> of(Autoencoder model, int count) {
    Map<String, Tensor> all = model.weights();
    Tensor weights =
        all.getOrDefault(Architecture.RECONSTRUCTION + ".W", all.get(DenseStack.LOGITS + ".W"));
    Shape shape = model.architecture().input();
    if (weights == null || weights.shape().length != 2 || weights.shape()[1] != shape.size()) {
      return List.of();
    }
    int size = shape.size();
    return IntStream.range(0, (int) weights.shape()[0])
        .mapToObj(
            unit -> java.util.Arrays.copyOfRange(weights.values(), unit * size, (unit + 1) * size))
        .sorted(Comparator.comparingDouble(Features::norm).reversed())
        .limit(count)
        .map(Features::tile)
        .toList();
  }

  private static double norm(float[] weights) {
    double sum = 0;
    for (float w : weights) {
      sum += (double) w * w;
    }
    return sum;
  }

  private static float[] tile(float[] weights) {
    float largest = 0;
    for (float w : weights) {
      largest = Math.max(largest, Math.abs(w));
    }
    float[] tile = new float[weights.length];
    for (int i = 0; i < tile.length; i++) {
      tile[i] = largest == 0 ? GREY : GREY + GREY * weights[i] / largest;
    }
    return tile;
  }
}
