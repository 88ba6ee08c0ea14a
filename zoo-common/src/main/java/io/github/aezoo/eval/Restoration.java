package io.github.aezoo.eval;

import io.github.aezoo.data.Shape;
import io.github.aezoo.data.image.ImageFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Repairs images of any size by a model that was trained on one size.
 *
 * <p>A model of grey images repairs each channel of a colour image on its own; a model of colour
 * images gets a grey image's channel three times, and the mean of its answer is the result.
 */
public final class Restoration implements AutoCloseable {
  /** The side, in pixels, above which an image is not given to a network as a whole. */
  static final int MAX_SIDE = 512;

  /** How far tiles of a whole image overlap: more than what a pixel of the networks sees. */
  private static final int OVERLAP = 64;

  /** The powers of two that sides are padded to a multiple of, until the network takes them. */
  private static final int MAX_MULTIPLE = 64;

  private static final int TILES_AT_ONCE = 256;

  /** How an image of another size is brought to the network. */
  public enum Fit {
    /**
     * The network is rebuilt for the image's size, in overlapping parts above 512 pixels a side.
     */
    WHOLE,
    /** Overlapping tiles of the network's own size, blended smoothly. */
    TILE,
    /** Resampled to the network's size and back, which loses detail. */
    RESIZE
  }

  private final Autoencoder model;
  private final Fit fit;
  private Autoencoder sized;

  /**
   * Repairs by a model, which stays the caller's.
   *
   * @throws ZooException for {@link Fit#WHOLE} when the network takes images of one size alone
   */
  public Restoration(Autoencoder model, Fit fit) {
    this.model = model;
    this.fit = fit;
    if (fit == Fit.WHOLE && !takesAnySize(model.architecture())) {
      throw new ZooException(
          "%s takes only images %s and cannot be adapted to other sizes: use tile or resize"
              .formatted(model.name(), model.architecture().input()));
    }
  }

  /** Whole where the network can be rebuilt for other sizes, otherwise by tiles. */
  public static Fit standard(Architecture architecture) {
    return takesAnySize(architecture) ? Fit.WHOLE : Fit.TILE;
  }

  private static boolean takesAnySize(Architecture architecture) {
    return architecture.at(architecture.input()).isPresent();
  }

  /**
   * The repaired image.
   *
   * @param pixels {@code C * H * W} values in [0, 1]; not changed
   * @param shape one channel or three
   * @return the same shape, values in [0, 1]
   * @throws ZooException when the network cannot be built for the image's size
   */
  public synchronized float[] restore(float[] pixels, Shape shape) {
    int channels = model.architecture().input().channels();
    if (channels == shape.channels()) {
      return fitted(pixels, shape);
    }
    Shape plane = new Shape(channels, shape.height(), shape.width());
    int size = shape.height() * shape.width();
    float[] out = new float[shape.size()];
    if (channels == 1) {
      for (int c = 0; c < shape.channels(); c++) {
        float[] channel = Arrays.copyOfRange(pixels, c * size, (c + 1) * size);
        System.arraycopy(fitted(channel, plane), 0, out, c * size, size);
      }
      return out;
    }
    float[] repeated = new float[plane.size()];
    for (int c = 0; c < channels; c++) {
      System.arraycopy(pixels, 0, repeated, c * size, size);
    }
    float[] colours = fitted(repeated, plane);
    for (int i = 0; i < size; i++) {
      out[i] = (colours[i] + colours[size + i] + colours[2 * size + i]) / 3;
    }
    return out;
  }

  private float[] fitted(float[] pixels, Shape shape) {
    Shape own = model.architecture().input();
    return switch (fit) {
      case WHOLE -> whole(pixels, shape);
      case TILE -> {
        int overlap = Math.min(own.height(), own.width()) / 2;
        yield new Tiles(own, overlap, 1, TILES_AT_ONCE).restore(pixels, shape, model::reconstruct);
      }
      case RESIZE -> {
        float[] small = ImageFiles.resized(pixels, shape, own);
        yield ImageFiles.resized(model.reconstruct(small), own, shape);
      }
    };
  }

  /** Padded to a size that the network takes, repaired, and cropped. */
  private float[] whole(float[] pixels, Shape shape) {
    int multiple = multiple(shape);
    Shape padded = padded(shape, multiple);
    Shape part =
        new Shape(
            shape.channels(),
            Math.min(padded.height(), MAX_SIDE),
            Math.min(padded.width(), MAX_SIDE));
    Autoencoder network = at(part);
    float[] input = new float[padded.size()];
    Tiles.cut(pixels, shape, 0, 0, padded, input, 0);
    float[] restored =
        new Tiles(part, OVERLAP, multiple, 1).restore(input, padded, network::reconstruct);
    float[] out = new float[shape.size()];
    Tiles.cut(restored, padded, 0, 0, shape, out, 0);
    return out;
  }

  /** The least power of two that sides must be a multiple of. */
  private int multiple(Shape shape) {
    for (int multiple = 1; ; multiple *= 2) {
      try {
        model.architecture().at(padded(shape, multiple));
        return multiple;
      } catch (ZooException e) {
        if (multiple == MAX_MULTIPLE) {
          throw e;
        }
      }
    }
  }

  private static Shape padded(Shape shape, int multiple) {
    return new Shape(
        shape.channels(),
        (shape.height() + multiple - 1) / multiple * multiple,
        (shape.width() + multiple - 1) / multiple * multiple);
  }

  /** The network for a shape; the last one is kept, because folders often have one size. */
  private Autoencoder at(Shape shape) {
    if (shape.equals(model.architecture().input())) {
      return model;
    }
    if (sized == null || !sized.architecture().input().equals(shape)) {
      Optional<Architecture> architecture = model.architecture().at(shape);
      close();
      sized = Autoencoder.of(model.name(), architecture.orElseThrow(), model.weights());
    }
    return sized;
  }

  /** Frees what was built for images' sizes; the model itself stays open. */
  @Override
  public synchronized void close() {
    if (sized != null) {
      sized.close();
      sized = null;
    }
  }
}
