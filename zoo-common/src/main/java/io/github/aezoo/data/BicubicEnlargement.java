package io.github.aezoo.data;

/**
 * The remedy of {@link Downsample}: the same averages of blocks, enlarged by cubic convolution
 * (Keys 1981) instead of bilinearly.
 *
 * @param damage how far the resolution is lowered
 */
record BicubicEnlargement(Downsample damage) implements Corruption {
  @Override
  public float[] apply(float[] clean, ImageShape shape, long seed) {
    int rows = damage.blocks(shape.height());
    int columns = damage.blocks(shape.width());
    // Blocks at the far edges may be cut off: the whole of them is enlarged, then cropped.
    Resampling across = new Resampling(columns, columns * damage.factor());
    Resampling down = new Resampling(rows, rows * damage.factor());
    int plane = shape.height() * shape.width();
    float[] image = Pixels.copy(clean, shape);
    for (int c = 0; c < shape.channels(); c++) {
      double[] small = damage.shrink(clean, c * plane, shape.height(), shape.width());
      float[][] wide = new float[rows][columns * damage.factor()];
      float[] row = new float[columns];
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          row[x] = (float) small[y * columns + x];
        }
        across.row(row, wide[y]);
      }
      float[] column = new float[rows];
      float[] tall = new float[rows * damage.factor()];
      for (int x = 0; x < shape.width(); x++) {
        for (int y = 0; y < rows; y++) {
          column[y] = wide[y][x];
        }
        down.row(column, tall);
        for (int y = 0; y < shape.height(); y++) {
          // The cubic kernel overshoots at edges.
          image[c * plane + y * shape.width() + x] = Pixels.clip(tall[y]);
        }
      }
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
