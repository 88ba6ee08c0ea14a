package io.github.aezoo.model.nn;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The few loops over Java arrays that convolutions need, for {@code float[]} and {@code double[]}.
 *
 * <p>Arrays are passed as {@link Object}, so that everything above is written once.
 */
sealed interface Precision {
  /** The loops for a data type. */
  static Precision of(DataType type) {
    return switch (type) {
      case FLOAT -> new Floats();
      case DOUBLE -> new Doubles();
      default -> throw new IllegalStateException("FLOAT or DOUBLE expected; got " + type);
    };
  }

  /** A new array of {@code n} zeros. */
  Object array(int n);

  /** Copies {@code n} values. */
  void copy(Object from, int at, Object to, int into, int n);

  /** Adds {@code n} values to others. */
  void add(Object from, int at, Object to, int into, int n);

  /** Sets {@code n} values to 0. */
  void zero(Object values, int at, int n);

  /** Transposes {@code [rows, columns]} and adds a bias, if any, to each of the new rows. */
  void transpose(Object from, int at, int rows, int columns, Object to, int into, Object bias);

  /** Adds the sum of each row of {@code [rows, columns]} to {@code sums}. */
  void addRowSums(Object from, int at, int rows, int columns, double[] sums);

  /** Multiplies gradients by the slope of ReLU where it had the given values. */
  void reluGradient(Object values, Object gradients, int n);

  /** Multiplies gradients by the slope of ELU where it had the given values. */
  void eluGradient(Object values, Object gradients, int n);

  /** Copies {@code n} values out of an array that is contiguous. */
  void load(INDArray from, long at, Object to, int into, int n);

  /** Copies {@code n} values into an array that is contiguous. */
  void store(Object from, int at, INDArray to, long into, int n);

  /** {@code float[]}. */
  final class Floats implements Precision {
    @Override
    public Object array(int n) {
      return new float[n];
    }

    @Override
    public void copy(Object from, int at, Object to, int into, int n) {
      System.arraycopy((float[]) from, at, (float[]) to, into, n);
    }

    @Override
    public void add(Object from, int at, Object to, int into, int n) {
      float[] a = (float[]) from;
      float[] b = (float[]) to;
      for (int i = 0; i < n; i++) {
        b[into + i] += a[at + i];
      }
    }

    @Override
    public void zero(Object values, int at, int n) {
      Arrays.fill((float[]) values, at, at + n, 0);
    }

    @Override
    public void transpose(
        Object from, int at, int rows, int columns, Object to, int into, Object bias) {
      float[] a = (float[]) from;
      float[] b = (float[]) to;
      float[] shift = (float[]) bias;
      for (int tile = 0; tile < rows; tile += TILE) {
        int end = Math.min(rows, tile + TILE);
        for (int c = 0; c < columns; c++) {
          float plus = shift == null ? 0 : shift[c];
          for (int r = tile; r < end; r++) {
            b[into + c * rows + r] = a[at + r * columns + c] + plus;
          }
        }
      }
    }

    @Override
    public void addRowSums(Object from, int at, int rows, int columns, double[] sums) {
      float[] a = (float[]) from;
      for (int r = 0; r < rows; r++) {
        int start = at + r * columns;
        double even = 0;
        double odd = 0;
        for (int c = 0; c + 1 < columns; c += 2) {
          even += a[start + c];
          odd += a[start + c + 1];
        }
        sums[r] += even + odd + (columns % 2 == 0 ? 0 : a[start + columns - 1]);
      }
    }

    @Override
    public void reluGradient(Object values, Object gradients, int n) {
      float[] y = (float[]) values;
      float[] g = (float[]) gradients;
      for (int i = 0; i < n; i++) {
        g[i] = y[i] > 0 ? g[i] : 0;
      }
    }

    @Override
    public void eluGradient(Object values, Object gradients, int n) {
      float[] y = (float[]) values;
      float[] g = (float[]) gradients;
      for (int i = 0; i < n; i++) {
        // exp(x) = y + 1 below 0.
        g[i] *= Math.min(y[i], 0) + 1;
      }
    }

    @Override
    public void load(INDArray from, long at, Object to, int into, int n) {
      pointer(from, at).get((float[]) to, into, n);
    }

    @Override
    public void store(Object from, int at, INDArray to, long into, int n) {
      pointer(to, into).put((float[]) from, at, n);
    }

    private static FloatPointer pointer(INDArray array, long at) {
      return new FloatPointer(array.data().addressPointer()).position(at);
    }
  }

  /** {@code double[]}. */
  final class Doubles implements Precision {
    @Override
    public Object array(int n) {
      return new double[n];
    }

    @Override
    public void copy(Object from, int at, Object to, int into, int n) {
      System.arraycopy((double[]) from, at, (double[]) to, into, n);
    }

    @Override
    public void add(Object from, int at, Object to, int into, int n) {
      double[] a = (double[]) from;
      double[] b = (double[]) to;
      for (int i = 0; i < n; i++) {
        b[into + i] += a[at + i];
      }
    }

    @Override
    public void zero(Object values, int at, int n) {
      Arrays.fill((double[]) values, at, at + n, 0);
    }

    @Override
    public void transpose(
        Object from, int at, int rows, int columns, Object to, int into, Object bias) {
      double[] a = (double[]) from;
      double[] b = (double[]) to;
      double[] shift = (double[]) bias;
      for (int tile = 0; tile < rows; tile += TILE) {
        int end = Math.min(rows, tile + TILE);
        for (int c = 0; c < columns; c++) {
          double plus = shift == null ? 0 : shift[c];
          for (int r = tile; r < end; r++) {
            b[into + c * rows + r] = a[at + r * columns + c] + plus;
          }
        }
      }
    }

    @Override
    public void addRowSums(Object from, int at, int rows, int columns, double[] sums) {
      double[] a = (double[]) from;
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          sums[r] += a[at + r * columns + c];
        }
      }
    }

    @Override
    public void reluGradient(Object values, Object gradients, int n) {
      double[] y = (double[]) values;
      double[] g = (double[]) gradients;
      for (int i = 0; i < n; i++) {
        g[i] = y[i] > 0 ? g[i] : 0;
      }
    }

    @Override
    public void eluGradient(Object values, Object gradients, int n) {
      double[] y = (double[]) values;
      double[] g = (double[]) gradients;
      for (int i = 0; i < n; i++) {
        // exp(x) = y + 1 below 0.
        g[i] *= Math.min(y[i], 0) + 1;
      }
    }

    @Override
    public void load(INDArray from, long at, Object to, int into, int n) {
      pointer(from, at).get((double[]) to, into, n);
    }

    @Override
    public void store(Object from, int at, INDArray to, long into, int n) {
      pointer(to, into).put((double[]) from, at, n);
    }

    private static DoublePointer pointer(INDArray array, long at) {
      return new DoublePointer(array.data().addressPointer()).position(at);
    }
  }

  /** Rows that are transposed together: a cache line of each column. */
  int TILE = 16;
}
