package io.github.aezoo.sequential;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.nn.ConvLayers;
import io.github.aezoo.model.nn.DenseStack;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One layer in plain numbers. In JSON the key {@code type} tells which; no class name ever comes
 * from a file. Maps are {@code [N, C, H, W]}, rows {@code [N, values]}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LayerSpec.Dense.class, name = "dense"),
  @JsonSubTypes.Type(value = LayerSpec.Convolution.class, name = "convolution"),
  @JsonSubTypes.Type(
      value = LayerSpec.TransposedConvolution.class,
      name = "transposed-convolution"),
  @JsonSubTypes.Type(value = LayerSpec.MaxPooling.class, name = "max-pooling"),
  @JsonSubTypes.Type(value = LayerSpec.AveragePooling.class, name = "average-pooling"),
  @JsonSubTypes.Type(value = LayerSpec.Upsampling.class, name = "upsampling"),
  @JsonSubTypes.Type(value = LayerSpec.Cropping.class, name = "cropping"),
  @JsonSubTypes.Type(value = LayerSpec.ZeroPadding.class, name = "zero-padding"),
  @JsonSubTypes.Type(value = LayerSpec.BatchNormalisation.class, name = "batch-normalisation"),
  @JsonSubTypes.Type(value = LayerSpec.Activation.class, name = "activation"),
  @JsonSubTypes.Type(value = LayerSpec.Flatten.class, name = "flatten"),
  @JsonSubTypes.Type(value = LayerSpec.Reshape.class, name = "reshape")
})
public sealed interface LayerSpec {
  /**
   * What comes out when {@code in} goes in.
   *
   * @throws ZooException when the layer cannot take it
   */
  Size after(Size in);

  /** Names and shapes of the layer's parameters as DL4J has them, in its order. */
  default Map<String, long[]> parameters(Size in) {
    return Map.of();
  }

  /** Whether parameters are learned or kept. */
  default boolean hasParameters() {
    return this instanceof Dense
        || this instanceof Convolution
        || this instanceof TransposedConvolution
        || this instanceof BatchNormalisation;
  }

  /** Whether only the order of sizes changes, not a value. */
  default boolean reshapes() {
    return this instanceof Flatten || this instanceof Reshape;
  }

  private static Size requireMaps(Size in, String layer) {
    if (!in.maps()) {
      throw new ZooException("%s takes maps [C, H, W]; got %s values".formatted(layer, in));
    }
    return in;
  }

