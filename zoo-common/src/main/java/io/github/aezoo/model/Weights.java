package io.github.aezoo.model;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The parameters of a network by their names, as files have them. */
final class Weights {
  /** As many float32 values as a file of weights may hold: 1 GiB. */
  private static final long MAX_PARAMETERS = 1L << 28;

  /** Parameters with one value a unit. */
  private static final Set<String> VECTORS =
      Set.of(
          DefaultParamInitializer.BIAS_KEY,
          BatchNormalizationParamInitializer.GAMMA,
          BatchNormalizationParamInitializer.BETA,
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  private Weights() {}

  /**
   * A network of a configuration.
   *
   * @throws ZooException when it is too large
   */
  static ComputationGraph graph(ComputationGraphConfiguration configuration) {
    long parameters = 0;
    for (GraphVertex vertex : configuration.getVertices().values()) {
      parameters += vertex.numParams(true);
    }
    // Before anything is allocated: hyper-parameters may come from a card that somebody else wrote.
    if (parameters > MAX_PARAMETERS) {
      throw new ZooException(
          "a network of at most %,d parameters expected; got %,d: choose smaller layers"
              .formatted(MAX_PARAMETERS, parameters));
    }
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /** All parameters, named {@code vertex.parameter}, in the network's order. */
  static Map<String, Tensor> of(ComputationGraph network) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    network
        .paramTable()
        .forEach(
            (key, value) ->
                weights.put(
                    tensorName(key),
                    new Tensor(storedShape(key, value), value.dup('c').data().asFloat())));
    return weights;
  }

  /**
   * Replaces all parameters.
   *
   * @param name of the model, in messages
   * @throws ZooException when a parameter is missing, unknown or shaped otherwise
   */
  static void set(ComputationGraph network, String name, Map<String, Tensor> weights) {
    Map<String, INDArray> table = network.paramTable();
    for (Map.Entry<String, INDArray> entry : table.entrySet()) {
      String key = tensorName(entry.getKey());
      Tensor tensor = weights.get(key);
      long[] shape = storedShape(entry.getKey(), entry.getValue());
      if (tensor == null || !Arrays.equals(shape, tensor.shape())) {
        throw new ZooException(
            "%s needs the weights %s %s; %s"
                .formatted(
                    name,
                    key,
                    Arrays.toString(shape),
                    tensor == null ? "they are missing" : "got " + tensor));
      }
    }
    if (weights.size() != table.size()) {
      Set<String> extra = new TreeSet<>(weights.keySet());
      table.keySet().forEach(key -> extra.remove(tensorName(key)));
      throw new ZooException(name + " has no weights named " + extra);
    }
    table.forEach(
        (key, value) -> {
          Tensor tensor = weights.get(tensorName(key));
          value.assign(Nd4j.createFromArray(tensor.values()).reshape('c', value.shape()));
        });
  }

  /** DL4J 1.0.0-M1.1 keeps biases and their like as rows, M2.1 as vectors, and so do files. */
  private static long[] storedShape(String key, INDArray value) {
    long[] shape = value.shape();
    boolean vector = VECTORS.contains(key.substring(key.lastIndexOf('_') + 1));
    return vector && shape.length == 2 && shape[0] == 1 ? new long[] {shape[1]} : shape;
  }

  /** The name in files of a parameter that DL4J calls {@code vertex_parameter}. */
  static String tensorName(String key) {
    int split = key.lastIndexOf('_');
    return key.substring(0, split) + "." + key.substring(split + 1);
  }
}
