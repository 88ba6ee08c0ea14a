package io.github.aezoo.sequential.onnx;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.LayerException;
import io.github.aezoo.zoo.ModelImport;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;

/** A parsed file: constants by name, and the nodes in a row from its input to its output. */
final class OnnxGraphReader {
  private static final String CONSTANT = "Constant";

  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, NodeProto> computed = new HashMap<>();
  private final OnnxFolding folding = new OnnxFolding(constants, computed);
  private final List<NodeProto> chain = new ArrayList<>();
  private final ValueInfoProto input;
  private final String output;

  OnnxGraphReader(Path file) {
    GraphProto graph = parse(file).getGraph();
    for (TensorProto tensor : graph.getInitializerList()) {
      put(tensor.getName(), tensor);
    }
    List<NodeProto> nodes = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals(CONSTANT)) {
        put(node.getOutput(0), constant(node));
      } else {
        nodes.add(node);
      }
    }
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(i -> !constants.containsKey(i.getName())).toList();
    if (inputs.size() != 1 || graph.getOutputCount() < 1) {
      throw new ZooException(
          "%s: one input and an output expected; got %d and %d"
              .formatted(file, inputs.size(), graph.getOutputCount()));
    }
    input = inputs.get(0);
    List<String> outputs = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    output = farthest(nodes, outputs);
    // A copy of an inner value under a name of its own, such as the code.
    nodes.removeIf(
        node ->
            node.getOpType().equals("Identity")
                && outputs.contains(node.getOutput(0))
                && !node.getOutput(0).equals(output));
    nodes.removeIf(this::isAside);
    order(nodes);
  }

  /** Whether a node is no layer: it takes a shape, or stored values alone. */
  private boolean isAside(NodeProto node) {
    boolean aside =
        node.getOutputCount() == 1
            && node.getInputCount() > 0
            && (node.getOpType().equals("Shape")
                || node.getInputList().stream().allMatch(name -> name.isEmpty() || stored(name)));
    if (aside) {
      computed.put(node.getOutput(0), node);
    }
    return aside;
  }

  private boolean stored(String name) {
    return constants.containsKey(name) || computed.containsKey(name);
  }

  /** Of several outputs the one with the most layers before it: the others are on the way. */
  private static String farthest(List<NodeProto> nodes, List<String> outputs) {
    Map<String, NodeProto> makers = new HashMap<>();
    nodes.forEach(node -> node.getOutputList().forEach(name -> makers.put(name, node)));
    String farthest = outputs.get(0);
    int most = -1;
    for (String output : outputs) {
      Set<NodeProto> before = new HashSet<>();
      Deque<String> open = new ArrayDeque<>(List.of(output));
      while (!open.isEmpty()) {
        NodeProto maker = makers.get(open.pop());
        if (maker != null && before.add(maker)) {
          open.addAll(maker.getInputList());
        }
      }
      if (before.size() > most) {
        most = before.size();
        farthest = output;
      }
    }
    return farthest;
  }

  private static ModelProto parse(Path file) {
    try {
      ModelProto model = ModelProto.parseFrom(ModelImport.content(file));
      if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
        throw new ZooException(file + " is not an ONNX model: it has no nodes");
      }
      return model;
    } catch (org.nd4j.shade.protobuf.InvalidProtocolBufferException e) {
      throw new ZooException(file + " is not an ONNX model: " + SafeFiles.reason(e), e);
    }
  }

  private void put(String name, TensorProto tensor) {
    if (constants.put(name, tensor) != null) {
      throw new ZooException("tensor '" + name + "' is there twice");
    }
  }

  private static TensorProto constant(NodeProto node) {
    for (AttributeProto a : node.getAttributeList()) {
      if (a.getName().equals("value")) {
        return a.getT();
      }
    }
    throw new ZooException(
        "constant '%s': a tensor as its value expected".formatted(node.getOutput(0)));
  }

  /** Follows the values from the input; every node must be met once. */
  private void order(List<NodeProto> nodes) {
    Map<String, NodeProto> takers = new HashMap<>();
    for (NodeProto node : nodes) {
      List<String> from =
          node.getInputList().stream().filter(name -> !name.isEmpty() && !stored(name)).toList();
      if (from.size() != 1 || node.getOutputCount() < 1) {
        throw new LayerException(
            name(node),
            node.getOpType(),
            "one layer before it expected, layers in a row; got " + from);
      }
      NodeProto other = takers.put(from.get(0), node);
      if (other != null) {
        throw new ZooException(
            "layers '%s' (%s) and '%s' (%s) both take '%s': layers in a row expected, no branches"
                .formatted(
                    name(other), other.getOpType(), name(node), node.getOpType(), from.get(0)));
      }
    }
    String at = input.getName();
    Set<String> met = new HashSet<>();
    while (!at.equals(output)) {
      NodeProto next = takers.get(at);
      if (next == null || !met.add(at)) {
        throw new ZooException(
            "layers in a row from '%s' to '%s' expected; '%s' leads %s"
                .formatted(input.getName(), output, at, next == null ? "nowhere" : "in a circle"));
      }
      chain.add(next);
      at = next.getOutput(0);
    }
    if (chain.size() != nodes.size()) {
      throw new ZooException(
          "layers in a row expected; %d of %d are on the way from '%s' to '%s'"
              .formatted(chain.size(), nodes.size(), input.getName(), output));
    }
  }

  /** The layers in order. */
  List<NodeProto> nodes() {
    return chain;
  }

  /** The sizes of the input; 0 for one that the file leaves open, such as the batch. */
  long[] inputSizes() {
    return input.getType().getTensorType().getShape().getDimList().stream()
        .mapToLong(d -> d.getDimValue())
        .toArray();
  }

  String inputName() {
    return input.getName();
  }

  String outputName() {
    return output;
  }

  /** A node's name, or that of what it gives. */
  static String name(NodeProto node) {
    return node.getName().isEmpty() && node.getOutputCount() > 0
        ? node.getOutput(0)
        : node.getName();
  }

  /** Whether a node has an input that is stored, or computed from what is. */
  boolean has(NodeProto node, int at) {
    return at < node.getInputCount() && stored(node.getInput(at));
  }

  /** Remembers the shape of what a node gives, as the file has it. */
  void note(String value, long... shape) {
    folding.note(value, shape);
  }

  /** A node's constant input of floats that it cannot do without. */
  Tensor floats(NodeProto node, int at) {
    return folding.floats(required(node, at));
  }

  /** A node's constant input of whole numbers; see {@link OnnxFolding#longs}. */
  long[] longs(NodeProto node, int at) {
    return folding.longs(required(node, at));
  }

  private String required(NodeProto node, int at) {
    if (!has(node, at)) {
      throw new ZooException("its input %d must be stored".formatted(at));
    }
    return node.getInput(at);
  }
}
