package io.github.aezoo.eval;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Measurement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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
    Features features =
        (wanted, index, into, offset) ->
            System.arraycopy(
                (wanted == Split.TRAIN ? train : measured)[index], 0, into, offset, size);
    return new Regression(features, size, data).measure(split, seed);
  }

  @Override
  public Map<String, Double> ofPixels(ImageDataset data, Split split, long seed) {
    return labelled(data, split)
        ? new Regression(data::copy, data.shape().size(), data).measure(split, seed)
        : Map.of();
  }

  private static boolean labelled(ImageDataset data, Split split) {
    return !data.classes().isEmpty() && allLabelled(data, Split.TRAIN) && allLabelled(data, split);
  }

  private static boolean allLabelled(ImageDataset data, Split split) {
    int n = data.size(split);
    return n > 0 && IntStream.range(0, n).allMatch(i -> data.label(split, i).isPresent());
  }

  private static float[][] codes(Autoencoder model, ImageDataset data, Split split) {
    int n = data.size(split);
    int k = model.architecture().latentSize();
    float[][] all = new float[n][];
    for (int from = 0; from < n; from += CHUNK) {
      int size = Math.min(CHUNK, n - from);
      float[] codes =
          model.encode(Batches.range(data, split, from, size)).dup('c').data().asFloat();
      for (int i = 0; i < size; i++) {
        all[from + i] = Arrays.copyOfRange(codes, i * k, (i + 1) * k);
      }
    }
    return all;
  }

  /** Logistic regression on features of a data set; a constant feature carries the biases. */
  private static final class Regression {
    private final Features features;
    private final int size;
    private final ImageDataset data;
    private final int classes;
    private final int n;
    private final double[] means;
    private final double[] deviations;

    Regression(Features features, int size, ImageDataset data) {
      this.features = features;
      this.size = size;
      this.data = data;
      this.classes = data.classes().size();
      this.n = data.size(Split.TRAIN);
      this.means = new double[size];
      this.deviations = new double[size];
      standardise();
    }

    private void standardise() {
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

    /** Standardised rows and a 1 at the end of each, {@code [count, size + 1]}. */
    private INDArray rows(Split split, int[] indices, int from, int count) {
      int width = size + 1;
      float[] rows = new float[count * width];
      for (int i = 0; i < count; i++) {
        features.copy(split, indices[from + i], rows, i * width);
        for (int j = 0; j < size; j++) {
          rows[i * width + j] = (float) ((rows[i * width + j] - means[j]) / deviations[j]);
        }
        rows[i * width + size] = 1;
      }
      return Nd4j.createFromArray(rows).reshape('c', count, width);
    }

    Map<String, Double> measure(Split split, long seed) {
      double[] accuracies = new double[SEEDS];
      for (int s = 0; s < SEEDS; s++) {
        accuracies[s] = accuracy(learned(Seeds.derive(seed, s)), split);
      }
      double mean = Arrays.stream(accuracies).average().orElseThrow();
      double squares = Arrays.stream(accuracies).map(a -> (a - mean) * (a - mean)).sum();
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("probeAccuracy", mean);
      values.put("probeDeviation", Math.sqrt(squares / (SEEDS - 1)));
      return values;
    }

    /** Weights {@code [size + 1, classes]}. */
    private INDArray learned(long seed) {
      int perEpoch = (n + BATCH - 1) / BATCH;
      int epochs = Math.max(EPOCHS, (LEAST_STEPS + perEpoch - 1) / perEpoch);
      INDArray weights = first(seed);
      Adam adam = new Adam(new PolySchedule(ScheduleType.ITERATION, RATE, 1, epochs * perEpoch));
      INDArray state = Nd4j.zeros(1, 2 * weights.length());
      GradientUpdater<?> updater = adam.instantiate(state, true);
      int step = 0;
      for (int epoch = 0; epoch < epochs; epoch++) {
        int[] order = Seeds.permutation(n, Seeds.derive(seed, epoch));
        for (int from = 0; from < n; from += BATCH) {
          int count = Math.min(BATCH, n - from);
          INDArray x = rows(Split.TRAIN, order, from, count);
          float[] truth = new float[count * classes];
          for (int i = 0; i < count; i++) {
            truth[i * classes + label(Split.TRAIN, order[from + i])] = 1;
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

    private double accuracy(INDArray weights, Split split) {
      int count = data.size(split);
      int[] order = IntStream.range(0, count).toArray();
      int right = 0;
      for (int from = 0; from < count; from += CHUNK) {
        int chunk = Math.min(CHUNK, count - from);
        int[] guesses = rows(split, order, from, chunk).mmul(weights).argMax(1).toIntVector();
        for (int i = 0; i < chunk; i++) {
          right += guesses[i] == label(split, from + i) ? 1 : 0;
        }
      }
      return right / (double) count;
    }

    private int label(Split split, int index) {
      return data.label(split, index).orElseThrow();
    }
  }
}
