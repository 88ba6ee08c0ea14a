package io.github.aezoo.model;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An autoencoder: images {@code [N, C, H, W]} with pixels in [0, 1] to codes {@code [N,
 * latentSize]} and back.
 *
 * <p>Calls are synchronised, so one object may serve several threads one after the other; threads
 * that should work at the same time each take a {@link #copy}.
 */
public final class Autoencoder implements AutoCloseable {
  /** As many float32 values as a file of weights may hold: 1 GiB. */
  private static final long MAX_PARAMETERS = 1L << 28;

  /** Batches that {@link #fit} reads before they are needed. */
  private static final int READ_AHEAD = 2;

  /** Parameters with one value a unit. */
  private static final Set<String> VECTORS =
      Set.of(
          DefaultParamInitializer.BIAS_KEY,
          BatchNormalizationParamInitializer.GAMMA,
          BatchNormalizationParamInitializer.BETA,
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  private final String name;
  private final Architecture architecture;
  private final boolean trainable;
  private final ComputationGraph network;
  private ComputationGraph encoder;
  private ComputationGraph decoder;
  private volatile boolean closed;

  private Autoencoder(String name, Architecture architecture, Learning learning, long seed) {
    this.name = name;
    this.architecture = architecture;
    this.trainable = !learning.equals(Learning.NONE);
    this.network = graph(architecture.network(learning, seed));
  }

  /** An untrained autoencoder: the same seed gives the same weights. */
  public static Autoencoder create(
      String name, Architecture architecture, Learning learning, long seed) {
    return new Autoencoder(name, architecture, learning, seed);
  }

  /**
   * A trained autoencoder.
   *
   * @param weights every parameter of the network, named {@code vertex.parameter}
   * @throws ZooException when a parameter is missing, unknown or shaped otherwise
   */
  public static Autoencoder of(
      String name, Architecture architecture, Map<String, Tensor> weights) {
    Autoencoder model = create(name, architecture, Learning.NONE, 0);
    model.setWeights(weights);
    return model;
  }

  private static ComputationGraph graph(ComputationGraphConfiguration configuration) {
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

  /** The name that messages use: a model id, or family and variant. */
  public String name() {
    return name;
  }

  /** The structure of the network. */
  public Architecture architecture() {
    return architecture;
  }

  /** The DL4J network itself: vertices {@code input}, {@code code} and {@code reconstruction}. */
  public ComputationGraph network() {
    requireOpen();
    return network;
  }

  /** How many numbers were learned. */
  public long parameters() {
    requireOpen();
    return network.numParams();
  }

  /**
   * Codes of images; deterministic.
   *
   * @param images {@code [N, C, H, W]}, pixels in [0, 1]
   * @return {@code [N, latentSize]}
   * @throws ZooException when the shape or the range is another
   */
  public synchronized INDArray encode(INDArray images) {
    requireOpen();
    if (encoder == null) {
      encoder = graph(architecture.encoder());
    }
    // The network may have been trained since the last call; copying is cheap beside inference.
    adopt(encoder);
    return Chunks.through(
        architecture.laidOut(checked(images)), x -> encoder.outputSingle(false, x));
  }

  /**
   * Codes of a whole split in its order, however large: a batch is read and encoded when it is
   * asked for, and nothing is kept.
   *
   * @param batchSize images a batch, at least 1; the last one may be smaller
   * @return empty for a split without images; a failure to read comes when its batch is asked for
   */
  public Stream<CodeBatch> encode(Dataset data, Split split, int batchSize) {
    requireOpen();
    return CodeBatch.stream(this, data, split, batchSize);
  }

  /**
   * Images of codes.
   *
   * @param codes {@code [N, latentSize]}
   * @return {@code [N, C, H, W]}, pixels in [0, 1]
   * @throws ZooException when the shape is another
   */
  public synchronized INDArray decode(INDArray codes) {
    requireOpen();
    if (codes.rank() != 2 || codes.isEmpty() || codes.size(1) != architecture.latentSize()) {
      throw new ZooException(
          "%s decodes [N, %d]; got %s"
              .formatted(name, architecture.latentSize(), Arrays.toString(codes.shape())));
    }
    if (decoder == null) {
      decoder = graph(architecture.decoder());
    }
    adopt(decoder);
    return images(Chunks.through(codes, c -> decoder.outputSingle(false, c)));
  }

  /**
   * What a vertex of the network gives for images, all of them in one pass.
   *
   * @param images {@code [N, C, H, W]}, pixels in [0, 1]
   * @throws ZooException when the shape or the range is another, or there is no such vertex
   */
  public synchronized INDArray activations(String vertex, INDArray images) {
    requireOpen();
    INDArray values = network.feedForward(architecture.laidOut(checked(images)), false).get(vertex);
    if (values == null) {
      throw new ZooException(name + " has no vertex '" + vertex + "': expected one of its network");
    }
    return values;
  }

  /**
   * Reconstructions of images; equals {@code decode(encode(images))}.
   *
   * @param images {@code [N, C, H, W]}, pixels in [0, 1]
   * @return the same shape, pixels in [0, 1]
   * @throws ZooException when the shape or the range is another
   */
  public synchronized INDArray reconstruct(INDArray images) {
    requireOpen();
    return images(
        Chunks.through(architecture.laidOut(checked(images)), x -> network.outputSingle(false, x)));
  }

  /**
   * Mean squared error a pixel of each image's reconstruction.
   *
   * @param images {@code [N, C, H, W]}, pixels in [0, 1]
   */
  public double[] reconstructionErrors(INDArray images) {
    INDArray difference = reconstruct(images).subi(images);
    return difference.muli(difference).mean(1, 2, 3).toDoubleVector();
  }

  /**
   * Trains with DL4J's own {@code fit}, clean images as input and target; recipes, validation and
   * exact resumption are the {@code Trainer}'s.
   *
   * @param images features {@code [N, C, H, W]}; labels are the targets
   * @throws ZooException when the model was made for inference, as loaded ones are: train one that
   *     {@link #create} made with a {@link Learning} and that got the weights of the other
   */
  public synchronized void fit(DataSetIterator images, int epochs) {
    requireOpen();
    if (!trainable) {
      throw new ZooException(
          name
              + " was made for inference and cannot be trained: create one with a Learning and give"
              + " it these weights()");
    }
    // Reads ahead on a thread of its own, outside of workspaces: batches outlive the next read.
    AsyncDataSetIterator ahead = new AsyncDataSetIterator(images, READ_AHEAD, false);
    try {
      for (int epoch = 0; epoch < epochs; epoch++) {
        if (epoch > 0 || !ahead.hasNext()) {
          ahead.reset();
        }
        while (ahead.hasNext()) {
          DataSet batch = ahead.next();
          network.fit(
              new DataSet(
                  architecture.laidOut(batch.getFeatures()),
                  architecture.laidOut(batch.getLabels())));
        }
      }
    } finally {
      ahead.shutdown();
    }
  }

  /** A second object with its own copy of the weights, for another thread. */
  public synchronized Autoencoder copy() {
    return of(name, architecture, weights());
  }

  /** All parameters, named {@code vertex.parameter}, in the network's order. */
  public synchronized Map<String, Tensor> weights() {
    requireOpen();
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

  /** Replaces all parameters; see {@link #of}. */
  public synchronized void setWeights(Map<String, Tensor> weights) {
    requireOpen();
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

  /**
   * The name that {@link #weights} has for a parameter that DL4J calls {@code vertex_parameter}.
   */
  public static String tensorName(String key) {
    int split = key.lastIndexOf('_');
    return key.substring(0, split) + "." + key.substring(split + 1);
  }

  private void adopt(ComputationGraph part) {
    Map<String, INDArray> whole = network.paramTable();
    part.paramTable().forEach((key, value) -> value.assign(whole.get(key)));
  }

  /**
   * Images as they came, when the model takes them.
   *
   * @param images {@code [N, C, H, W]}, pixels in [0, 1]
   * @throws ZooException when the shape is another or a pixel outside of the range; values of rows
   *     of a table may be any that are finite
   */
  public INDArray checked(INDArray images) {
    requireOpen();
    return InputContract.checked(name, architecture.input(), images);
  }

  private INDArray images(INDArray reconstruction) {
    return reconstruction.reshape('c', architecture.input().batch(reconstruction.size(0)));
  }

  private void requireOpen() {
    if (closed) {
      throw new ZooException("the model %s is closed; load it again".formatted(name));
    }
  }

  /**
   * Frees the networks' memory now instead of when the garbage collector finds them; every later
   * call but those of name and architecture says that the model is closed. Again it does nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (ComputationGraph graph : new ComputationGraph[] {network, encoder, decoder}) {
      // Deeplearning4j 1.0.0-M1.1 cannot close a network without parameters, as of pooling alone.
      if (graph != null && graph.params() != null) {
        graph.close();
      }
    }
  }
}
