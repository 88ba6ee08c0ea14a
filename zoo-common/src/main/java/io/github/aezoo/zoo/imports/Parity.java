package io.github.aezoo.zoo.imports;

import io.github.aezoo.io.Npy;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How far a rebuilt network is from the one that it was read from.
 *
 * @param with what it was compared with, or why it was not
 * @param images how many; 0 when it was not compared
 * @param largest difference of a value, as both networks give it
 * @param place where it is, and both values there; empty when it was not compared
 */
public record Parity(String with, int images, double largest, String place) {
  /** More is another network; of outputs beyond 1, a share of the largest of them. */
  public static final double TOLERANCE = 1e-3;

  private static final int NOISE = 8;

  /** Not compared, and why. */
  public static Parity none(String why) {
    return new Parity(why, 0, 0, "");
  }

  /** Whether it was compared. */
  public boolean known() {
    return images > 0;
  }

  /** Compares with the original program on synthetic digits and seeded noise. */
  public static Parity with(ImportedModel.Original original, Autoencoder model, INDArray digits) {
    if (!original.present()) {
      return none(original.name());
    }
    long[] shape = digits.shape().clone();
    shape[0] = NOISE;
    float[] noise = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
    Random random = new Random(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat();
    }
    INDArray images = Nd4j.concat(0, digits, Nd4j.createFromArray(noise).reshape('c', shape));
    return of(original.name(), model, images, original.outputs(images));
  }

  /**
   * Compares with stored arrays.
   *
   * @param inputs {@code .npy}, images as the program that wrote the model has them
   * @param outputs {@code .npy}, what that program makes of them
   */
  public static Parity with(Path inputs, Path outputs, boolean channelsLast, Autoencoder model) {
    INDArray images = images(inputs, channelsLast, model);
    INDArray expected = images(outputs, channelsLast, model);
    if (images.size(0) != expected.size(0)) {
      throw new ZooException(
          "as many outputs as inputs expected; %s has %d, %s has %d"
              .formatted(inputs, images.size(0), outputs, expected.size(0)));
    }
    return of(outputs.getFileName().toString(), model, images, expected);
  }

  private static Parity of(String with, Autoencoder model, INDArray images, INDArray outputs) {
    INDArray ours = model.reconstruct(images);
    INDArray theirs = outputs.reshape('c', ours.shape());
    float[] a = ours.dup('c').data().asFloat();
    float[] b = theirs.dup('c').data().asFloat();
    int worst = 0;
    double greatest = 1;
    for (int i = 0; i < a.length; i++) {
      // Written so that a difference that is not a number is the largest.
      boolean larger = !(Math.abs((double) a[i] - b[i]) <= Math.abs((double) a[worst] - b[worst]));
      worst = larger ? i : worst;
      greatest = Math.max(greatest, Math.abs(b[i]));
    }
    double largest = Math.abs((double) a[worst] - b[worst]);
    int size = a.length / Math.toIntExact(images.size(0));
    String place =
        "value %d of sample %d: %s, there %s"
            .formatted(worst % size, worst / size, a[worst], b[worst]);
    if (!(largest <= TOLERANCE * greatest)) {
      throw new ZooException(
          "the rebuilt network differs from %s by %.2g at %s; at most %.2g expected; nothing was written"
              .formatted(with, largest, place, TOLERANCE * greatest));
    }
    return new Parity(with, Math.toIntExact(images.size(0)), largest, place);
  }

  private static INDArray images(Path file, boolean channelsLast, Autoencoder model) {
    Tensor tensor = Npy.read(file);
    var shape = model.architecture().input();
    long n = tensor.shape().length == 0 ? 0 : tensor.shape()[0];
    if (n < 1 || tensor.values().length != n * shape.size()) {
      throw new ZooException(
          "%s: images %s expected, any number of them; got %s".formatted(file, shape, tensor));
    }
    INDArray values = Nd4j.createFromArray(tensor.values());
    return channelsLast
        ? values
            .reshape('c', n, shape.height(), shape.width(), shape.channels())
            .permute(0, 3, 1, 2)
            .dup('c')
        : values.reshape('c', shape.batch(n));
  }
}
