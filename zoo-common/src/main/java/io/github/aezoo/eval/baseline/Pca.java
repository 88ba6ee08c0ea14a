package io.github.aezoo.eval.baseline;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Reconstructor;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Principal component analysis, the best linear autoencoder of its code size (<a
 * href="https://doi.org/10.1080/14786440109462720">Pearson 1901</a>).
 *
 * <p>Components are orthonormal rows by falling variance, each with the sign that makes its largest
 * entry positive. Immutable and thread-safe.
 */
public final class Pca {
  /** Up to this many values an image the components are exact and all there. */
  static final int EXACT_VALUES = 1024;

  private final Shape shape;
  private final int samples;
  private final float[] mean;
  private final float[] components;
  private final double[] variances;
  private final INDArray meanRow;
  private final INDArray matrix;

  Pca(Shape shape, int samples, float[] mean, float[] components, double[] variances) {
    this.shape = shape;
    this.samples = samples;
    this.mean = mean;
    this.components = components;
    this.variances = variances;
    this.meanRow = Nd4j.createFromArray(mean).reshape('c', 1, mean.length);
    this.matrix = Nd4j.createFromArray(components).reshape('c', variances.length, mean.length);
  }

  /**
   * Fits the training split: all components when images have up to 1,024 values, otherwise the
   * first 128.
   */
  public static Pca fit(Dataset data) {
    int values = data.shape().size();
    return fit(data, values <= EXACT_VALUES ? values : 128);
  }

  /**
   * Fits the first components of the training split.
   *
   * <p>Up to 1,024 values an image, from the covariance in double; larger images by randomised
   * subspace iteration, whose memory grows with values times components (<a
   * href="https://arxiv.org/abs/0909.4061">Halko, Martinsson and Tropp 2011</a>) and whose
   * reconstruction error is within a few parts in ten thousand of the optimum.
   *
   * @param count how many components at most; never more than an image has values
   */
  public static Pca fit(Dataset data, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 component; got " + count);
    }
    trainingSize(data);
    int values = data.shape().size();
    int kept = Math.min(count, values);
    return values <= EXACT_VALUES ? PcaFit.exact(data, kept) : PcaFit.randomised(data, kept);
  }

  static int trainingSize(Dataset data) {
    int n = data.size(Split.TRAIN);
    if (n == 0) {
      throw new ZooException(
          "a baseline is fitted on training images; %s has no train split".formatted(data.name()));
    }
    return n;
  }

  /** The shape of the images. */
  public Shape shape() {
    return shape;
  }

  /** How many images it was fitted on. */
  public int samples() {
    return samples;
  }

  /** How many components there are. */
  public int components() {
    return variances.length;
  }

  /** A copy of the mean image. */
  public float[] mean() {
    return mean.clone();
  }

  /** A copy of component {@code index}, counted from 0. */
  public float[] component(int index) {
    float[] row = new float[mean.length];
    System.arraycopy(components, index * mean.length, row, 0, row.length);
    return row;
  }

  /** A copy of the variances of the training images along the components, falling. */
  public double[] variances() {
    return variances.clone();
  }

  float[] componentValues() {
    return components;
  }

  /** The codes {@code [N, k]} of images {@code [N, C, H, W]}: coordinates along k components. */
  public INDArray encode(INDArray images, int k) {
    long n = images.size(0);
    if (images.length() != n * mean.length) {
      throw new ZooException(
          "PCA was fitted on images %s; got an array of shape %s"
              .formatted(shape, Arrays.toString(images.shape())));
    }
    INDArray centred = images.dup('c').reshape('c', n, mean.length).subiRowVector(meanRow);
    return centred.mmul(first(k).transpose());
  }

  /** The images {@code [N, C, H, W]} of codes {@code [N, k]}, not clipped. */
  public INDArray decode(INDArray codes) {
    int k = (int) codes.size(1);
    INDArray flat = codes.mmul(first(k)).addiRowVector(meanRow);
    return flat.dup('c').reshape('c', shape.batch(codes.size(0)));
  }

  /**
   * Reconstruction through k components, as it is published: values may leave [0, 1].
   *
   * @param k code size; more than there are values in an image counts as all of them
   */
  public Reconstructor reconstructor(int k) {
    int used = usable(k);
    return images -> through(images, used);
  }

  /** Reconstruction through k components, clipped to [0, 1], which is never worse. */
  public Reconstructor clipped(int k) {
    int used = usable(k);
    return images -> {
      float[] out = through(images, used);
      for (int i = 0; i < out.length; i++) {
        out[i] = Math.min(1f, Math.max(0f, out[i]));
      }
      return out;
    };
  }

  private float[] through(float[] images, int k) {
    INDArray array = Batches.array(images, shape, images.length / mean.length);
    return decode(encode(array, k)).data().asFloat();
  }

  private int usable(int k) {
    int used = Math.min(k, mean.length);
    if (used < 1 || used > variances.length) {
      throw new IllegalArgumentException(
          "this PCA holds %d components; %d were asked for, fit with more"
              .formatted(variances.length, k));
    }
    return used;
  }

  private INDArray first(int k) {
    return matrix.get(NDArrayIndex.interval(0, usable(k)), NDArrayIndex.all());
  }
}
