package io.github.aezoo.export;

import static io.github.aezoo.export.OnnxGraphWriter.list;
import static io.github.aezoo.export.OnnxGraphWriter.number;
import static io.github.aezoo.export.OnnxGraphWriter.text;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.nn.ConvLayers;
import io.github.aezoo.model.nn.StandardForm;
import io.github.aezoo.model.nn.StandardOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** DL4J's layers, as they are in use, as ONNX operations. */
final class OnnxLayerWriter {
  /** An end that no axis reaches. */
  private static final long END = Long.MAX_VALUE;

  private final OnnxGraphWriter graph;
  private final OnnxFunctions functions;
  private final Map<String, Tensor> weights;

  /**
   * Layers of a network.
   *
   * @param weights by {@code vertex.parameter}
   */
  OnnxLayerWriter(OnnxGraphWriter graph, Map<String, Tensor> weights) {
    this.graph = graph;
    this.functions = new OnnxFunctions(graph);
    this.weights = weights;
  }

  /**
   * Adds a layer.
   *
   * @param vertex its name
   * @param in what it takes
   * @param out what it gives
   * @param x the value that it takes
   * @return the value that it gives
   * @throws ZooException when the layer, or its activation, is not one that is known
   */
  String add(String vertex, Layer layer, InputType in, InputType out, String x) {
    if (layer instanceof StandardForm own) {
      List<StandardOperation> steps = own.inUse(in);
      if (!steps.equals(List.of(new StandardOperation.Inherited()))) {
        return functions.steps(vertex, steps, in, x);
      }
    } else if (!layer.getClass().getName().startsWith("org.deeplearning4j.")) {
      // A subclass of one of DL4J's layers may do anything: it has to say what.
      throw OnnxFunctions.unknown(vertex, layer.getClass());
    }
    if (layer instanceof BatchNormalization normalisation) {
      return normalised(vertex, normalisation, x);
    }
    if (layer instanceof ConvolutionLayer convolution) {
      return convolved(vertex, convolution, in, out, x);
    }
    if (layer instanceof SubsamplingLayer pooling) {
      return pooled(vertex, pooling, in, out, x);
    }
    if (layer instanceof Upsampling2D repeated) {
      int[] size = repeated.getSize();
      String scales = graph.constant(vertex + "/scales", Tensor.of(1, 1, size[0], size[1]));
      return graph.node(
          "Resize",
          vertex + "/repeated",
          List.of(x, "", scales),
          text("mode", "nearest"),
          text("coordinate_transformation_mode", "asymmetric"),
          text("nearest_mode", "floor"));
    }
    if (layer instanceof Cropping2D cropped) {
      int[] c = cropped.getCropping();
      return functions.slice(
          vertex,
          x,
          new long[] {c[0], c[2]},
          new long[] {c[1] == 0 ? END : -c[1], c[3] == 0 ? END : -c[3]},
          2,
          3);
    }
    if (layer instanceof ZeroPaddingLayer padded) {
      int[] p = padded.getPadding();
      String pads = graph.integers(vertex + "/pads", 0, 0, p[0], p[2], 0, 0, p[1], p[3]);
      return graph.node("Pad", vertex + "/padded", List.of(x, pads));
    }
    if (layer instanceof DenseLayer || layer instanceof OutputLayer) {
      return activated(vertex, (BaseLayer) layer, in, dense(vertex, (FeedForwardLayer) layer, x));
    }
    if (layer instanceof ActivationLayer function) {
      return functions.activation(vertex, function.getActivationFn(), in, x);
    }
    if (layer instanceof CnnLossLayer || layer instanceof LossLayer) {
      return activated(vertex, (BaseLayer) layer, in, x);
    }
    throw OnnxFunctions.unknown(vertex, layer.getClass());
  }

  private String parameter(String vertex, String name) {
    String key = vertex + "." + name;
    return graph.constant(key, weights.get(key));
  }

  private String dense(String vertex, FeedForwardLayer layer, String x) {
    boolean bias = layer instanceof DenseLayer d ? d.hasBias() : ((OutputLayer) layer).hasBias();
    if (layer instanceof DenseLayer d && d.hasLayerNorm()) {
      throw OnnxFunctions.unknown(vertex, layer.getClass());
    }
    String w = parameter(vertex, DefaultParamInitializer.WEIGHT_KEY);
    if (!bias) {
      return graph.node("MatMul", vertex + "/product", List.of(x, w));
    }
    Tensor row = weights.get(vertex + "." + DefaultParamInitializer.BIAS_KEY);
    String b = graph.constant(vertex + "." + DefaultParamInitializer.BIAS_KEY, flat(row));
    return graph.node("Gemm", vertex + "/product", List.of(x, w, b));
  }

  /** DL4J's rows {@code [1, n]} as ONNX wants them, {@code [n]}. */
  private static Tensor flat(Tensor row) {
    return Tensor.of(row.values());
  }

