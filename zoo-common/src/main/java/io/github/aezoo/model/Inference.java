package io.github.aezoo.model;

import io.github.aezoo.plan.Memory;
import io.github.aezoo.plan.Plan;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network in use: by plans, which any number of callers use at once; on a GPU, and where there is
 * no plan, by DL4J's layers, one caller after the other.
 */
final class Inference implements AutoCloseable {
  /** What is computed: the vertex whose values are given, and the one whose values are wanted. */
  private record Way(String from, String to) {}

  private final ComputationGraph network;
  private final Architecture architecture;
  private final Map<Way, Optional<Passes>> passes = new ConcurrentHashMap<>();
  private final Map<Way, ComputationGraph> graphs = new ConcurrentHashMap<>();

  Inference(ComputationGraph network, Architecture architecture) {
    this.network = network;
    this.architecture = architecture;
  }

  /**
   * Looks at values on their way into the network.
   *
   * @see InputContract
   */
  @FunctionalInterface
  interface Look {
    /** At the first {@code count} values. */
    void at(float[] values, int count);
  }

  private InputType type(String vertex) {
    return vertex.equals(Architecture.CODE)
        ? InputType.feedForward(architecture.latentSize())
        : architecture.inputType();
  }

  private Optional<Passes> passes(Way way) {
    return passes.computeIfAbsent(
        way, w -> Plan.of(network, w.from(), type(w.from()), w.to()).map(Passes::new));
  }

  /**
   * What a vertex gives for arrays.
   *
   * @param from {@link Architecture#INPUT} or {@link Architecture#CODE}
   * @param values its values, {@code [N, ...]}
   * @param shape of a row of what is wanted; empty for the vertex's own
   * @param look may throw
   * @return {@code [N, ...]}; null when there is no such vertex
   */
  INDArray arrays(String from, String to, INDArray values, long[] shape, Look look) {
    Way way = new Way(from, to);
    Optional<Passes> planned = passes(way);
    if (planned.isEmpty()) {
      if (from.equals(Architecture.INPUT)) {
        float[] all = values.dup('c').data().asFloat();
        look.at(all, all.length);
      }
      INDArray result = layered(way, values);
      return shape.length == 0 || result == null
          ? result
          : result.reshape('c', batch(values.size(0), shape));
    }
    INDArray rows = standard(values);
    int n = Math.toIntExact(rows.size(0));
    int size = Math.toIntExact(rows.length() / n);
    long[] own = shape.length == 0 ? shape(planned.get().outputType()) : shape;
    INDArray result = Nd4j.createUninitializedDetached(DataType.FLOAT, batch(n, own));
    int wide = Math.toIntExact(result.length() / n);
    planned
        .get()
        .run(
            n,
            size,
            (row, count, into) -> {
              new Memory(rows, (long) row * size, count * size).get(0, into, 0, count * size);
              look.at(into, count * size);
            },
            (row, count, array) ->
                new Memory(result, (long) row * wide, count * wide).put(0, array, 0, count * wide));
    return result;
  }

  /**
   * The same for values on the heap, one row after the other.
   *
   * @param n rows
   * @return null when there is no such vertex
   */
  float[] values(String from, String to, int n, float[] values, Look look) {
    Way way = new Way(from, to);
    int size = values.length / n;
    Optional<Passes> planned = passes(way);
    if (planned.isEmpty()) {
      look.at(values, values.length);
      long[] shape = batch(n, shape(type(from)));
      INDArray rows = Nd4j.createFromArray(values).reshape('c', shape);
      INDArray result = layered(way, rows);
      return result == null ? null : result.dup('c').data().asFloat();
    }
    int wide = Math.toIntExact(planned.get().outputType().arrayElementsPerExample());
    float[] result = new float[n * wide];
    planned
        .get()
        .run(
            n,
            size,
            (row, count, into) -> {
              System.arraycopy(values, row * size, into, 0, count * size);
              look.at(into, count * size);
            },
            (row, count, array) -> System.arraycopy(array, 0, result, row * wide, count * wide));
    return result;
  }

  private static long[] shape(InputType type) {
    return type instanceof InputType.InputTypeConvolutional maps
        ? new long[] {maps.getChannels(), maps.getHeight(), maps.getWidth()}
        : new long[] {type.arrayElementsPerExample()};
  }

  private static long[] batch(long n, long[] shape) {
    long[] all = new long[shape.length + 1];
    all[0] = n;
    System.arraycopy(shape, 0, all, 1, shape.length);
    return all;
  }

  /** Values in the order of their memory. */
  private static INDArray standard(INDArray values) {
    return values.dataType() == DataType.FLOAT
            && values.ordering() == 'c'
            && Shape.hasDefaultStridesForShape(values)
        ? values
        : values.castTo(DataType.FLOAT).dup('c');
  }

  private synchronized INDArray layered(Way way, INDArray values) {
    boolean images = way.from().equals(Architecture.INPUT);
    INDArray rows = images ? architecture.laidOut(values) : values;
    if (way.from().equals(Architecture.CODE)) {
      return Chunks.through(rows, part(way, () -> Weights.graph(architecture.decoder())));
    }
    return way.to().equals(Architecture.RECONSTRUCTION)
        ? Chunks.through(rows, x -> network.outputSingle(false, x))
        : layer(way.to())
            .map(layer -> Chunks.through(rows, x -> until(way.to(), layer, x)))
            .orElseGet(() -> network.feedForward(rows, false).get(way.to()));
  }

  /** The place of a layer among the network's; empty for a vertex without one, or none at all. */
  private Optional<Integer> layer(String vertex) {
    Layer[] layers = network.getLayers();
    return IntStream.range(0, layers.length)
        .filter(i -> layers[i].conf().getLayer().getLayerName().equals(vertex))
        .boxed()
        .findFirst();
  }

  /** Without what is behind the layer: the decoder, for a code. */
  private INDArray until(String vertex, int layer, INDArray rows) {
    return network.feedForward(new INDArray[] {rows}, layer, false).get(vertex);
  }

  private UnaryOperator<INDArray> part(Way way, Supplier<ComputationGraph> made) {
    ComputationGraph part = graphs.computeIfAbsent(way, w -> made.get());
    // The network may have been trained since the last call; copying is cheap beside inference.
    Map<String, INDArray> whole = network.paramTable();
    part.paramTable().forEach((key, value) -> value.assign(whole.get(key)));
    return x -> part.outputSingle(false, x);
  }

  @Override
  public synchronized void close() {
    for (ComputationGraph graph : graphs.values()) {
      if (graph.params() != null) {
        graph.close();
      }
    }
    passes.clear();
  }
}
