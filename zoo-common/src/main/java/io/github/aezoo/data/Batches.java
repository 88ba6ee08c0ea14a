package io.github.aezoo.data;

import io.github.aezoo.device.Devices;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gathers images of a data set into arrays {@code [N, C, H, W]}, float32, pixels in [0, 1]. */
public final class Batches {
  private Batches() {}

  /**
   * Images {@code from .. from + n - 1} of a split, in the data set's order.
   *
   * @throws IndexOutOfBoundsException when the split has fewer, saying how many
   */
  public static INDArray range(Dataset data, Split split, int from, int n) {
    return array(values(data, split, from, n), data.shape(), n);
  }

  /**
   * The same on the heap: values {@code [C, H, W]} of one image after the other.
   *
   * @throws IndexOutOfBoundsException when the split has fewer, saying how many
   */
  public static float[] values(Dataset data, Split split, int from, int n) {
    int size = data.size(split);
    if (n < 0 || from < 0 || from > size - n) {
      throw new IndexOutOfBoundsException(
          "%s %d to %d requested; the %s split of %s has %d"
              .formatted(
                  Wording.of(data.shape()).many(),
                  from,
                  from + n - 1,
                  split.id(),
                  data.name(),
                  size));
    }
    return values(data, split, IntStream.range(from, from + n).toArray());
  }

  /** The images that {@code indices} name, on the heap. */
  public static float[] values(Dataset data, Split split, int... indices) {
    int size = data.shape().size();
    float[] pixels = new float[indices.length * size];
    for (int i = 0; i < indices.length; i++) {
      data.copy(split, indices[i], pixels, i * size);
    }
    return pixels;
  }

  /** The images that {@code indices[from] .. indices[from + n - 1]} name. */
  public static INDArray gather(Dataset data, Split split, int[] indices, int from, int n) {
    return array(values(data, split, Arrays.copyOfRange(indices, from, from + n)), data.shape(), n);
  }

  /** The rows of a matrix {@code [N, k]}, in one copy. */
  public static float[][] rows(INDArray matrix) {
    return rows(matrix.dup('c').data().asFloat(), Math.toIntExact(matrix.size(0)));
  }

  /** Values of {@code n} rows, one after the other, as rows. */
  public static float[][] rows(float[] values, int n) {
    int k = values.length / n;
    return IntStream.range(0, n)
        .mapToObj(i -> Arrays.copyOfRange(values, i * k, (i + 1) * k))
        .toArray(float[][]::new);
  }

  /** Evenly spaced indices: {@code count} of {@code size} images, all of them when it has fewer. */
  public static int[] spread(int size, int count) {
    int n = Math.min(size, count);
    return IntStream.range(0, n).map(i -> (int) ((long) i * size / n)).toArray();
  }

  /**
   * Writes values over the beginning of an array, in one copy: on the CPU, ND4J's own ways go value
   * by value; on a GPU they are one transfer, and the array's host memory may be out of date or not
   * there.
   *
   * @param array float32, contiguous and in the order {@code c}
   * @param values at least {@code n}
   */
  public static void fill(INDArray array, float[] values, int n) {
    if (Devices.onGpu()) {
      array.data().setData(n == values.length ? values : Arrays.copyOf(values, n));
    } else {
      new FloatPointer(array.data().addressPointer()).put(values, 0, n);
    }
  }

  /** Copies {@code n} images, one behind the other, as {@code [n, C, H, W]}. */
  public static INDArray array(float[] pixels, Shape shape, int n) {
    INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape.batch(n));
    fill(array, pixels, n * shape.size());
    return array;
  }
}
