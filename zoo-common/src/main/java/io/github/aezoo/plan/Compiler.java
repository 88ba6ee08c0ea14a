package io.github.aezoo.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes passes of a network: goes through its vertices in order. */
final class Compiler {
  private final ComputationGraphConfiguration settings;
  private final List<String> order;
  private final String from;
  private final InputType inputType;
  private final String to;
  private final Map<String, INDArray> parameters;
  private final Map<String, INDArray> gradients;

  private Compiler(
      ComputationGraph network,
      List<String> order,
      String from,
      InputType inputType,
      String to,
      Map<String, INDArray> gradients) {
    settings = network.getConfiguration();
    this.order = order;
    this.from = from;
    this.inputType = inputType;
    this.to = to;
    parameters = network.paramTable();
    this.gradients = gradients;
  }

  /** For a network, with what it takes and where the gradients of its parameters are. */
  static Optional<Compiler> of(
      ComputationGraph network, InputType inputType, Map<String, INDArray> gradients) {
    ComputationGraphConfiguration settings = network.getConfiguration();
    return settings.getNetworkInputs().size() == 1 && settings.getNetworkOutputs().size() == 1
        ? of(
            network,
            settings.getNetworkInputs().get(0),
            inputType,
            settings.getNetworkOutputs().get(0),
            gradients)
        : Optional.empty();
  }

  /** For what lies between two vertices; empty when more than the first is needed. */
  static Optional<Compiler> of(
      ComputationGraph network,
      String from,
      InputType inputType,
      String to,
      Map<String, INDArray> gradients) {
    ComputationGraphConfiguration settings = network.getConfiguration();
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(to));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!name.equals(from) && needed.add(name)) {
        List<String> inputs = settings.getVertexInputs().get(name);
        if (inputs == null) {
          return Optional.empty();
        }
        open.addAll(inputs);
      }
    }
    List<String> order = new ArrayList<>();
    for (int index : network.topologicalSortOrder()) {
      String name = network.getVertices()[index].getVertexName();
      if (needed.contains(name)) {
        order.add(name);
      }
    }
    return Optional.of(new Compiler(network, order, from, inputType, to, gradients));
  }

  /** Whether there are passes. */
  boolean knows(Pass.Purpose purpose) {
    return pass(1, purpose).isPresent();
  }

  /** A pass; empty when there is something in the network that plans do not know. */
  Optional<Pass> pass(int n, Pass.Purpose purpose) {
    Pass pass = new Pass(n, purpose);
    Map<String, Slot> slots = new HashMap<>();
    slots.put(from, pass.slot(inputType, false));
    pass.begin(slots.get(from));
    for (String name : order) {
      List<Slot> inputs = settings.getVertexInputs().get(name).stream().map(slots::get).toList();
      Optional<Slot> output = vertex(name, settings.getVertices().get(name), inputs, pass);
      if (output.isEmpty()) {
        return Optional.empty();
      }
      slots.put(name, output.get());
    }
    pass.end(slots.get(to));
    return Optional.of(pass);
  }

  /** Adds a vertex; gives what it gives. */
  private Optional<Slot> vertex(String name, GraphVertex vertex, List<Slot> inputs, Pass pass) {
    boolean learns = inputs.stream().anyMatch(Slot::learns);
    if (vertex instanceof LayerVertex layer) {
      return prepared(layer.getPreProcessor(), inputs.get(0), pass)
          .flatMap(input -> layer(name, layer.getLayerConf().getLayer(), input, pass));
    }
    InputType type =
        vertex.getOutputType(0, inputs.stream().map(Slot::type).toArray(InputType[]::new));
    Slot output = pass.slot(type, learns);
    if (vertex instanceof ElementWiseVertex both && both.getOp() == ElementWiseVertex.Op.Add) {
      add(new Joins.Sum(inputs, output), name, output, pass);
    } else if (vertex instanceof MergeVertex && type.getType() == InputType.Type.FF) {
      add(new Joins.Merge(inputs, output), name, output, pass);
    } else if (vertex instanceof SubsetVertex subset && type.getType() == InputType.Type.FF) {
      add(new Joins.Subset(inputs.get(0), output, subset.getFrom()), name, output, pass);
    } else {
      return Optional.empty();
    }
    return Optional.of(output);
  }

  private Optional<Slot> layer(String name, Layer layer, Slot input, Pass pass) {
    if (layer.getClass() == ActivationLayer.class
        && ((ActivationLayer) layer).getActivationFn() instanceof ActivationIdentity) {
      if (!hasOneReader(name)) {
        pass.replaceable().remove(input);
      }
      return Optional.of(input);
    }
    if (pass.replaceable().contains(input) && layer.getClass() == ActivationLayer.class) {
      Optional<Nonlinearity> function =
          Nonlinearity.of(((ActivationLayer) layer).getActivationFn());
      if (function.isPresent()) {
        Wiring same = wiring(name, input, input, pass);
        pass.add(new ActivationOperation(same, function.get()), null);
        pass.replaceable().remove(input);
        return Optional.of(input);
      }
    }
    boolean own = parameters.keySet().stream().anyMatch(key -> belongs(key, name));
    Slot output =
        pass.slot(layer.getOutputType(0, input.type()), pass.trains() && (own || input.learns()));
    return Layers.operation(layer, wiring(name, input, output, pass))
        .map(
            operation -> {
              add(operation, name, output, pass);
              return output;
            });
  }

  private Wiring wiring(String name, Slot input, Slot output, Pass pass) {
    return new Wiring(
        pass,
        List.of(input),
        output,
        key -> parameters.get(name + "_" + key),
        key -> gradients.get(name + "_" + key));
  }

  private void add(Operation operation, String name, Slot output, Pass pass) {
    pass.add(operation, output);
    if (hasOneReader(name) && !operation.readsOutput()) {
      pass.replaceable().add(output);
    }
  }

  private boolean hasOneReader(String name) {
    return order.stream()
            .filter(other -> settings.getVertexInputs().get(other).contains(name))
            .count()
        == 1;
  }

  private static boolean belongs(String key, String vertex) {
    return key.lastIndexOf('_') == vertex.length() && key.startsWith(vertex);
  }

  private static Optional<Slot> prepared(InputPreProcessor before, Slot input, Pass pass) {
    if (before == null) {
      return Optional.of(input);
    }
    if (before.getClass() == CnnToFeedForwardPreProcessor.class) {
      Maps maps = Maps.of(input.type());
      Slot rows = pass.slot(InputType.feedForward(maps.size()), input.learns());
      pass.add(new SizeOperations.Transposition(input, rows, maps, true), rows);
      return Optional.of(rows);
    }
    if (before instanceof FeedForwardToCnnPreProcessor toMaps) {
      InputType type =
          InputType.convolutional(
              toMaps.getInputHeight(),
              toMaps.getInputWidth(),
              toMaps.getNumChannels(),
              CNN2DFormat.NCHW);
      Slot maps = pass.slot(type, input.learns());
      pass.add(new SizeOperations.Transposition(input, maps, Maps.of(type), false), maps);
      return Optional.of(maps);
    }
    return Optional.empty();
  }
}
