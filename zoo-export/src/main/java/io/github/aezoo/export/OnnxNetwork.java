package io.github.aezoo.export;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** The vertices of a DL4J graph as ONNX operations, each added when its output is asked for. */
final class OnnxNetwork {
  private final ComputationGraphConfiguration configuration;
  private final OnnxGraphWriter graph;
  private final OnnxLayerWriter layers;
  private final OnnxFunctions functions;
  private final Map<String, InputType> types;
  private final Map<String, String> values = new HashMap<>();

  /**
   * A network of one input.
   *
   * @param input the value that its input is
   * @param type what that looks like
   * @param weights by {@code vertex.parameter}
   */
  OnnxNetwork(
      ComputationGraphConfiguration configuration,
      OnnxGraphWriter graph,
      String input,
      InputType type,
      Map<String, Tensor> weights) {
    this.configuration = configuration;
    this.graph = graph;
    this.layers = new OnnxLayerWriter(graph, weights);
    this.functions = new OnnxFunctions(graph);
    this.types = new HashMap<>(configuration.getLayerActivationTypes(type));
    String name = configuration.getNetworkInputs().get(0);
    types.put(name, type);
    values.put(name, input);
  }

  /**
   * The value that a vertex gives.
   *
   * @throws ZooException when a vertex or layer is not one that is known
   */
  String value(String vertex) {
    String known = values.get(vertex);
    if (known != null) {
      return known;
    }
    List<String> from = configuration.getVertexInputs().get(vertex);
    List<String> inputs = from.stream().map(this::value).toList();
    String made = add(vertex, configuration.getVertices().get(vertex), from, inputs);
    values.put(vertex, made);
    return made;
  }

  private String add(String name, GraphVertex vertex, List<String> from, List<String> inputs) {
    if (vertex instanceof LayerVertex layer) {
      InputType type = types.get(from.get(0));
      String x = inputs.get(0);
      InputPreProcessor before = layer.getPreProcessor();
      if (before != null) {
        type = before.getOutputType(type);
        x = shaped(name, before, x);
      }
      return layers.add(name, layer.getLayerConf().getLayer(), type, types.get(name), x);
    }
    if (vertex instanceof ElementWiseVertex both) {
      return graph.node(operation(name, both), name + "/both", inputs);
    }
    if (vertex instanceof MergeVertex) {
      return graph.node("Concat", name + "/merged", inputs, OnnxGraphWriter.integer("axis", 1));
    }
    if (vertex instanceof SubsetVertex part) {
      return functions.slice(
          name, inputs.get(0), new long[] {part.getFrom()}, new long[] {part.getTo() + 1L}, 1);
    }
    throw unknown(name, vertex.getClass());
  }

  private static ZooException unknown(String vertex, Class<?> type) {
    return new ZooException(
        "vertex '%s' cannot be written as ONNX, which has no %s"
            .formatted(vertex, type.getSimpleName()));
  }

  private static String operation(String name, ElementWiseVertex vertex) {
    return switch (vertex.getOp()) {
      case Add -> "Add";
      case Subtract -> "Sub";
      case Product -> "Mul";
      case Max -> "Max";
      default -> throw unknown(name, vertex.getClass());
    };
  }

  /** Maps to rows and back, both in the order of {@code [C, H, W]}. */
  private String shaped(String name, InputPreProcessor before, String x) {
    if (before instanceof CnnToFeedForwardPreProcessor) {
      return graph.node("Flatten", name + "/flat", List.of(x), OnnxGraphWriter.integer("axis", 1));
    }
    if (before instanceof FeedForwardToCnnPreProcessor maps) {
      String shape =
          graph.integers(
              name + "/shape",
              0,
              maps.getNumChannels(),
              maps.getInputHeight(),
              maps.getInputWidth());
      return graph.node("Reshape", name + "/maps", List.of(x, shape));
    }
    throw unknown(name, before.getClass());
  }
}
