package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.image.ImageFiles;

/**
 * The remedy of {@link Downsample}: the same averages of blocks, enlarged by cubic convolution
 * (Keys 1981) instead of bilinearly.
 *
 * @param damage how far the resolution is lowered
 */
record BicubicEnlargement(Downsample damage) implements Corruption {
  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    int rows = damage.blocks(shape.height());
    int columns = damage.blocks(shape.width());
    int factor = damage.factor();
    // Blocks at the far edges may be cut off: the whole of them is enlarged, then cropped.
    Shape small = new Shape(shape.channels(), rows, columns);
    int height = rows * factor;
    int width = columns * factor;
    float[] image = Pixels.copy(clean, shape);
    int plane = shape.height() * shape.width();
    float[] averages = new float[small.size()];
    for (int c = 0; c < shape.channels(); c++) {
      double[] blocks = damage.shrink(clean, c * plane, shape.height(), shape.width());
      for (int i = 0; i < blocks.length; i++) {
        averages[c * blocks.length + i] = (float) blocks[i];
      }
    }
    float[] enlarged = ImageFiles.resized(averages, small, height, width);
    for (int row = 0; row < shape.channels() * shape.height(); row++) {
      int from = (row / shape.height() * height + row % shape.height()) * width;
      System.arraycopy(enlarged, from, image, row * shape.width(), shape.width());
    }
    return image;
  }

  @Override
  public String spec() {
    return damage.spec() + ", " + remedyName();
  }

  @Override
  public String remedyName() {
    return "bicubic";
  }
}
