package io.github.aezoo.sequential.keras;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.LayerChain;
import io.github.aezoo.sequential.LayerSpec;
import io.github.aezoo.sequential.Nonlinearity;
import io.github.aezoo.sequential.Orders;
import io.github.aezoo.sequential.Padding;
import io.github.aezoo.sequential.RowOrder;
import io.github.aezoo.sequential.Size;
import io.github.aezoo.sequential.Window;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keras' layers as the zoo's. Keras has images as {@code [N, H, W, C]}, so that a row made of maps
 * is in another order: {@link RowOrder} keeps account of it and the weights beside are reordered.
 */
final class KerasLayers {
  private static final String SUPPORTED =
      "Dense, Conv2D, Conv2DTranspose, MaxPooling2D, AveragePooling2D, UpSampling2D, ZeroPadding2D,"
          + " Cropping2D, BatchNormalization, Activation, ReLU, LeakyReLU, ELU, Flatten, Reshape,"
          + " layers that do nothing in use (Dropout ..), and models of these";

  private final LayerChain chain;
  private final KerasWeights weights;
  private final RowOrder rows;

  KerasLayers(LayerChain chain, KerasWeights weights) {
    this.chain = chain;
    this.weights = weights;
    this.rows = new RowOrder(chain);
  }

  void add(KerasLayer layer) {
    LayerChain.within(
        layer.name(),
        layer.type(),
        () -> {
          layer.require("data_format", "channels_last");
          attach(layer);
        });
  }

  /** Brings a row of pixels that comes out into the order of images here. */
  void end() {
    if (!chain.size().maps()) {
      rows.becomeMaps(Size.of(chain.image()));
    }
  }

  /** Takes the image as a row, as the file does. */
  void flatInput(String name) {
    rows.flatten(name);
  }

  private void attach(KerasLayer layer) {
    String name = layer.name();
    switch (layer.type()) {
      case "InputLayer",
          "Dropout",
          "SpatialDropout2D",
          "GaussianNoise",
          "GaussianDropout",
          "AlphaDropout",
          "ActivityRegularization" -> {
        // Nothing in use.
      }
      case "Dense" -> dense(layer);
      case "Conv2D", "Convolution2D" -> convolution(layer);
      case "Conv2DTranspose", "Convolution2DTranspose" -> transposed(layer);
      case "MaxPooling2D", "MaxPool2D" -> {
        Window w = pooling(layer);
        chain.add(name, new LayerSpec.MaxPooling(w, padding(layer, w, 1)));
      }
      case "AveragePooling2D", "AvgPool2D" -> {
        Window w = pooling(layer);
        chain.add(name, new LayerSpec.AveragePooling(w, padding(layer, w, 1)));
      }
      case "UpSampling2D" -> {
        layer.require("interpolation", "nearest");
        int[] times = layer.pair("size", 2, 2);
        chain.add(name, new LayerSpec.Upsampling(times[0], times[1]));
      }
      case "ZeroPadding2D" ->
          chain.add(name, new LayerSpec.ZeroPadding(Padding.of(layer.edges("padding"))));
      case "Cropping2D" ->
          chain.add(name, new LayerSpec.Cropping(Padding.of(layer.edges("cropping"))));
      case "BatchNormalization" -> normalisation(layer);
      case "Activation" -> activation(name, layer.function("activation"));
      case "ReLU" -> {
        layer.require("max_value", "none");
        if (layer.number("threshold", 0) != 0) {
          throw layer.bad("threshold", "0");
        }
        slope(layer, layer.number("negative_slope", 0));
      }
      case "LeakyReLU" -> slope(layer, layer.number("negative_slope", layer.number("alpha", 0.3)));
      case "ELU" ->
          chain.add(name, new LayerSpec.Activation(Nonlinearity.ELU, layer.number("alpha", 1)));
      case "Flatten" -> rows.flatten(name);
      case "Reshape" -> reshape(layer);
      default -> throw new ZooException("the zoo knows " + SUPPORTED);
    }
  }

  private void slope(KerasLayer layer, double slope) {
    chain.add(
        layer.name(),
        slope == 0
            ? new LayerSpec.Activation(Nonlinearity.RELU)
            : new LayerSpec.Activation(Nonlinearity.LEAKY_RELU, slope));
  }

  private void activation(String name, String function) {
    LayerSpec.Activation activation =
        switch (function) {
          case "linear" -> null;
          case "relu" -> new LayerSpec.Activation(Nonlinearity.RELU);
          case "elu" -> new LayerSpec.Activation(Nonlinearity.ELU);
          case "leaky_relu" -> new LayerSpec.Activation(Nonlinearity.LEAKY_RELU, 0.2);
          case "sigmoid" -> new LayerSpec.Activation(Nonlinearity.SIGMOID);
          case "tanh" -> new LayerSpec.Activation(Nonlinearity.TANH);
          case "selu" -> new LayerSpec.Activation(Nonlinearity.SELU);
          case "softplus" -> new LayerSpec.Activation(Nonlinearity.SOFTPLUS);
          case "swish", "silu" -> new LayerSpec.Activation(Nonlinearity.SWISH);
          default ->
              throw new ZooException(
                  "activation linear, relu, elu, leaky_relu, sigmoid, tanh, selu, softplus or swish expected; got "
                      + function);
        };
    if (activation != null) {
      chain.add(name, activation);
    }
  }

  /** Weights of a layer that multiplies, and its activation. */
  private void weighted(KerasLayer layer, LayerSpec spec, Tensor w, int outputs) {
    Tensor b =
        layer.flag("use_bias", true) ? weights.of(layer, "bias", 1) : Tensor.filled(outputs, 0);
    chain.add(layer.name(), spec, Map.of("W", w, "b", b));
    activation(layer.name(), layer.function("activation"));
  }

