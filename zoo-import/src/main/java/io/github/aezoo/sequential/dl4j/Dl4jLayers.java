package io.github.aezoo.sequential.dl4j;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.nn.ConvLayers;
import io.github.aezoo.model.nn.PatchConvolution;
import io.github.aezoo.model.nn.PatchDeconvolution;
import io.github.aezoo.sequential.LayerChain;
import io.github.aezoo.sequential.LayerSpec;
import io.github.aezoo.sequential.Nonlinearity;
import io.github.aezoo.sequential.Orders;
import io.github.aezoo.sequential.Padding;
import io.github.aezoo.sequential.Window;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * DL4J's layers as the zoo's. A class name is compared with those that are known and never loaded.
 */
final class Dl4jLayers {
  private static final String LAYERS = "org.deeplearning4j.nn.conf.layers.";

  /** The zoo's own layers, also by the names of earlier versions, as those that they replace. */
  private static final Map<String, String> OURS =
      Map.of(
          PatchConvolution.class.getName(),
          LAYERS + "ConvolutionLayer",
          PatchDeconvolution.class.getName(),
          LAYERS + "Deconvolution2D",
          "io.github.aezoo.model.PatchConvolution",
          LAYERS + "ConvolutionLayer",
          "io.github.aezoo.model.PatchDeconvolution",
          LAYERS + "Deconvolution2D");

  private static final String ACTIVATIONS = "org.nd4j.linalg.activations.impl.Activation";

  private final LayerChain chain;
  private final Coefficients values;

  Dl4jLayers(LayerChain chain, Coefficients values) {
    this.chain = chain;
    this.values = values;
  }

  void add(Dl4jLayer layer) {
    LayerChain.within(layer.name(), layer.type(), () -> attach(layer));
  }

  private void attach(Dl4jLayer layer) {
    String name = layer.name();
    String type = OURS.getOrDefault(layer.type(), layer.type());
    for (String format : new String[] {"cnn2dDataFormat", "cnn2DFormat", "dataFormat", "format"}) {
      layer.require(format, "NCHW");
    }
    switch (type) {
      case LAYERS + "DenseLayer", LAYERS + "OutputLayer" -> dense(layer);
      case LAYERS + "ConvolutionLayer", LAYERS + "Convolution2D" -> convolution(layer);
      case LAYERS + "Deconvolution2D" -> transposed(layer);
      case LAYERS + "SubsamplingLayer" -> pooling(layer);
      case LAYERS + "Upsampling2D" -> {
        int[] times = layer.wholes("size", 2);
        chain.add(name, new LayerSpec.Upsampling(times[0], times[1]));
      }
      case LAYERS + "ZeroPaddingLayer" ->
          chain.add(name, new LayerSpec.ZeroPadding(Padding.of(layer.wholes("padding", 4))));
      case LAYERS + "convolutional.Cropping2D" ->
          chain.add(name, new LayerSpec.Cropping(Padding.of(layer.wholes("cropping", 4))));
      case LAYERS + "BatchNormalization" -> normalisation(layer);
      case LAYERS + "ActivationLayer",
          LAYERS + "LossLayer",
          LAYERS + "CnnLossLayer",
          LAYERS + "DropoutLayer" ->
          activation(layer);
      default ->
          throw new ZooException(
              "the zoo knows DenseLayer, OutputLayer, ConvolutionLayer, Deconvolution2D,"
                  + " SubsamplingLayer, Upsampling2D, ZeroPaddingLayer, Cropping2D,"
                  + " BatchNormalization, ActivationLayer, LossLayer, CnnLossLayer, DropoutLayer");
    }
  }

  private void activation(Dl4jLayer layer) {
    JsonNode function = layer.settings().path("activationFn");
    String type = function.path("@class").asText("none");
    String name = type.startsWith(ACTIVATIONS) ? type.substring(ACTIVATIONS.length()) : type;
    LayerSpec.Activation activation =
        switch (name) {
          case "Identity" -> null;
          case "ReLU" -> {
            for (String key : new String[] {"max", "negativeSlope", "threshold"}) {
              if (function.path(key).asDouble(0) != 0) {
                throw new ZooException("a ReLU without " + key + " expected");
              }
            }
            yield new LayerSpec.Activation(Nonlinearity.RELU);
          }
          case "ELU" ->
              new LayerSpec.Activation(Nonlinearity.ELU, function.path("alpha").asDouble(1));
          case "LReLU" ->
              new LayerSpec.Activation(
                  Nonlinearity.LEAKY_RELU, function.path("alpha").asDouble(0.01));
          case "Sigmoid" -> new LayerSpec.Activation(Nonlinearity.SIGMOID);
          case "TanH" -> new LayerSpec.Activation(Nonlinearity.TANH);
          case "SELU" -> new LayerSpec.Activation(Nonlinearity.SELU);
          case "SoftPlus" -> new LayerSpec.Activation(Nonlinearity.SOFTPLUS);
          case "Swish" -> new LayerSpec.Activation(Nonlinearity.SWISH);
          default ->
              throw new ZooException(
                  "activation Identity, ReLU, ELU, LReLU, Sigmoid, TanH, SELU, SoftPlus or Swish"
                      + " expected; got "
                      + type);
        };
    if (activation != null) {
      chain.add(layer.name(), activation);
    }
  }

