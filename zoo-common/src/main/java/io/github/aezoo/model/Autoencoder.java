package io.github.aezoo.model;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An autoencoder: images {@code [N, C, H, W]} with pixels in [0, 1] to codes {@code [N,
 * latentSize]} and back.
 *
 * <p>One object serves any number of threads: on a CPU they work at the same time and share the
 * weights, on a GPU one after the other. Many images of one call are computed on the threads of
 * {@link java.util.concurrent.ForkJoinPool#commonPool}, or of the pool that the call is made in;
 * what comes out does not depend on how many there are. What changes the weights, and {@link
 * #close}, waits until the calls that work have ended.
 */
public final class Autoencoder implements AutoCloseable {
  /** Batches that {@link #fit} reads before they are needed. */
  private static final int READ_AHEAD = 2;

  private final String name;
  private final Architecture architecture;
  private final boolean trainable;
  private final ComputationGraph network;
  private final Inference inference;

  /** Many may use the weights; one alone changes them. */
  private final ReadWriteLock weightsLock = new ReentrantReadWriteLock();

  private volatile boolean closed;

  private Autoencoder(String name, Architecture architecture, Learning learning, long seed) {
    this.name = name;
    this.architecture = architecture;
    this.trainable = !learning.equals(Learning.NONE);
    this.network = Weights.graph(architecture.network(learning, seed));
    this.inference = new Inference(network, architecture);
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

  private long[] shape() {
    Shape shape = architecture.input();
    return new long[] {shape.channels(), shape.height(), shape.width()};
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
  public INDArray encode(INDArray images) {
    return computed(Architecture.INPUT, Architecture.CODE, images, architecture.latentSize());
  }

  /**
   * Codes of images whose pixels stand one after the other.
   *
   * @param images {@code N * C * H * W} pixels in [0, 1]
   * @return {@code N * latentSize} values
   * @throws ZooException when that is no whole number of images, or for pixels out of range
   */
  public float[] encode(float[] images) {
    return computed(Architecture.INPUT, Architecture.CODE, images, architecture.input().size());
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
  public INDArray decode(INDArray codes) {
    requireOpen();
    if (codes.rank() != 2 || codes.isEmpty() || codes.size(1) != architecture.latentSize()) {
      throw new ZooException(
          "%s decodes [N, %d]; got %s"
              .formatted(name, architecture.latentSize(), Arrays.toString(codes.shape())));
    }
    return computed(Architecture.CODE, Architecture.RECONSTRUCTION, codes, shape());
  }

  /**
   * Images of codes, both one after the other.
   *
   * @param codes {@code N * latentSize} values
   * @return {@code N * C * H * W} pixels in [0, 1]
   * @throws ZooException when that is no whole number of codes
   */
  public float[] decode(float[] codes) {
    return computed(
        Architecture.CODE, Architecture.RECONSTRUCTION, codes, architecture.latentSize());
  }

  /**
   * What a vertex of the network gives for images, all of them in one pass.
   *
   * @param images {@code [N, C, H, W]}, pixels in [0, 1]
   * @throws ZooException when the shape or the range is another, or there is no such vertex
   */
  public INDArray activations(String vertex, INDArray images) {
    return requireVertex(vertex, computed(Architecture.INPUT, vertex, images));
  }

  /**
   * What a vertex of the network gives for images whose pixels stand one after the other.
   *
   * @param images {@code N * C * H * W} pixels in [0, 1]
   * @throws ZooException for another number, pixels out of range, or when there is no such vertex
   */
  public float[] activations(String vertex, float[] images) {
    float[] values = computed(Architecture.INPUT, vertex, images, architecture.input().size());
    return requireVertex(vertex, values);
  }

  private <T> T requireVertex(String vertex, T values) {
    if (values == null) {
      throw new ZooException(name + " has no vertex '" + vertex + "': expected one of its network");
    }
    return values;
  }

  /**
   * Reconstructions of images; equals {@code decode(encode(images))}.
   *
   * @param images {@code [N, C, H, W]}, pixels in [0, 1]
   * @return the same shape; pixels in [0, 1] from a network that ends in a sigmoid, otherwise what
   *     it gives
   * @throws ZooException when the shape or the range is another
   */
  public INDArray reconstruct(INDArray images) {
    return computed(Architecture.INPUT, Architecture.RECONSTRUCTION, images, shape());
  }

  /**
   * Reconstructions of images whose pixels stand one after the other.
   *
   * @param images {@code N * C * H * W} pixels in [0, 1]
   * @return as many
   * @throws ZooException when that is no whole number of images, or for pixels out of range
   */
  public float[] reconstruct(float[] images) {
    return computed(
        Architecture.INPUT, Architecture.RECONSTRUCTION, images, architecture.input().size());
  }

  private INDArray computed(String from, String to, INDArray values, long... shape) {
    boolean images = from.equals(Architecture.INPUT);
    return using(
        () -> {
          if (images) {
            InputContract.requireShape(name, architecture.input(), values);
          }
          try {
            return inference.arrays(from, to, values, shape, look(images));
          } catch (InputContract.Violation e) {
            // Says what all of them hold, not the first that were read.
            checked(values);
            throw e;
          }
        });
  }

  private float[] computed(String from, String to, float[] values, int size) {
    requireOpen();
    boolean images = from.equals(Architecture.INPUT);
    if (values.length == 0 || values.length % size != 0) {
      throw new ZooException(
          "%s takes N times %,d values; got %,d".formatted(name, size, values.length));
    }
    return using(
        () -> {
          try {
            return inference.values(from, to, values.length / size, values, look(images));
          } catch (InputContract.Violation e) {
            checked(
                Nd4j.createFromArray(values)
                    .reshape('c', architecture.input().batch(values.length / size)));
            throw e;
          }
        });
  }

  private Inference.Look look(boolean images) {
    return images
        ? (values, count) -> InputContract.requireValues(architecture.input(), values, count)
        : (values, count) -> {};
  }

  private <T> T using(Supplier<T> work) {
    return holding(weightsLock.readLock(), work);
  }

  private <T> T changing(Supplier<T> work) {
    return holding(weightsLock.writeLock(), work);
  }

  private <T> T holding(Lock lock, Supplier<T> work) {
    lock.lock();
    try {
      requireOpen();
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Mean squared error a pixel of each image's reconstruction.
   *
   * @param images {@code [N, C, H, W]}, pixels in [0, 1]
   */
  public double[] reconstructionErrors(INDArray images) {
    return reconstructionErrors(images.dup('c').data().asFloat());
  }

  /**
   * The same of images whose pixels stand one after the other.
   *
   * @param images {@code N * C * H * W} pixels in [0, 1]
   */
  public double[] reconstructionErrors(float[] images) {
    return squaredErrors(images, reconstruct(images), architecture.input().size());
  }

  /** Mean squared differences of each {@code size} values. */
  public static double[] squaredErrors(float[] images, float[] others, int size) {
    double[] errors = new double[images.length / size];
    for (int i = 0; i < errors.length; i++) {
      double sum = 0;
      for (int at = i * size; at < (i + 1) * size; at++) {
        double d = (double) others[at] - images[at];
        sum += d * d;
      }
      errors[i] = sum / size;
    }
    return errors;
  }

  /**
   * Trains with DL4J's own {@code fit}, clean images as input and target; recipes, validation and
   * exact resumption are the {@code Trainer}'s.
   *
   * @param images features {@code [N, C, H, W]}; labels are the targets
   * @throws ZooException when the model was made for inference, as loaded ones are: train one that
   *     {@link #create} made with a {@link Learning} and that got the weights of the other
   */
  public void fit(DataSetIterator images, int epochs) {
    requireOpen();
    if (!trainable) {
      throw new ZooException(
          name
              + " was made for inference and cannot be trained: create one with a Learning and give"
              + " it these weights()");
    }
    changing(
        () -> {
          fitting(images, epochs);
          return null;
        });
  }

  private void fitting(DataSetIterator images, int epochs) {
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
  public Autoencoder copy() {
    return of(name, architecture, weights());
  }

  /** All parameters, named {@code vertex.parameter}, in the network's order. */
  public Map<String, Tensor> weights() {
    return using(() -> Weights.of(network));
  }

  /** Replaces all parameters; see {@link #of}. */
  public void setWeights(Map<String, Tensor> weights) {
    changing(
        () -> {
          Weights.set(network, name, weights);
          return null;
        });
  }

  /**
   * The name that {@link #weights} has for a parameter that DL4J calls {@code vertex_parameter}.
   */
  public static String tensorName(String key) {
    return Weights.tensorName(key);
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
  public void close() {
    weightsLock.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      inference.close();
      // Deeplearning4j 1.0.0-M1.1 cannot close a network without parameters, as of pooling alone.
      if (network.params() != null) {
        network.close();
      }
    } finally {
      weightsLock.writeLock().unlock();
    }
  }
}
