package io.github.aezoo.eval.codes;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Spread;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Measurement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * How much of an image's class a line can read off its code: multinomial logistic regression on
 * frozen codes (Alain and Bengio 2016, <a
 * href="https://arxiv.org/abs/1610.01644">arXiv:1610.01644</a>).
 *
 * <p>It learns from all codes of the training split, standardised by that split's means and
 * deviations, by Adam with a linearly falling rate, three times: seeds decide the first weights and
 * the order. Plain steps on one matrix, as a network's fit costs several times what they do.
 */
public final class LinearProbe implements Measurement {
  private static final int SEEDS = 3;
  private static final int EPOCHS = 8;
  private static final int LEAST_STEPS = 500;
  private static final int BATCH = 256;
  private static final int CHUNK = 512;
  private static final double RATE = 0.003;

  /**
   * Values that hardly vary are divided by this share of the largest deviation: a pixel that is lit
   * in one training image of thousands would count for hundreds in a test image.
   */
  private static final double FLOOR = 0.05;

  /** A row of features for every image. */
  private interface Features {
    void copy(Split split, int index, float[] into, int offset);
  }

  @Override
  public Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(
        "probeAccuracy",
        "accuracy of multinomial logistic regression on standardised codes, fitted on the"
            + " training split, mean of 3 seeds");
    meanings.put("probeDeviation", "sample standard deviation of probeAccuracy over the seeds");
    return meanings;
  }

  @Override
  public Map<String, Double> of(Autoencoder model, Dataset data, Split split, long seed) {
    if (!labelled(data, split)) {
      return Map.of();
    }
    float[][] train = codes(model, data, Split.TRAIN);
    float[][] measured = split == Split.TRAIN ? train : codes(model, data, split);
    return of(
        train,
        labels(data, Split.TRAIN),
        measured,
        labels(data, split),
        data.classes().size(),
        seed);
  }

  /**
   * The same for features of any kind, a row for each image; the rows are standardised in place, so
   * that it is done once, not whenever they are read.
   *
   * @param measured may be {@code train}
   */
  static Map<String, Double> of(
      float[][] train,
      int[] trainLabels,
      float[][] measured,
      int[] measuredLabels,
      int classes,
      long seed) {
    int size = train[0].length;
    boolean same = measured == train;
    Features features =
        (wanted, index, into, offset) ->
            System.arraycopy(
                (wanted == Split.TRAIN ? train : measured)[index], 0, into, offset, size);
    Scale scale = new Scale(features, size, train.length);
    scale.standardise(train);
    if (!same) {
      scale.standardise(measured);
    }
    return new Regression(features, size, classes, trainLabels)
        .measure(same ? Split.TRAIN : Split.TEST, measuredLabels, seed);
  }

  @Override
  public Map<String, Double> ofPixels(Dataset data, Split split, long seed) {
    if (!labelled(data, split)) {
      return Map.of();
    }
    int size = data.shape().size();
    Scale scale = new Scale(data::copy, size, data.size(Split.TRAIN));
    Features features =
        (wanted, index, into, offset) -> {
          data.copy(wanted, index, into, offset);
          scale.standardise(into, offset);
        };
    return new Regression(features, size, data.classes().size(), labels(data, Split.TRAIN))
        .measure(split, labels(data, split), seed);
  }

  private static int[] labels(Dataset data, Split split) {
    return IntStream.range(0, data.size(split))
        .map(i -> data.label(split, i).orElseThrow())
        .toArray();
  }

  private static boolean labelled(Dataset data, Split split) {
    return !data.classes().isEmpty() && data.labelled(Split.TRAIN) && data.labelled(split);
  }

  private static float[][] codes(Autoencoder model, Dataset data, Split split) {
    float[][] all = new float[data.size(split)][];
    model
        .encode(data, split, CHUNK)
        .forEach(b -> System.arraycopy(b.codes(), 0, all, b.from(), b.codes().length));
    return all;
  }

  /** Means and deviations of the training split's features. */
  private static final class Scale {
    private final double[] means;
    private final double[] deviations;

    Scale(Features features, int size, int n) {
      means = new double[size];
      deviations = new double[size];
      float[] row = new float[size];
      double[] squares = new double[size];
      for (int i = 0; i < n; i++) {
        features.copy(Split.TRAIN, i, row, 0);
        for (int j = 0; j < size; j++) {
          means[j] += row[j];
          squares[j] += (double) row[j] * row[j];
        }
      }
      double largest = 0;
      for (int j = 0; j < size; j++) {
        means[j] /= n;
        deviations[j] = Math.sqrt(Math.max(0, squares[j] / n - means[j] * means[j]));
        largest = Math.max(largest, deviations[j]);
      }
      for (int j = 0; j < size; j++) {
        // Features that are all alike stay at 0.
        deviations[j] = largest == 0 ? 1 : Math.max(deviations[j], FLOOR * largest);
      }
    }

    void standardise(float[][] rows) {
      for (float[] row : rows) {
        standardise(row, 0);
      }
    }

    void standardise(float[] values, int offset) {
      for (int j = 0; j < means.length; j++) {
        values[offset + j] = (float) ((values[offset + j] - means[j]) / deviations[j]);
      }
    }
  }

  /** Logistic regression on standardised features; a constant one carries the biases. */
  private static final class Regression {
    private final Features features;
    private final int size;
    private final int classes;
    private final int n;
    private final int[] labels;

    Regression(Features features, int size, int classes, int[] labels) {
      this.features = features;
      this.size = size;
      this.classes = classes;
      this.n = labels.length;
      this.labels = labels;
    }

    /** Memory for some rows: to take fresh one for every step costs more than the step. */
    private final class Rows {
      private final int width = size + 1;
      private final float[] values;
      private final INDArray array;

      Rows(int most) {
        values = new float[most * width];
        array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {most, width}, 'c');
      }

      /** Features and a 1 at the end of each row, until the next ones are read. */
      INDArray read(Split split, int[] indices, int from, int count) {
        for (int i = 0; i < count; i++) {
          features.copy(split, indices[from + i], values, i * width);
          values[i * width + size] = 1;
        }
        Batches.fill(array, values, count * width);
        return count == array.size(0)
            ? array
            : array.get(NDArrayIndex.interval(0, count), NDArrayIndex.all());
      }
    }

    Map<String, Double> measure(Split split, int[] truth, long seed) {
      Spread accuracy =
          Spread.of(
              IntStream.range(0, SEEDS)
                  .parallel()
                  .mapToObj(s -> accuracy(learned(Seeds.derive(seed, s)), split, truth))
                  .toList());
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("probeAccuracy", accuracy.mean());
      values.put("probeDeviation", accuracy.deviation());
      return values;
    }

    /** Weights {@code [size + 1, classes]}. */
    private INDArray learned(long seed) {
      int perEpoch = (n + BATCH - 1) / BATCH;
      int epochs = Math.max(EPOCHS, (LEAST_STEPS + perEpoch - 1) / perEpoch);
      INDArray weights = first(seed);
      Adam adam = new Adam(new PolySchedule(ScheduleType.ITERATION, RATE, 1, epochs * perEpoch));
      INDArray state = Nd4j.zeros(1, 2 * weights.length());
      Rows rows = new Rows(Math.min(n, BATCH));
      GradientUpdater<?> updater = adam.instantiate(state, true);
      int step = 0;
      for (int epoch = 0; epoch < epochs; epoch++) {
        int[] order = Seeds.permutation(n, Seeds.derive(seed, epoch));
        for (int from = 0; from < n; from += BATCH) {
          int count = Math.min(BATCH, n - from);
          INDArray x = rows.read(Split.TRAIN, order, from, count);
          float[] truth = new float[count * classes];
          for (int i = 0; i < count; i++) {
            truth[i * classes + labels[order[from + i]]] = 1;
          }
          INDArray wrong =
              Transforms.softmax(x.mmul(weights), false)
                  .subi(Nd4j.createFromArray(truth).reshape('c', count, classes));
          INDArray gradient = x.transpose().mmul(wrong).divi(count);
          INDArray flat = gradient.dup('c').reshape('c', 1, gradient.length());
          updater.applyUpdater(flat, step++, epoch);
          weights.subi(flat.reshape('c', weights.shape()));
        }
      }
      return weights;
    }

    private INDArray first(long seed) {
      Random random = new Random(seed);
      double deviation = 1 / Math.sqrt(size + (double) classes);
      float[] weights = new float[(size + 1) * classes];
      for (int i = 0; i < size * classes; i++) {
        weights[i] = (float) (deviation * random.nextGaussian());
      }
      return Nd4j.createFromArray(weights).reshape('c', size + 1, classes);
    }

    private double accuracy(INDArray weights, Split split, int[] truth) {
      int count = truth.length;
      int[] order = IntStream.range(0, count).toArray();
      Rows rows = new Rows(Math.min(count, CHUNK));
      int right = 0;
      for (int from = 0; from < count; from += CHUNK) {
        int chunk = Math.min(CHUNK, count - from);
        int[] guesses = rows.read(split, order, from, chunk).mmul(weights).argMax(1).toIntVector();
        for (int i = 0; i < chunk; i++) {
          right += guesses[i] == truth[from + i] ? 1 : 0;
        }
      }
      return right / (double) count;
    }
  }
}
