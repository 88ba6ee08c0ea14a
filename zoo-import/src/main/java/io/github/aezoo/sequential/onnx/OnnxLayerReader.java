package io.github.aezoo.sequential.onnx;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.LayerChain;
import io.github.aezoo.sequential.LayerSpec;
import io.github.aezoo.sequential.Nonlinearity;
import io.github.aezoo.sequential.Orders;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.NodeProto;

/** Nodes without windows as layers; see {@link OnnxWindows} for the others. */
final class OnnxLayerReader {
  private static final String SUPPORTED =
      "Gemm, MatMul, Add (a bias), Conv, ConvTranspose, MaxPool, AveragePool, Resize, Upsample,"
          + " BatchNormalization, Slice, Pad, Flatten, Reshape, Transpose (of channels), Relu, Elu, LeakyRelu,"
          + " Sigmoid, Tanh, Selu, Softplus, Clip (to [0, 1], at the end), Identity, Dropout";
  private static final Set<String> OF_IMAGES =
      Set.of(
          "Conv",
          "ConvTranspose",
          "MaxPool",
          "AveragePool",
          "Resize",
          "Upsample",
          "BatchNormalization");
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("Identity", "Dropout", "Reshape", "Flatten", "Transpose");

  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_GAMMA = 1.0507009873554805;

  private final OnnxGraphReader graph;
  private final LayerChain chain;
  private final OnnxLayout layout;
  private final OnnxWindows windows;
  private final OnnxEdges edges;

  OnnxLayerReader(OnnxGraphReader graph, LayerChain chain, OnnxLayout layout) {
    this.graph = graph;
    this.chain = chain;
    this.layout = layout;
    this.windows = new OnnxWindows(graph, chain);
    this.edges = new OnnxEdges(graph, chain, layout);
  }

  void addAll() {
    graph.note(graph.inputName(), layout.shape());
    for (int i = 0; i < graph.nodes().size(); i++) {
      NodeProto node = graph.nodes().get(i);
      String layer = OnnxGraphReader.name(node);
      int place = i;
      LayerChain.within(
          layer,
          node.getOpType(),
          () -> {
            if (!node.getDomain().isEmpty() && !node.getDomain().equals("ai.onnx")) {
              throw new ZooException("operators of ONNX itself expected; got " + node.getDomain());
            }
            add(layer, node, new Attributes(node), place);
          });
      graph.note(node.getOutput(0), layout.shape());
    }
    layout.end();
  }

  private void add(String layer, NodeProto node, Attributes a, int place) {
    if (OF_IMAGES.contains(node.getOpType())) {
      layout.requireChannelsFirst();
    }
    switch (node.getOpType()) {
      case "Gemm" -> gemm(layer, node, a);
      case "MatMul" -> dense(layer, graph.floats(node, 1), 1);
      case "Add" -> bias(node);
      case "Conv" -> windows.convolution(layer, node, a);
      case "ConvTranspose" -> windows.transposed(layer, node, a);
      case "MaxPool" -> windows.pooling(layer, node, a, true);
      case "AveragePool" -> windows.pooling(layer, node, a, false);
      case "Resize", "Upsample" -> windows.upsampling(layer, node, a);
      case "BatchNormalization" -> normalisation(layer, node, a);
      case "Slice" -> edges.slice(layer, node, a);
      case "Pad" -> edges.pad(layer, node, a);
      case "Flatten" -> {
        a.require("axis", 1);
        layout.flatten(layer);
      }
      case "Reshape" -> layout.reshape(layer, node, place);
      case "Transpose" -> layout.transpose(node);
      case "Relu" -> activation(layer, Nonlinearity.RELU, 0);
      case "Elu" -> activation(layer, Nonlinearity.ELU, a.number("alpha", 1));
      case "LeakyRelu" -> activation(layer, Nonlinearity.LEAKY_RELU, a.number("alpha", 0.01));
      case "Sigmoid" -> activation(layer, Nonlinearity.SIGMOID, 0);
      case "Tanh" -> activation(layer, Nonlinearity.TANH, 0);
      case "Softplus" -> activation(layer, Nonlinearity.SOFTPLUS, 0);
      case "Selu" -> selu(layer, a);
      case "Clip" -> {
        requireEndInUnitRange(node, a, place);
        activation(layer, Nonlinearity.UNIT_RANGE, 0);
      }
      case "Identity", "Dropout" -> requireOneInput(node);
      default -> throw new ZooException("the zoo knows " + SUPPORTED);
    }
  }

