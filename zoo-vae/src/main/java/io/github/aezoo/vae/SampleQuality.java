package io.github.aezoo.vae;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Latents;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Measurement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How much samples look like the data to a small classifier of real images, after the idea of
 * Heusel et al. 2017 (<a href="https://arxiv.org/abs/1706.08500">arXiv:1706.08500</a>) but in this
 * classifier's features, so no number here can be compared with a published one.
 *
 * <p>Rows: the model's samples, real images of the measured split, and pixels drawn at random.
 */
public final class SampleQuality implements Measurement {
  /** Rows of the card beside the model's. */
  static final String REAL = "real";

  static final String NOISE = "noise";

  private static final int SAMPLES = 10_000;
  private static final int CHUNK = 500;
  private static final long CODES = 3;
  private static final long PIXELS = 4;
  private static final long TRAINING = 5;

  @Override
  public Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(
        "classifierConfidence",
        "largest class probability that a small classifier of real images gives, mean over %,d samples from the prior"
            .formatted(SAMPLES));
    meanings.put(
        "classBalance",
        "entropy of the classes that it finds, as a share of that of equally many of each: 1 is"
            + " even, 0 is a single class");
    meanings.put(
        "classifierDistance",
        "squared Frechet distance of its %d features to those of %,d training images; not the FID, whose network is another"
            .formatted(SampleClassifier.FEATURES, SAMPLES));
    meanings.put(
        "classifierAccuracy", "share of the split's real images that it classifies rightly");
    return meanings;
  }

  @Override
  public Map<String, Double> of(Autoencoder model, ImageDataset data, Split split, long seed) {
    if (!labelled(data, split)) {
      return Map.of();
    }
    long drawn = Seeds.derive(seed, CODES);
    INDArray codes = Latents.prior(SAMPLES, model.architecture().latentSize(), drawn);
    return judged(
        judge(data, seed),
        SAMPLES,
        from -> model.decode(codes.get(NDArrayIndex.interval(from, from + CHUNK))));
  }

  @Override
  public Map<String, Map<String, Double>> beside(ImageDataset data, Split split, long seed) {
    if (!labelled(data, split)) {
      return Map.of();
    }
    Judge judge = judge(data, seed);
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    int n = Math.min(SAMPLES, data.size(split) / CHUNK * CHUNK);
    if (n > 0) {
      Map<String, Double> real = judged(judge, n, from -> Batches.range(data, split, from, CHUNK));
      real.put("classifierAccuracy", judge.classifier.accuracy(data, split));
      rows.put(REAL, real);
    }
    long size = data.shape().size();
    rows.put(
        NOISE,
        judged(
            judge,
            SAMPLES,
            from -> {
              Random random = new Random(Seeds.derive(seed, PIXELS, from));
              float[] pixels = new float[(int) (CHUNK * size)];
              for (int i = 0; i < pixels.length; i++) {
                pixels[i] = random.nextFloat();
              }
              return Nd4j.createFromArray(pixels).reshape('c', CHUNK, size);
            }));
    return rows;
  }

  /** Images {@code from .. from + CHUNK - 1} at a time. */
  private static Map<String, Double> judged(Judge judge, int count, IntFunction<INDArray> images) {
    Frechet features = new Frechet(SampleClassifier.FEATURES);
    double confidence = 0;
    double[] found = new double[judge.data.classes().size()];
    for (int from = 0; from < count; from += CHUNK) {
      SampleClassifier.Verdict verdict = judge.classifier.judge(images.apply(from));
      features.add(verdict.features().data().asFloat());
      confidence += verdict.probabilities().max(1).sumNumber().doubleValue();
      for (int guess : verdict.probabilities().argMax(1).toIntVector()) {
        found[guess]++;
      }
    }
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("classifierConfidence", confidence / count);
    values.put("classBalance", balance(found, count));
    values.put("classifierDistance", features.distanceTo(judge.reference));
    return values;
  }

  private static double balance(double[] found, int count) {
    double entropy = 0;
    for (double n : found) {
      entropy -= n == 0 ? 0 : n / count * Math.log(n / count);
    }
    return entropy / Math.log(found.length);
  }

  /** Features of training images, evenly spaced over the split. */
  private static Frechet reference(ImageDataset data, SampleClassifier classifier) {
    int n = data.size(Split.TRAIN);
    int count = Math.min(SAMPLES, n);
    int size = data.shape().size();
    Frechet features = new Frechet(SampleClassifier.FEATURES);
    for (int from = 0; from < count; from += CHUNK) {
      int rows = Math.min(CHUNK, count - from);
      float[] images = new float[rows * size];
      for (int i = 0; i < rows; i++) {
        data.copy(Split.TRAIN, (int) ((long) (from + i) * n / count), images, i * size);
      }
      INDArray chunk = Nd4j.createFromArray(images).reshape('c', rows, size);
      features.add(classifier.judge(chunk).features().data().asFloat());
    }
    return features;
  }

  /** The classifier for some data, and what it sees in that data's training images. */
  private record Judge(
      ImageDataset data, long seed, SampleClassifier classifier, Frechet reference) {}

  private Judge judge;

  /** The same for all rows of a card: made once. */
  private synchronized Judge judge(ImageDataset data, long seed) {
    if (judge == null || judge.data != data || judge.seed != seed) {
      SampleClassifier classifier =
          SampleClassifier.shipped(data)
              .orElseGet(() -> SampleClassifier.train(data, Seeds.derive(seed, TRAINING)));
      judge = new Judge(data, seed, classifier, reference(data, classifier));
    }
    return judge;
  }

  private static boolean labelled(ImageDataset data, Split split) {
    return data.classes().size() > 1
        && data.size(Split.TRAIN) > 1
        && data.size(split) > 0
        && IntStream.range(0, data.size(Split.TRAIN))
            .allMatch(i -> data.label(Split.TRAIN, i).isPresent())
        && IntStream.range(0, data.size(split)).allMatch(i -> data.label(split, i).isPresent());
  }
}