  private Tensor kernel(KerasLayer layer, int rank) {
    Tensor kernel = weights.of(layer, "kernel", 0);
    if (kernel.shape().length != rank) {
      throw new ZooException("a kernel of %d dimensions expected; got %s".formatted(rank, kernel));
    }
    return kernel;
  }

  private void dense(KerasLayer layer) {
    Tensor w = kernel(layer, 2);
    LayerSpec spec = new LayerSpec.Dense(layer.whole("units"));
    if (chain.size().maps() || w.shape()[0] != chain.size().values()) {
      throw new ZooException(
          "a row of %d values expected before it; got %s".formatted(w.shape()[0], chain.size()));
    }
    weighted(layer, spec, rows.taken(w), layer.whole("units"));
  }

  private Window window(KerasLayer layer) {
    int[] kernel = layer.pair("kernel_size", 0, 0);
    int[] strides = layer.pair("strides", 1, 1);
    return new Window(kernel[0], kernel[1], strides[0], strides[1]);
  }

  private void convolution(KerasLayer layer) {
    layer.require("groups", "1");
    Window w = window(layer);
    int[] dilation = layer.pair("dilation_rate", 1, 1);
    if (dilation[0] != dilation[1]) {
      throw layer.bad("dilation_rate", "the same both ways");
    }
    int filters = layer.whole("filters");
    LayerSpec spec =
        new LayerSpec.Convolution(filters, w, dilation[0], padding(layer, w, dilation[0]));
    weighted(layer, spec, Orders.transposed(kernel(layer, 4), 3, 2, 0, 1), filters);
  }

  private void transposed(KerasLayer layer) {
    Window w = window(layer);
    int[] dilation = layer.pair("dilation_rate", 1, 1);
    int[] more = layer.pair("output_padding");
    if (dilation[0] != 1 || dilation[1] != 1 || more.length > 0) {
      throw new ZooException("no dilation and no output_padding expected");
    }
    if (w.height() < w.down() || w.width() < w.right()) {
      throw new ZooException("a kernel at least as large as the stride expected; got " + w);
    }
    boolean same = isSame(layer);
    if (!same) {
      layer.require("padding", "valid");
    }
    Padding cropping = same ? Padding.sameTransposed(w) : Padding.NONE;
    int filters = layer.whole("filters");
    LayerSpec spec = new LayerSpec.TransposedConvolution(filters, w, cropping);
    weighted(layer, spec, Orders.transposed(kernel(layer, 4), 3, 2, 0, 1), filters);
  }

  private static boolean isSame(KerasLayer layer) {
    return layer.word("padding", "valid").equals("same");
  }

  private Padding padding(KerasLayer layer, Window window, int dilation) {
    if (!chain.size().maps()) {
      throw new ZooException("maps expected before it; got %s values".formatted(chain.size()));
    }
    if (isSame(layer)) {
      return Padding.same(chain.size(), window, dilation);
    }
    layer.require("padding", "valid");
    return Padding.NONE;
  }

  private static Window pooling(KerasLayer layer) {
    int[] size = layer.pair("pool_size", 2, 2);
    int[] strides = layer.pair("strides", size);
    return new Window(size[0], size[1], strides[0], strides[1]);
  }

  private void normalisation(KerasLayer layer) {
    int rank = chain.size().maps() ? 4 : 2;
    var axis = layer.config().path("axis");
    int last = axis.isArray() ? axis.path(0).asInt(-1) : axis.asInt(-1);
    if (last != -1 && last != rank - 1) {
      throw layer.bad("axis", "the last");
    }
    int n = chain.size().channels();
    int place = 0;
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "gamma",
        layer.flag("scale", true) ? weights.of(layer, "gamma", place++) : Tensor.filled(n, 1));
    tensors.put(
        "beta",
        layer.flag("center", true) ? weights.of(layer, "beta", place++) : Tensor.filled(n, 0));
    tensors.put("mean", weights.of(layer, "moving_mean", place++));
    tensors.put("var", weights.of(layer, "moving_variance", place));
    tensors.replaceAll((key, tensor) -> rows.beside(tensor));
    chain.add(
        layer.name(),
        new LayerSpec.BatchNormalisation(
            layer.number("epsilon", 1e-3), layer.number("momentum", 0.99)),
        tensors);
  }

  private void reshape(KerasLayer layer) {
    var target = layer.config().path("target_shape");
    int[] sizes = new int[target.size()];
    long known = 1;
    int open = -1;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = target.get(i).asInt(0);
      open = sizes[i] == -1 ? i : open;
      known *= sizes[i] == -1 ? 1 : sizes[i];
      if (sizes[i] < -1 || sizes[i] == 0 || known > 1 << 24) {
        throw layer.bad("target_shape", "sizes");
      }
    }
    if (open >= 0) {
      sizes[open] = (int) (chain.size().values() / known);
    }
    switch (sizes.length) {
      case 1 -> {
        if (sizes[0] != chain.size().values()) {
          throw layer.bad("target_shape", chain.size().values() + " values");
        }
        rows.flatten(layer.name());
      }
      case 2 -> rows.reshape(layer.name(), Size.maps(1, sizes[0], sizes[1]));
      case 3 -> rows.reshape(layer.name(), Size.maps(sizes[2], sizes[0], sizes[1]));
      default -> throw layer.bad("target_shape", "[values] or [H, W, C]");
    }
  }
}
