package io.github.aezoo.vae;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.codes.Latents;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Measurement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How much samples look like the data to a small classifier of real images, after the idea of
 * Heusel et al. 2017 (<a href="https://arxiv.org/abs/1706.08500">arXiv:1706.08500</a>) but in this
 * classifier's features, so no number here can be compared with a published one.
 *
 * <p>Rows: the model's samples (means of pixels; of binary data drawn pixels), real images of the
 * measured split, and pixels drawn at random. Nothing is said of data without a shipped classifier:
 * one that each machine trained for itself would give other numbers there.
 */
public final class SampleQuality implements Measurement {
  /** Rows of the card beside the model's. */
  static final String REAL = "real";

  static final String NOISE = "noise";

  private static final int SAMPLES = 10_000;
  private static final int CHUNK = 500;

  @Override
  public Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(
        "classifierConfidence",
        "largest class probability of a small classifier that was trained on real images; mean over %,d samples from the prior (with drawn pixels if the data is binary), or over the real images"
            .formatted(SAMPLES));
    meanings.put(
        "classBalance",
        "entropy of the predicted classes, divided by that of equally frequent classes: 1 is even,"
            + " 0 is a single class");
    meanings.put(
        "classifierDistance",
        "squared Frechet distance between the %d features of the classifier for the samples and for %,d training images; not the FID, which uses another network"
            .formatted(SampleClassifier.FEATURES, SAMPLES));
    meanings.put(
        "classifierAccuracy", "accuracy of the classifier on the real images of the split");
    return meanings;
  }

  @Override
  public Map<String, Double> of(Autoencoder model, Dataset data, Split split, long seed) {
    INDArray codes =
        Latents.prior(
            SAMPLES, model.architecture().latentSize(), Seeds.derive(seed, SeedUse.PRIOR_CODES));
    Chunk means = (from, n) -> model.decode(codes.get(NDArrayIndex.interval(from, from + n)));
    boolean probabilities =
        Elbo.architecture(model).likelihood() instanceof Likelihood.Bernoulli
            && Elbo.binary(data, split);
    // What is judged is as black and white as the data.
    Chunk samples = probabilities ? (from, n) -> drawn(means.of(from, n), seed, from) : means;
    return judge(data).map(judge -> judged(judge, SAMPLES, samples)).orElse(Map.of());
  }

  /** Pixels that are 1 with their probability, 0 otherwise. */
  static INDArray drawn(INDArray probabilities, long seed, int from) {
    Random random = new Random(Seeds.derive(seed, SeedUse.DRAWN_PIXELS, from));
    float[] pixels = probabilities.dup('c').data().asFloat();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat() < pixels[i] ? 1 : 0;
    }
    return Nd4j.createFromArray(pixels).reshape('c', probabilities.shape());
  }

  @Override
  public Map<String, Map<String, Double>> beside(Dataset data, Split split, long seed) {
    Judge judge = judge(data).orElse(null);
    if (judge == null) {
      return Map.of();
    }
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    int[] spread = spread(data, split);
    Map<String, Double> real =
        judged(judge, spread.length, (from, n) -> Batches.gather(data, split, spread, from, n));
    if (data.labelled(split)) {
      real.put("classifierAccuracy", judge.classifier.accuracy(data, split));
    }
    rows.put(REAL, real);
    rows.put(NOISE, judged(judge, SAMPLES, (from, n) -> noise(data.shape(), seed, from, n)));
    return rows;
  }

  private static INDArray noise(Shape shape, long seed, int from, int n) {
    Random random = new Random(Seeds.derive(seed, SeedUse.NOISE_PIXELS, from));
    float[] pixels = new float[n * shape.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return Batches.array(pixels, shape, n);
  }

  @Override
  public Map<String, String> rows() {
    // In this order on a page, every time.
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put(REAL, "real images of the split");
    rows.put(NOISE, "pixels drawn uniformly from [0, 1]");
    return rows;
  }

  /** Some of the images to be judged. */
  @FunctionalInterface
  private interface Chunk {
    INDArray of(int from, int n);
  }

  private static Map<String, Double> judged(Judge judge, int count, Chunk images) {
    Frechet features = new Frechet(SampleClassifier.FEATURES);
    double confidence = 0;
    double[] found = new double[judge.classifier.classes()];
    for (int from = 0; from < count; from += CHUNK) {
      SampleClassifier.Verdict verdict =
          judge.classifier.judge(images.of(from, Math.min(CHUNK, count - from)));
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

  /** Images of a split, evenly spaced, at most as many as samples. */
  private static int[] spread(Dataset data, Split split) {
    int size = data.size(split);
    int count = Math.min(SAMPLES, size);
    return IntStream.range(0, count).map(i -> (int) ((long) i * size / count)).toArray();
  }

  /** The classifier for some data, and what it sees in that data's training images. */
  private record Judge(Dataset data, SampleClassifier classifier, Frechet reference) {}

  private Judge judge;

  /** The same for all rows of a card: made once. */
  private synchronized Optional<Judge> judge(Dataset data) {
    if (judge == null || judge.data != data) {
      judge = SampleClassifier.shipped(data).map(c -> judge(data, c)).orElse(null);
    }
    return Optional.ofNullable(judge);
  }

  private static Judge judge(Dataset data, SampleClassifier classifier) {
    int[] spread = spread(data, Split.TRAIN);
    Frechet features = new Frechet(SampleClassifier.FEATURES);
    for (int from = 0; from < spread.length; from += CHUNK) {
      int n = Math.min(CHUNK, spread.length - from);
      INDArray images = Batches.gather(data, Split.TRAIN, spread, from, n);
      features.add(classifier.judge(images).features().data().asFloat());
    }
    return new Judge(data, classifier, features);
  }
}
