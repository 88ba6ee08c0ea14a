package io.github.aezoo.sequential.keras;

/**
 * Keras' layers by their definitions, one image {@code [H, W, C]} at a time in plain loops.
 *
 * @param h rows
 * @param w columns
 * @param c channels, innermost; a row of values has one pixel
 * @param v values
 */
@SuppressWarnings("ArrayRecordComponent")
record Naive(int h, int w, int c, double[] v) {
  double at(int y, int x, int channel) {
    boolean inside = y >= 0 && y < h && x >= 0 && x < w;
    return inside ? v[(y * w + x) * c + channel] : 0;
  }

  static Naive empty(int h, int w, int c) {
    return new Naive(h, w, c, new double[h * w * c]);
  }

  /** A kernel {@code [kh, kw, in, out]}; TensorFlow's same adds more at the end. */
  Naive conv(
      float[] k, int kh, int kw, int out, float[] bias, int stride, boolean same, int dilation) {
    int eh = (kh - 1) * dilation + 1;
    int ew = (kw - 1) * dilation + 1;
    int oh = same ? (h + stride - 1) / stride : (h - eh) / stride + 1;
    int ow = same ? (w + stride - 1) / stride : (w - ew) / stride + 1;
    int top = same ? Math.max(0, (oh - 1) * stride + eh - h) / 2 : 0;
    int left = same ? Math.max(0, (ow - 1) * stride + ew - w) / 2 : 0;
    Naive y = empty(oh, ow, out);
    for (int i = 0; i < oh; i++) {
      for (int j = 0; j < ow; j++) {
        for (int o = 0; o < out; o++) {
          double sum = bias[o];
          for (int a = 0; a < kh; a++) {
            for (int b = 0; b < kw; b++) {
              for (int n = 0; n < c; n++) {
                sum +=
                    at(i * stride - top + a * dilation, j * stride - left + b * dilation, n)
                        * k[((a * kw + b) * c + n) * out + o];
              }
            }
          }
          y.v[(i * ow + j) * out + o] = sum;
        }
      }
    }
    return y;
  }

  /** A kernel {@code [kh, kw, out, in]}: the gradient of a convolution from the output's size. */
  Naive transposed(float[] k, int kh, int kw, int out, float[] bias, int stride, boolean same) {
    int oh = same ? h * stride : (h - 1) * stride + kh;
    int ow = same ? w * stride : (w - 1) * stride + kw;
    int top = same ? (kh - stride) / 2 : 0;
    int left = same ? (kw - stride) / 2 : 0;
    Naive y = empty(oh, ow, out);
    for (int p = 0; p < y.v.length; p++) {
      y.v[p] = bias[p % out];
    }
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < w; j++) {
        for (int a = 0; a < kh; a++) {
          for (int b = 0; b < kw; b++) {
            int row = i * stride + a - top;
            int column = j * stride + b - left;
            if (row < 0 || row >= oh || column < 0 || column >= ow) {
              continue;
            }
            for (int o = 0; o < out; o++) {
              for (int n = 0; n < c; n++) {
                y.v[(row * ow + column) * out + o] +=
                    at(i, j, n) * k[((a * kw + b) * out + o) * c + n];
              }
            }
          }
        }
      }
    }
    return y;
  }

  Naive pooled(int size, int stride, boolean same, boolean largest) {
    int oh = same ? (h + stride - 1) / stride : (h - size) / stride + 1;
    int ow = same ? (w + stride - 1) / stride : (w - size) / stride + 1;
    int top = same ? Math.max(0, (oh - 1) * stride + size - h) / 2 : 0;
    int left = same ? Math.max(0, (ow - 1) * stride + size - w) / 2 : 0;
    Naive y = empty(oh, ow, c);
    for (int p = 0; p < y.v.length; p++) {
      int row = p / c / ow * stride - top;
      int column = p / c % ow * stride - left;
      double sum = 0;
      double most = Double.NEGATIVE_INFINITY;
      int n = 0;
      for (int i = Math.max(0, row); i < Math.min(h, row + size); i++) {
        for (int j = Math.max(0, column); j < Math.min(w, column + size); j++) {
          sum += at(i, j, p % c);
          most = Math.max(most, at(i, j, p % c));
          n++;
        }
      }
      y.v[p] = largest ? most : sum / n;
    }
    return y;
  }

  Naive repeated(int rows, int columns) {
    Naive y = empty(h * rows, w * columns, c);
    for (int p = 0; p < y.v.length; p++) {
      y.v[p] = at(p / c / y.w / rows, p / c % y.w / columns, p % c);
    }
    return y;
  }

  /** Moves by so many rows and columns into another size; what is not there is 0. */
  Naive moved(int down, int right, int rows, int columns) {
    Naive y = empty(rows, columns, c);
    for (int p = 0; p < y.v.length; p++) {
      y.v[p] = at(p / c / columns - down, p / c % columns - right, p % c);
    }
    return y;
  }

  Naive dense(float[] k, int out, float[] bias) {
    Naive y = empty(1, 1, out);
    for (int o = 0; o < out; o++) {
      double sum = bias[o];
      for (int i = 0; i < v.length; i++) {
        sum += v[i] * k[i * out + o];
      }
      y.v[o] = sum;
    }
    return y;
  }

  Naive normalised(float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon) {
    Naive y = empty(h, w, c);
    for (int p = 0; p < v.length; p++) {
      int n = p % c;
      y.v[p] = (v[p] - mean[n]) / Math.sqrt(variance[n] + epsilon) * gamma[n] + beta[n];
    }
    return y;
  }

  Naive shaped(int rows, int columns, int channels) {
    return new Naive(rows, columns, channels, v);
  }

  Naive each(java.util.function.DoubleUnaryOperator f) {
    return new Naive(h, w, c, java.util.Arrays.stream(v).map(f).toArray());
  }
}