  private String convolved(
      String vertex, ConvolutionLayer layer, InputType in, InputType out, String x) {
    boolean transposed = layer instanceof Deconvolution2D;
    Class<?> plain = transposed ? Deconvolution2D.class : ConvolutionLayer.class;
    boolean known = layer.getClass() == plain || layer instanceof StandardForm;
    if (!known
        || !sized(layer.getConvolutionMode())
        || layer.getCnn2dDataFormat() != CNN2DFormat.NCHW
        || (transposed && dilated(layer.getDilation()))
        || !layer.hasBias()) {
      throw OnnxFunctions.unknown(vertex, layer.getClass());
    }
    int[] kernel = layer.getKernelSize();
    int[] stride = layer.getStride();
    int[] dilation = layer.getDilation();
    boolean same = layer.getConvolutionMode() == ConvolutionMode.Same;
    long[] missing =
        transposed
            ? missing(out, in, kernel, stride)
            : missing(in, out, reach(kernel, dilation), stride);
    Tensor bias = weights.get(vertex + "." + DefaultParamInitializer.BIAS_KEY);
    List<String> inputs =
        List.of(
            x,
            parameter(vertex, DefaultParamInitializer.WEIGHT_KEY),
            graph.constant(vertex + "." + DefaultParamInitializer.BIAS_KEY, flat(bias)));
    List<onnx.Onnx.AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                list("kernel_shape", kernel[0], kernel[1]),
                list("strides", stride[0], stride[1]),
                list("dilations", dilation[0], dilation[1]),
                same ? pads(missing) : pads(layer.getPadding())));
    if (transposed && same) {
      // Strides wider than kernels leave rows that no kernel reaches.
      attributes.add(list("output_padding", Math.max(0, -missing[0]), Math.max(0, -missing[1])));
    }
    String z =
        graph.node(
            transposed ? "ConvTranspose" : "Conv",
            vertex + "/product",
            inputs,
            attributes.toArray(onnx.Onnx.AttributeProto[]::new));
    return activated(vertex, layer, in, z);
  }

  /** Whether it is known how many rows and columns are padded. */
  private static boolean sized(ConvolutionMode mode) {
    return mode == ConvolutionMode.Same || mode == ConvolutionMode.Truncate;
  }

  private static boolean dilated(int... dilation) {
    return Arrays.stream(dilation).anyMatch(d -> d != 1);
  }

  private static int[] reach(int[] kernel, int... dilation) {
    return new int[] {(kernel[0] - 1) * dilation[0] + 1, (kernel[1] - 1) * dilation[1] + 1};
  }

  /**
   * Rows and columns that an image lacks for its kernels, as DL4J's {@code ConvolutionMode.Same}
   * has it; negative when some of the image lies between them.
   */
  private static long[] missing(InputType image, InputType grid, int[] kernel, int[] stride) {
    InputTypeConvolutional i = (InputTypeConvolutional) image;
    InputTypeConvolutional g = (InputTypeConvolutional) grid;
    return new long[] {
      (g.getHeight() - 1) * stride[0] + kernel[0] - i.getHeight(),
      (g.getWidth() - 1) * stride[1] + kernel[1] - i.getWidth()
    };
  }

  /** Half of what is missing before the image; the odd row or column after it. */
  private static onnx.Onnx.AttributeProto pads(long[] missing) {
    long rows = Math.max(0, missing[0]);
    long columns = Math.max(0, missing[1]);
    return list("pads", rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
  }

  /** As many rows before the image as after it, and columns. */
  private static onnx.Onnx.AttributeProto pads(int... padding) {
    return list("pads", padding[0], padding[1], padding[0], padding[1]);
  }

  private String pooled(
      String vertex, SubsamplingLayer layer, InputType in, InputType out, String x) {
    boolean largest = layer.getPoolingType() == PoolingType.MAX;
    boolean same = layer.getConvolutionMode() == ConvolutionMode.Same;
    int[] padding = layer.getPadding();
    // Whether zeros around an image count in a mean is DL4J's own matter.
    boolean counted = !largest && !same && (padding[0] > 0 || padding[1] > 0);
    if (!(largest || layer.getPoolingType() == PoolingType.AVG)
        || !sized(layer.getConvolutionMode())
        || counted
        || layer.getCnn2dDataFormat() != CNN2DFormat.NCHW
        || dilated(layer.getDilation())) {
      throw OnnxFunctions.unknown(vertex, layer.getClass());
    }
    int[] kernel = layer.getKernelSize();
    int[] stride = layer.getStride();
    return graph.node(
        largest ? "MaxPool" : "AveragePool",
        vertex + "/pooled",
        List.of(x),
        list("kernel_shape", kernel[0], kernel[1]),
        list("strides", stride[0], stride[1]),
        same ? pads(missing(in, out, kernel, stride)) : pads(padding));
  }

  /** With the running mean and variance. */
  private String normalised(String vertex, BatchNormalization layer, String x) {
    if (layer.getCnn2DFormat() != CNN2DFormat.NCHW) {
      throw OnnxFunctions.unknown(vertex, layer.getClass());
    }
    int n = Math.toIntExact(layer.getNOut());
    String mean = vertex + "." + BatchNormalizationParamInitializer.GLOBAL_MEAN;
    return graph.node(
        "BatchNormalization",
        vertex + "/normalised",
        List.of(
            x,
            scale(vertex, layer, BatchNormalizationParamInitializer.GAMMA, layer.getGamma(), n),
            scale(vertex, layer, BatchNormalizationParamInitializer.BETA, layer.getBeta(), n),
            graph.constant(mean, flat(weights.get(mean))),
            graph.constant(vertex + "/variance", Tensor.of(variance(vertex, layer)))),
        number("epsilon", layer.getEps()));
  }

  private String scale(String vertex, BatchNormalization layer, String name, double locked, int n) {
    String key = vertex + "." + name;
    return graph.constant(
        key, layer.isLockGammaBeta() ? Tensor.filled(n, locked) : flat(weights.get(key)));
  }

  private float[] variance(String vertex, BatchNormalization layer) {
    if (!layer.isUseLogStd()) {
      return weights.get(vertex + "." + BatchNormalizationParamInitializer.GLOBAL_VAR).values();
    }
    return ConvLayers.variance(
        weights.get(vertex + "." + BatchNormalizationParamInitializer.GLOBAL_LOG_STD).values());
  }

  private String activated(String vertex, BaseLayer layer, InputType type, String x) {
    return functions.activation(vertex, layer.getActivationFn(), type, x);
  }
}
