package io.github.aezoo.detect;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.EqualContrast;
import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.data.image.SingleImage;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts one sample to the input values {@code [C * H * W]} of the network of a detector.
 *
 * @param shape {@code [C, H, W]} of the network's input
 * @param rows how rows of a table are prepared; empty for images, and for rows of a network that
 *     was trained elsewhere
 * @param equalContrast whether images are brought to the same contrast, see {@link EqualContrast}
 * @param fit how images of other proportions are brought to the shape
 */
public record DetectorInput(
    Shape shape, Optional<TablePreparation> rows, boolean equalContrast, ImageFit fit) {
  /**
   * Checks that shape and columns fit.
   *
   * @throws ZooException when they do not
   */
  public DetectorInput {
    if (rows.isPresent() && (rows.get().width() != shape.size() || equalContrast)) {
      throw new ZooException(
          "a network for rows of %d values expected; got one that takes %s"
              .formatted(rows.get().width(), shape));
    }
  }

  /** Rows of a table. */
  public static DetectorInput ofRows(TablePreparation preparation) {
    return new DetectorInput(
        Shape.row(preparation.width()), Optional.of(preparation), false, ImageFit.CROP);
  }

  /** Images of a shape, or rows {@code [1, 1, values]} as the network takes them. */
  public static DetectorInput ofImages(Shape shape, boolean equalContrast) {
    return new DetectorInput(shape, Optional.empty(), equalContrast, ImageFit.CROP);
  }

  private boolean table() {
    return rows.isPresent() || shape.isRow();
  }

  /**
   * Values of one sample.
   *
   * @param sample {@code double[]}, {@code Map<String, ?>}, {@link BufferedImage} or {@link Path}
   * @throws ZooException when it is of another type, or does not fit
   */
  float[] values(Object sample) {
    if (sample instanceof double[] row) {
      return row(row);
    }
    if (sample instanceof Map<?, ?> row) {
      return row(row);
    }
    if (sample instanceof BufferedImage image) {
      requireImages("an image");
      return scaled(SingleImage.of(image, shape, fit));
    }
    if (sample instanceof Path file) {
      requireImages("the file " + file);
      return scaled(SingleImage.of(file, shape, fit));
    }
    throw new ZooException(
        "%s expected; got %s"
            .formatted(taken(), sample == null ? "null" : sample.getClass().getName()));
  }

  /** Values of samples one by one; what does not fit is an error that names its place. */
  Iterator<float[]> values(Iterator<?> samples) {
    return new Iterator<>() {
      private int place;

      @Override
      public boolean hasNext() {
        return samples.hasNext();
      }

      @Override
      public float[] next() {
        Object sample = samples.next();
        try {
          return DetectorInput.this.values(sample);
        } catch (ZooException e) {
          throw new ZooException("sample %d: %s".formatted(place, e.getMessage()), e);
        } finally {
          place++;
        }
      }
    };
  }

  private float[] row(double... row) {
    requireRows("a row of %d values".formatted(row.length));
    if (rows.isPresent()) {
      return rows.get().values(row);
    }
    if (row.length != shape.size()) {
      throw new ZooException("%d values expected; got %d".formatted(shape.size(), row.length));
    }
    float[] values = new float[row.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) row[i];
    }
    return values;
  }

  private float[] row(Map<?, ?> row) {
    requireRows("a row of %d columns".formatted(row.size()));
    TablePreparation preparation =
        rows.orElseThrow(
            () ->
                new ZooException(
                    "%d values as double[] expected, because the columns have no names; got %s"
                        .formatted(shape.size(), row.keySet())));
    for (Object name : row.keySet()) {
      if (!(name instanceof String)) {
        throw new ZooException("column names of type String expected; got " + name);
      }
    }
    // Checked above.
    @SuppressWarnings("unchecked")
    Map<String, ?> named = (Map<String, ?>) row;
    return preparation.values(named);
  }

  private float[] scaled(float... pixels) {
    if (equalContrast) {
      EqualContrast.scale(pixels, 0, pixels.length);
    }
    return pixels;
  }

  private void requireRows(String came) {
    if (!table()) {
      throw new ZooException("%s expected; got %s".formatted(taken(), came));
    }
  }

  private void requireImages(String came) {
    if (table()) {
      throw new ZooException("%s expected; got %s".formatted(taken(), came));
    }
  }

  private String taken() {
    return table() ? "a row as double[] or Map" : "an image as BufferedImage or Path";
  }

  /**
   * Checks that a data set's samples are prepared as the detector's own.
   *
   * @throws ZooException when they are not
   */
  void requireFits(Dataset data) {
    if (!data.shape().equals(shape) || !data.preparation().equals(rows)) {
      throw new ZooException(
          "%s %s, prepared as in training, expected; got %s, which is %s%s"
              .formatted(
                  table() ? "rows" : "images",
                  shape,
                  data.name(),
                  data.shape(),
                  data.shape().equals(shape)
                      ? ", prepared differently: open it with the detector's preparation"
                      : ""));
    }
  }

  /** The columns or pixels that raise a sample's error most. */
  List<Contributions.Part> reasons(float[] sample, float[] reconstruction, int count) {
    double[] squares = Contributions.squares(sample, reconstruction);
    return rows.map(table -> Contributions.columns(squares, table, count))
        .orElseGet(
            () ->
                Contributions.pixels(
                    squares, shape.width(), shape.height() * shape.width(), count));
  }
}
