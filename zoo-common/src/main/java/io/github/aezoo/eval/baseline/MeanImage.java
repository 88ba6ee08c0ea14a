package io.github.aezoo.eval.baseline;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Reconstructor;

/** Answers every image with the mean of the training images: what a model without codes can do. */
public final class MeanImage implements Reconstructor {
  private final float[] pixels;

  MeanImage(float[] pixels) {
    this.pixels = pixels;
  }

  /**
   * The mean of the training split, summed in double.
   *
   * @throws io.github.aezoo.io.ZooException when there are no training images
   */
  public static MeanImage fit(Dataset data) {
    int n = Pca.trainingSize(data);
    double[] sum = new double[data.shape().size()];
    float[] image = new float[sum.length];
    for (int i = 0; i < n; i++) {
      data.copy(Split.TRAIN, i, image, 0);
      for (int j = 0; j < sum.length; j++) {
        sum[j] += image[j];
      }
    }
    float[] mean = new float[sum.length];
    for (int j = 0; j < sum.length; j++) {
      mean[j] = (float) (sum[j] / n);
    }
    return new MeanImage(mean);
  }

  /** A copy of the mean image, laid out as {@code [C, H, W]}. */
  public float[] pixels() {
    return pixels.clone();
  }

  @Override
  public float[] reconstruct(float[] images) {
    float[] all = new float[images.length];
    for (int from = 0; from < all.length; from += pixels.length) {
      System.arraycopy(pixels, 0, all, from, pixels.length);
    }
    return all;
  }
}