  private static Map<String, long[]> weights(long[] w, int biases) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("W", w);
    shapes.put("b", new long[] {biases});
    return shapes;
  }

  /**
   * Every value from every value, {@code [N, in] -> [N, units]}.
   *
   * @param units 1 to 65,536
   */
  record Dense(int units) implements LayerSpec {
    /** Checks the width. */
    public Dense {
      DenseStack.requireUnits("units", units);
    }

    @Override
    public Size after(Size in) {
      if (in.maps()) {
        throw new ZooException(
            "a dense layer takes a row of values; got maps %s: flatten them first".formatted(in));
      }
      return Size.row(units);
    }

    @Override
    public Map<String, long[]> parameters(Size in) {
      return weights(new long[] {in.values(), units}, units);
    }
  }

  /**
   * A convolution (a correlation, as in every such program).
   *
   * @param filters maps that come out
   * @param window its kernel and strides
   * @param dilation distance of the kernel's pixels, 1 to 16
   * @param padding zeros around the input
   */
  record Convolution(int filters, Window window, int dilation, Padding padding)
      implements LayerSpec {
    private static final int MAX_DILATION = 16;

    /** Checks the ranges. */
    public Convolution {
      ConvLayers.requireFilters("filters", filters);
      if (dilation < 1 || dilation > MAX_DILATION) {
        throw new ZooException(
            "key 'dilation': 1 to %d expected; got %d".formatted(MAX_DILATION, dilation));
      }
    }

    @Override
    public Size after(Size in) {
      return window.slid(requireMaps(in, "a convolution"), filters, dilation, padding);
    }

    @Override
    public Map<String, long[]> parameters(Size in) {
      return weights(new long[] {filters, in.channels(), window.height(), window.width()}, filters);
    }
  }

  /**
   * The transpose of a convolution: every value spreads a kernel, strides apart.
   *
   * @param filters maps that come out
   * @param window its kernel and strides
   * @param cropping rows and columns that are taken away from the {@code (n - 1) stride + kernel}
   */
  record TransposedConvolution(int filters, Window window, Padding cropping) implements LayerSpec {
    /** Checks the range. */
    public TransposedConvolution {
      ConvLayers.requireFilters("filters", filters);
    }

    /** Before anything is cropped. */
    Size whole(Size in) {
      requireMaps(in, "a transposed convolution");
      return Size.maps(
          filters,
          (in.height() - 1) * window.down() + window.height(),
          (in.width() - 1) * window.right() + window.width());
    }

    @Override
    public Size after(Size in) {
      return new Cropping(cropping).after(whole(in));
    }

    @Override
    public Map<String, long[]> parameters(Size in) {
      return weights(new long[] {in.channels(), filters, window.height(), window.width()}, filters);
    }
  }

  /**
   * The largest value of each window; what is padded never wins.
   *
   * @param window its sides and strides
   * @param padding none, or what {@link Padding#same} gives
   */
  record MaxPooling(Window window, Padding padding) implements LayerSpec {
    @Override
    public Size after(Size in) {
      requirePooling(in, window, padding);
      return window.slid(in, in.channels(), 1, padding);
    }
  }

  /**
   * The mean of each window; what is padded does not count.
   *
   * @param window its sides and strides
   * @param padding none, or what {@link Padding#same} gives
   */
  record AveragePooling(Window window, Padding padding) implements LayerSpec {
    @Override
    public Size after(Size in) {
      requirePooling(in, window, padding);
      return window.slid(in, in.channels(), 1, padding);
    }
  }

  private static void requirePooling(Size in, Window window, Padding padding) {
    requireMaps(in, "pooling");
    if (!padding.equals(Padding.NONE) && !padding.equals(Padding.same(in, window, 1))) {
      throw new ZooException(
          "pooling without padding, or padded as 'same', expected; got %s for %s"
              .formatted(padding, in));
    }
  }

  /**
   * Every value repeated.
   *
   * @param rows times, 1 to 64
   * @param columns times, 1 to 64
   */
  record Upsampling(int rows, int columns) implements LayerSpec {
    private static final int MAX = 64;

    /** Checks the ranges. */
    public Upsampling {
      if (rows < 1 || rows > MAX || columns < 1 || columns > MAX) {
        throw new ZooException(
            "upsampling by 1 to %d expected; got %d x %d".formatted(MAX, rows, columns));
      }
    }

    @Override
    public Size after(Size in) {
      requireMaps(in, "upsampling");
      return Size.maps(in.channels(), in.height() * rows, in.width() * columns);
    }
  }

  /**
   * Rows and columns taken away.
   *
   * @param edges how many on each side
   */
  record Cropping(Padding edges) implements LayerSpec {
    @Override
    public Size after(Size in) {
      requireMaps(in, "cropping");
      return Size.maps(
          in.channels(),
          in.height() - edges.top() - edges.bottom(),
          in.width() - edges.left() - edges.right());
    }
  }

  /**
   * Rows and columns of zeros added.
   *
   * @param edges how many on each side
   */
  record ZeroPadding(Padding edges) implements LayerSpec {
    @Override
    public Size after(Size in) {
      requireMaps(in, "padding");
      return Size.maps(
          in.channels(),
          in.height() + edges.top() + edges.bottom(),
          in.width() + edges.left() + edges.right());
    }
  }

  /**
   * Normalisation over the batch of each map or value (Ioffe and Szegedy 2015, <a
   * href="https://arxiv.org/abs/1502.03167">arXiv:1502.03167</a>).
   *
   * @param epsilon added to the variance
   * @param momentum share of the running statistics that a training step keeps
   */
  record BatchNormalisation(double epsilon, double momentum) implements LayerSpec {
    /** Checks the ranges. */
    public BatchNormalisation {
      if (!(epsilon > 0 && epsilon < 1 && momentum >= 0 && momentum < 1)) {
        throw new ZooException(
            "epsilon in (0, 1) and momentum in [0, 1) expected; got %s and %s"
                .formatted(epsilon, momentum));
      }
    }

    @Override
    public Size after(Size in) {
      return in;
    }

    @Override
    public Map<String, long[]> parameters(Size in) {
      Map<String, long[]> shapes = new LinkedHashMap<>();
      for (String name : new String[] {"gamma", "beta", "mean", "var"}) {
        shapes.put(name, new long[] {in.channels()});
      }
      return shapes;
    }
  }

  /**
   * A function of each value.
   *
   * @param function which
   * @param slope of the functions that have one; else 0
   */
  record Activation(Nonlinearity function, double slope) implements LayerSpec {
    /** Checks the slope. */
    public Activation {
      if (function == null) {
        throw new ZooException("key 'function' is missing");
      }
      if (!(Math.abs(slope) <= 100) || (slope != 0 && !function.hasSlope())) {
        throw new ZooException("key 'slope': got %s for %s".formatted(slope, function));
      }
    }

    /** A function without a slope of its own. */
    public Activation(Nonlinearity function) {
      this(function, function == Nonlinearity.ELU ? 1 : 0);
    }

    @Override
    public Size after(Size in) {
      return in;
    }
  }

  /** Maps as a row of values, map by map. */
  record Flatten() implements LayerSpec {
    @Override
    public Size after(Size in) {
      return in.flat();
    }
  }

  /**
   * The same values as maps of another size.
   *
   * @param channels maps
   * @param height of a map
   * @param width of a map
   */
  record Reshape(int channels, int height, int width) implements LayerSpec {
    @Override
    public Size after(Size in) {
      Size out = Size.maps(channels, height, width);
      if (out.values() != in.values()) {
        throw new ZooException("%s values cannot become maps %s".formatted(in, out));
      }
      return out;
    }
  }
}
