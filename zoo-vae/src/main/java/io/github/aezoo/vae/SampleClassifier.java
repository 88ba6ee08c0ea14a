package io.github.aezoo.vae;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * A small classifier of real images that judges generated ones: pixels - 256 - 64 - classes, ReLU.
 *
 * <p>Those of MNIST, Fashion-MNIST and the synthetic digits come with this module, so that numbers
 * made with them can be compared and repeated. MNIST's judges binarised digits too: they come
 * without classes of their own.
 */
final class SampleClassifier {
  /** Values that {@link #judge} gives of an image. */
  static final int FEATURES = 64;

  private static final int HIDDEN = 256;
  private static final int EPOCHS = 8;
  private static final int BATCH = 128;
  private static final double RATE = 0.001;
  private static final String PARAMETERS = "parameters";

  /** Data without classes, and the data whose classifier knows such images. */
  private static final Map<String, String> DRAWN_FROM = Map.of("binarized-mnist", "mnist");

  private final MultiLayerNetwork network;

  private SampleClassifier(MultiLayerNetwork network) {
    this.network = network;
  }

  /** The shipped one for data of this name, pixels and number of classes, if there is one. */
  static Optional<SampleClassifier> shipped(Dataset data) {
    String name = DRAWN_FROM.getOrDefault(data.name(), data.name()) + ".safetensors";
    try (InputStream in = SampleClassifier.class.getResourceAsStream("classifiers/" + name)) {
      if (in == null || data.size(Split.TRAIN) < 2) {
        return Optional.empty();
      }
      float[] values = Safetensors.read(in.readAllBytes(), name).tensors().get(PARAMETERS).values();
      int classes =
          DRAWN_FROM.containsKey(data.name())
              ? classes(data.shape(), values.length)
              : data.classes().size();
      if (classes < 2) {
        return Optional.empty();
      }
      MultiLayerNetwork network = network(data.shape(), classes, 1, 1);
      if (values.length != network.numParams()) {
        // Data of the same name that has other images or classes.
        return Optional.empty();
      }
      network.setParams(Nd4j.createFromArray(values).reshape(1, values.length));
      return Optional.of(new SampleClassifier(network));
    } catch (IOException e) {
      throw new ZooException("the classifier " + name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The classes that as many parameters tell apart. */
  private static int classes(Shape shape, int parameters) {
    int hidden = (shape.size() + 1) * HIDDEN + (HIDDEN + 1) * FEATURES;
    return (parameters - hidden) / (FEATURES + 1);
  }

  /** Learns the classes of the training split; every image needs one. */
  static SampleClassifier train(Dataset data, long seed) {
    int n = data.size(Split.TRAIN);
    int classes = data.classes().size();
    int steps = (n + BATCH - 1) / BATCH * EPOCHS;
    MultiLayerNetwork network = network(data.shape(), classes, seed, steps);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      int[] order = Seeds.permutation(n, Seeds.derive(seed, epoch));
      for (int from = 0; from < n; from += BATCH) {
        int size = Math.min(BATCH, n - from);
        float[] labels = new float[size * classes];
        for (int i = 0; i < size; i++) {
          labels[i * classes + data.label(Split.TRAIN, order[from + i]).orElseThrow()] = 1;
        }
        network.fit(
            Batches.gather(data, Split.TRAIN, order, from, size)
                .reshape('c', size, data.shape().size()),
            Nd4j.createFromArray(labels).reshape('c', size, classes));
      }
    }
    return new SampleClassifier(network);
  }

  private static MultiLayerNetwork network(Shape shape, int classes, long seed, int steps) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.RELU)
                .updater(new Adam(new PolySchedule(ScheduleType.ITERATION, RATE, 1, steps)))
                .list(
                    layer(shape.size(), HIDDEN),
                    layer(HIDDEN, FEATURES),
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(FEATURES)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  private static DenseLayer layer(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.RELU).build();
  }

  /** How many classes it tells apart. */
  int classes() {
    return Math.toIntExact(((OutputLayer) network.getOutputLayer().conf().getLayer()).getNOut());
  }

  /** What {@link #shipped} reads. */
  Safetensors stored() {
    return new Safetensors(
        Map.of(PARAMETERS, Tensor.of(network.params().dup('c').data().asFloat())));
  }

  /**
   * What it makes of images.
   *
   * @param features {@code [N, 64]}, activations of the last hidden layer
   * @param probabilities {@code [N, classes]}
   */
  record Verdict(INDArray features, INDArray probabilities) {}

  /** Judges images {@code [N, C, H, W]}. */
  Verdict judge(INDArray images) {
    long n = images.size(0);
    List<INDArray> layers = network.feedForward(images.reshape('c', n, images.length() / n), false);
    return new Verdict(layers.get(2).dup('c'), layers.get(3).dup('c'));
  }

  /** The share of a split's images whose class it finds. */
  double accuracy(Dataset data, Split split) {
    int n = data.size(split);
    int right = 0;
    for (int from = 0; from < n; from += BATCH) {
      int size = Math.min(BATCH, n - from);
      int[] guesses =
          judge(Batches.range(data, split, from, size)).probabilities().argMax(1).toIntVector();
      for (int i = 0; i < size; i++) {
        right += guesses[i] == data.label(split, from + i).orElseThrow() ? 1 : 0;
      }
    }
    return right / (double) n;
  }
}