  /** Dropout does nothing in use unless a file says that it trains. */
  private static void requireOneInput(NodeProto node) {
    if (node.getInputCount() > 2) {
      throw new ZooException("a network for inference expected, not one in training mode");
    }
  }

  /** Elsewhere clipping would stop what training learns from. */
  private void requireEndInUnitRange(NodeProto node, Attributes a, int place) {
    double low = graph.has(node, 1) ? graph.floats(node, 1).values()[0] : a.number("min", -1);
    double high = graph.has(node, 2) ? graph.floats(node, 2).values()[0] : a.number("max", 2);
    if (!isEnd(place + 1) || low != 0 || high != 1) {
      throw new ZooException("a range of [0, 1] expected, and no layer after it");
    }
  }

  /** Whether nodes from a place on change no value. */
  private boolean isEnd(int place) {
    return graph.nodes().stream().skip(place).allMatch(n -> WITHOUT_EFFECT.contains(n.getOpType()));
  }

  private void activation(String layer, Nonlinearity function, double slope) {
    chain.add(layer, new LayerSpec.Activation(function, slope));
  }

  private void selu(String layer, Attributes a) {
    boolean standard =
        Math.abs(a.number("alpha", SELU_ALPHA) - SELU_ALPHA) < 1e-6
            && Math.abs(a.number("gamma", SELU_GAMMA) - SELU_GAMMA) < 1e-6;
    if (!standard) {
      throw new ZooException("the usual alpha and gamma expected");
    }
    activation(layer, Nonlinearity.SELU, 0);
  }

  private void gemm(String layer, NodeProto node, Attributes a) {
    a.require("transA", 0);
    Tensor b = matrix(graph.floats(node, 1));
    if (a.whole("transB", 0) != 0) {
      b = Orders.transposed(b, 1, 0);
    }
    dense(layer, b, (float) a.number("alpha", 1));
    if (graph.has(node, 2)) {
      float[] c = graph.floats(node, 2).values();
      float[] bias = new float[Math.toIntExact(b.shape()[1])];
      if (c.length != 1 && c.length != bias.length) {
        throw new ZooException(
            "a bias of %d values expected; got %d".formatted(bias.length, c.length));
      }
      float beta = (float) a.number("beta", 1);
      for (int i = 0; i < bias.length; i++) {
        bias[i] = beta * c[c.length == 1 ? 0 : i];
      }
      chain.addBias(bias);
    }
  }

  private static Tensor matrix(Tensor tensor) {
    if (tensor.shape().length != 2) {
      throw new ZooException("a stored matrix expected; got " + tensor);
    }
    return tensor;
  }

  private void dense(String layer, Tensor weights, float scale) {
    Tensor w = layout.taken(matrix(weights));
    if (scale != 1) {
      float[] scaled = w.values().clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= scale;
      }
      w = new Tensor(w.shape(), scaled);
    }
    int units = Math.toIntExact(w.shape()[1]);
    chain.add(layer, new LayerSpec.Dense(units), Map.of("W", w, "b", Tensor.filled(units, 0)));
  }

  private void bias(NodeProto node) {
    int constant = graph.has(node, 0) ? 0 : 1;
    Tensor b = graph.floats(node, constant);
    long[] shape = b.shape();
    int axis = layout.channelAxis(shape.length);
    boolean vector = axis >= 0 && shape[axis] == b.values().length;
    if (!vector || !chain.addBias(b.values())) {
      throw new ZooException(
          "the bias of the layer before it expected, one value for each of its outputs; got " + b);
    }
  }

  private void normalisation(String layer, NodeProto node, Attributes a) {
    a.require("training_mode", 0);
    a.require("spatial", 1);
    String[] names = {"gamma", "beta", "mean", "var"};
    Map<String, Tensor> tensors = new java.util.LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      tensors.put(names[i], layout.beside(graph.floats(node, i + 1)));
    }
    chain.add(
        layer,
        new LayerSpec.BatchNormalisation(a.number("epsilon", 1e-5), a.number("momentum", 0.9)),
        tensors);
  }
}
