package io.github.aezoo.eval;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Measurement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * How much of an image's class a line can read off its code: multinomial logistic regression on
 * frozen codes (Alain and Bengio 2016, <a
 * href="https://arxiv.org/abs/1610.01644">arXiv:1610.01644</a>).
 *
 * <p>It learns from all codes of the training split, standardised by that split's means and
 * deviations, in {@value #EPOCHS} passes of Adam with a linearly falling rate, three times: seeds
 * decide the first weights and the order.
 */
public final class LinearProbe implements Measurement {
  private static final int SEEDS = 3;
  private static final int EPOCHS = 6;
  private static final int BATCH = 256;
  private static final int CHUNK = 512;
  private static final double RATE = 0.003;

  /**
   * Values that hardly vary are divided by this share of the largest deviation: a pixel that is lit
   * in one training image of thousands would count for hundreds in a test image.
   */
  private static final double FLOOR = 0.05;

  /** Rows of features, for images of a split. */
  private interface Features {
    int size();

    /** Features of the images {@code indices[from] .. indices[from + n - 1]}, {@code [n, size]}. */
    INDArray of(Split split, int[] indices, int from, int n);
  }

  @Override
  public Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(
        "probeAccuracy",
        "share of images that multinomial logistic regression on standardised codes of the"
            + " training split classifies rightly, mean of 3 seeds");
    meanings.put("probeDeviation", "sample standard deviation of probeAccuracy over the seeds");
    return meanings;
  }

  @Override
  public Map<String, Double> of(Autoencoder model, ImageDataset data, Split split, long seed) {
    if (!labelled(data, split)) {
      return Map.of();
    }
    int size = model.architecture().latentSize();
    float[][] train = codes(model, data, Split.TRAIN);
    float[][] measured = split == Split.TRAIN ? train : codes(model, data, split);
    return probe(
        new Features() {
          @Override
          public int size() {
            return size;
          }

          @Override
          public INDArray of(Split wanted, int[] indices, int from, int n) {
            float[][] all = wanted == Split.TRAIN ? train : measured;
            float[] rows = new float[n * size];
            for (int i = 0; i < n; i++) {
              System.arraycopy(all[indices[from + i]], 0, rows, i * size, size);
            }
            return Nd4j.createFromArray(rows).reshape('c', n, size);
          }
        },
        data,
        split,
        seed);
  }

  @Override
  public Map<String, Double> ofPixels(ImageDataset data, Split split, long seed) {
    if (!labelled(data, split)) {
      return Map.of();
    }
    int size = data.shape().size();
    return probe(
        new Features() {
          @Override
          public int size() {
            return size;
          }

          @Override
          public INDArray of(Split wanted, int[] indices, int from, int n) {
            return Batches.gather(data, wanted, indices, from, n).reshape('c', n, size);
          }
        },
        data,
        split,
        seed);
  }

  private static boolean labelled(ImageDataset data, Split split) {
    return !data.classes().isEmpty() && allLabelled(data, Split.TRAIN) && allLabelled(data, split);
  }

  private static boolean allLabelled(ImageDataset data, Split split) {
    int n = data.size(split);
    for (int i = 0; i < n; i++) {
      if (data.label(split, i).isEmpty()) {
        return false;
      }
    }
    return n > 0;
  }

  private static float[][] codes(Autoencoder model, ImageDataset data, Split split) {
    int n = data.size(split);
    float[][] all = new float[n][];
    for (int from = 0; from < n; from += CHUNK) {
      int size = Math.min(CHUNK, n - from);
      INDArray codes = model.encode(Batches.range(data, split, from, size));
      for (int i = 0; i < size; i++) {
        all[from + i] = codes.getRow(i).dup().data().asFloat();
      }
    }
    return all;
  }

  private static Map<String, Double> probe(
      Features features, ImageDataset data, Split split, long seed) {
    INDArray[] scale = standardisation(features, data.size(Split.TRAIN));
    double[] accuracies = new double[SEEDS];
    double mean = 0;
    for (int s = 0; s < SEEDS; s++) {
      MultiLayerNetwork regression = learned(features, scale, data, Seeds.derive(seed, s));
      accuracies[s] = accuracy(regression, features, scale, data, split);
      regression.close();
      mean += accuracies[s] / SEEDS;
    }
    double squares = 0;
    for (double accuracy : accuracies) {
      squares += (accuracy - mean) * (accuracy - mean);
    }
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("probeAccuracy", mean);
    values.put("probeDeviation", Math.sqrt(squares / (SEEDS - 1)));
    return values;
  }

  /** Means, and what deviations are multiplied by, over the training split. */
  private static INDArray[] standardisation(Features features, int n) {
    int[] order = range(n);
    int k = features.size();
    double[] sums = new double[k];
    double[] squares = new double[k];
    for (int from = 0; from < n; from += CHUNK) {
      int size = Math.min(CHUNK, n - from);
      float[] rows = features.of(Split.TRAIN, order, from, size).data().asFloat();
      for (int at = 0; at < rows.length; at++) {
        double v = rows[at];
        sums[at % k] += v;
        squares[at % k] += v * v;
      }
    }
    double[] deviations = new double[k];
    double largest = 0;
    for (int j = 0; j < k; j++) {
      double mean = sums[j] / n;
      deviations[j] = Math.sqrt(Math.max(0, squares[j] / n - mean * mean));
      largest = Math.max(largest, deviations[j]);
    }
    float[] means = new float[k];
    float[] factors = new float[k];
    for (int j = 0; j < k; j++) {
      means[j] = (float) (sums[j] / n);
      // Codes that are all alike stay at 0.
      factors[j] = largest == 0 ? 0 : (float) (1 / Math.max(deviations[j], FLOOR * largest));
    }
    return new INDArray[] {Nd4j.createFromArray(means), Nd4j.createFromArray(factors)};
  }

  private static INDArray standardised(INDArray rows, INDArray[] scale) {
    return rows.subRowVector(scale[0]).muliRowVector(scale[1]);
  }

  private static MultiLayerNetwork learned(
      Features features, INDArray[] scale, ImageDataset data, long seed) {
    int n = data.size(Split.TRAIN);
    int steps = EPOCHS * ((n + BATCH - 1) / BATCH);
    MultiLayerNetwork regression =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .updater(new Adam(new PolySchedule(ScheduleType.ITERATION, RATE, 1, steps)))
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(features.size())
                        .nOut(data.classes().size())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    regression.init();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      int[] order = Seeds.permutation(n, Seeds.derive(seed, epoch));
      for (int from = 0; from < n; from += BATCH) {
        int size = Math.min(BATCH, n - from);
        float[] classes = new float[size * data.classes().size()];
        for (int i = 0; i < size; i++) {
          classes[i * data.classes().size() + label(data, Split.TRAIN, order[from + i])] = 1;
        }
        regression.fit(
            standardised(features.of(Split.TRAIN, order, from, size), scale),
            Nd4j.createFromArray(classes).reshape('c', size, data.classes().size()));
      }
    }
    return regression;
  }

  private static double accuracy(
      MultiLayerNetwork regression,
      Features features,
      INDArray[] scale,
      ImageDataset data,
      Split split) {
    int n = data.size(split);
    int[] order = range(n);
    int right = 0;
    for (int from = 0; from < n; from += CHUNK) {
      int size = Math.min(CHUNK, n - from);
      int[] guesses =
          regression
              .output(standardised(features.of(split, order, from, size), scale))
              .argMax(1)
              .toIntVector();
      for (int i = 0; i < size; i++) {
        right += guesses[i] == label(data, split, from + i) ? 1 : 0;
      }
    }
    return right / (double) n;
  }

  private static int label(ImageDataset data, Split split, int index) {
    OptionalInt label = data.label(split, index);
    return label.orElseThrow();
  }

  private static int[] range(int n) {
    return java.util.stream.IntStream.range(0, n).toArray();
  }
}