  /** Weights in Fortran order, then biases. */
  private void dense(Dl4jLayer layer) {
    if (layer.flag("hasLayerNorm")) {
      throw new ZooException("no layer normalisation expected");
    }
    int in = layer.whole("nin");
    int out = layer.whole("nout");
    LayerSpec spec = new LayerSpec.Dense(out);
    Tensor columns = new Tensor(new long[] {out, in}, values.next((long) in * out));
    Tensor b = bias(layer, out);
    chain.add(layer.name(), spec, Map.of("W", Orders.transposed(columns, 1, 0), "b", b));
    activation(layer);
  }

  private Tensor bias(Dl4jLayer layer, int out) {
    return layer.settings().path("hasBias").asBoolean(true)
        ? values.vector(out)
        : Tensor.filled(out, 0);
  }

  private static Window window(Dl4jLayer layer) {
    int[] kernel = layer.wholes("kernelSize", 2);
    int[] stride = layer.wholes("stride", 2);
    return new Window(kernel[0], kernel[1], stride[0], stride[1]);
  }

  private static int dilation(Dl4jLayer layer) {
    int[] dilation = layer.wholes("dilation", 2);
    if (dilation[0] != dilation[1]) {
      throw new ZooException("equal dilations expected");
    }
    return dilation[0];
  }

  private static boolean isSame(Dl4jLayer layer) {
    String mode = layer.settings().path("convolutionMode").asText();
    if (!mode.equals("Same") && !mode.equals("Truncate") && !mode.equals("Strict")) {
      throw new ZooException("convolutionMode Same, Truncate or Strict expected; got " + mode);
    }
    return mode.equals("Same");
  }

  private static Padding explicit(Dl4jLayer layer) {
    int[] padding = layer.wholes("padding", 2);
    return new Padding(padding[0], padding[0], padding[1], padding[1]);
  }

  private Padding padding(Dl4jLayer layer, Window window, int dilation) {
    return isSame(layer) ? Padding.same(chain.size(), window, dilation) : explicit(layer);
  }

  /** Biases, then weights. */
  private void convolution(Dl4jLayer layer) {
    Window w = window(layer);
    int in = layer.whole("nin");
    int out = layer.whole("nout");
    int dilation = dilation(layer);
    LayerSpec spec = new LayerSpec.Convolution(out, w, dilation, padding(layer, w, dilation));
    Tensor b = bias(layer, out);
    weighted(layer, spec, b, out, in, w);
  }

  private void transposed(Dl4jLayer layer) {
    Window w = window(layer);
    int in = layer.whole("nin");
    int out = layer.whole("nout");
    if (dilation(layer) != 1 || w.height() < w.down() || w.width() < w.right()) {
      throw new ZooException("no dilation and a kernel at least as large as the stride expected");
    }
    Padding cropping = isSame(layer) ? Padding.sameTransposed(w) : explicit(layer);
    LayerSpec spec = new LayerSpec.TransposedConvolution(out, w, cropping);
    Tensor b = bias(layer, out);
    weighted(layer, spec, b, in, out, w);
  }

  private void weighted(
      Dl4jLayer layer, LayerSpec spec, Tensor b, int first, int second, Window w) {
    long n = (long) first * second * w.height() * w.width();
    Tensor kernel = new Tensor(new long[] {first, second, w.height(), w.width()}, values.next(n));
    chain.add(layer.name(), spec, Map.of("W", kernel, "b", b));
    activation(layer);
  }

  private void pooling(Dl4jLayer layer) {
    Window w = window(layer);
    Padding padding = padding(layer, w, 1);
    if (dilation(layer) != 1) {
      throw new ZooException("no dilation expected");
    }
    String type = layer.settings().path("poolingType").asText();
    boolean counted = layer.flag("avgPoolIncludePadInDivisor") && !padding.equals(Padding.NONE);
    if (type.equals("MAX")) {
      chain.add(layer.name(), new LayerSpec.MaxPooling(w, padding));
    } else if (type.equals("AVG") && !counted) {
      chain.add(layer.name(), new LayerSpec.AveragePooling(w, padding));
    } else {
      throw new ZooException(
          "pooling MAX, or AVG that does not count padding, expected; got " + type);
    }
  }

  private void normalisation(Dl4jLayer layer) {
    int n = layer.whole("nout");
    LayerSpec spec = new LayerSpec.BatchNormalisation(layer.number("eps"), layer.number("decay"));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    boolean fixed = layer.flag("lockGammaBeta");
    tensors.put("gamma", fixed ? Tensor.filled(n, layer.number("gamma")) : values.vector(n));
    tensors.put("beta", fixed ? Tensor.filled(n, layer.number("beta")) : values.vector(n));
    tensors.put("mean", values.vector(n));
    float[] spread = values.next(n);
    tensors.put("var", Tensor.of(layer.flag("useLogStd") ? ConvLayers.variance(spread) : spread));
    chain.add(layer.name(), spec, tensors);
  }
}
