package io.github.aezoo.eval.codes;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.eval.baseline.Baselines;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How well codes tell classes apart, by methods that need no network: their neighbours, a line, a
 * discriminant, clusters. All are fitted on some training images and scored on others.
 *
 * <p>The numbers of images are bounded, so that this takes seconds; {@link #basis} tells them.
 */
public final class CodeScores {
  private static final int FITTED = 5000;
  private static final int CLUSTERED = 2000;
  private static final int SCORED = 10_000;

  /** Bounds memory when images are large. */
  private static final int MAX_VALUES = 1 << 24;

  private static final int NEIGHBOURS = 5;

  /** Images that tell whether two splits are the same. */
  private static final int COMPARED = 50;

  /** A covariance of more values takes minutes to invert. */
  private static final int DISCRIMINANT_VALUES = 1024;

  private final Dataset data;
  private final Split scored;
  private final int[] fittedOn;
  private final int[] scoredOn;
  private final int[] fittedLabels;
  private final int[] scoredLabels;
  private final long seed;

  private CodeScores(Dataset data, Split scored, long seed) {
    this.data = data;
    this.scored = scored;
    this.seed = seed;
    this.fittedOn = fitted(data, Split.TRAIN, seed);
    this.scoredOn = Batches.spread(data.size(scored), most(data, SCORED));
    this.fittedLabels = labels(data, Split.TRAIN, fittedOn);
    this.scoredLabels = labels(data, scored, scoredOn);
  }

  /**
   * For a split; when it is the training split, the data's validation split is scored, or a fifth
   * of the training images, which is held out.
   *
   * @param seed decides which training images are used, and what is random in a method
   * @return empty when {@link #missing} says why
   */
  public static Optional<CodeScores> on(Dataset data, Split split, long seed) {
    if (missing(data, split).isPresent()) {
      return Optional.empty();
    }
    if (!training(data, split)) {
      return Optional.of(new CodeScores(data, split, seed));
    }
    int fifth = Math.max(1, data.size(Split.TRAIN) / 5);
    return Optional.of(new CodeScores(data.withValidation(fifth, seed), Split.VALIDATION, seed));
  }

  /**
   * Whether a split's images are the training images: it is the training split, or one of a folder
   * without splits, whose images are all there is for training and for tests.
   */
  public static boolean training(Dataset data, Split split) {
    return split == Split.TRAIN
        || (data.size(split) == data.size(Split.TRAIN)
            && Arrays.stream(Batches.spread(data.size(split), COMPARED))
                .allMatch(i -> Arrays.equals(data.image(split, i), data.image(Split.TRAIN, i))));
  }

  /** What the data lacks for these numbers, in a sentence; empty when nothing. */
  public static Optional<String> missing(Dataset data, Split split) {
    int classes = data.classes().size();
    if (classes < 2 || !data.labelled(split)) {
      return Optional.of(
          "The %s have no classes, so their separation by codes cannot be measured."
              .formatted(Wording.of(data.shape()).many()));
    }
    if (!data.labelled(Split.TRAIN) || data.size(Split.TRAIN) < 2 * classes) {
      return Optional.of(
          "Too few training %s with classes: an average of at least two per class is needed."
              .formatted(Wording.of(data.shape()).many()));
    }
    // Of training images a fifth may be held out, see on(..).
    int clustered =
        Math.min(CLUSTERED, Math.min(data.size(Split.TRAIN) * 4 / 5, most(data, FITTED)));
    if (clustered < classes) {
      return Optional.of(
          "Too many classes: %,d training %s are too few for as many clusters."
              .formatted(clustered, Wording.of(data.shape()).many()));
    }
    return Optional.empty();
  }

  /**
   * Images of a split to fit on or to look for neighbours in: all of them, or as many as take
   * seconds, chosen by the seed.
   */
  public static int[] fitted(Dataset data, Split split, long seed) {
    int[] order = Seeds.permutation(data.size(split), seed);
    int[] some = Arrays.copyOf(order, Math.min(order.length, most(data, FITTED)));
    Arrays.sort(some);
    return some;
  }

  private static int most(Dataset data, int wanted) {
    return Math.max(1, Math.min(wanted, MAX_VALUES / data.shape().size()));
  }

  private static int[] labels(Dataset data, Split split, int[] indices) {
    return Arrays.stream(indices).map(i -> data.label(split, i).orElseThrow()).toArray();
  }

  /** The data whose training images nothing is scored on: what baselines may be fitted on. */
  public Dataset data() {
    return data;
  }

  /** On which images the numbers were measured, in a sentence. */
  public String basis() {
    String many = Wording.of(data.shape()).many();
    return String.format(
        Locale.ROOT,
        "Fitted on %,d of %,d training %s (clusters: %,d), scored on %,d of %,d %s of the %s split of %s.",
        fittedOn.length,
        data.size(Split.TRAIN),
        many,
        clustered(),
        scoredOn.length,
        data.size(scored),
        many,
        scored.id(),
        data.name());
  }

  private int clustered() {
    return Math.min(CLUSTERED, fittedOn.length);
  }

  /** Every number's key with its meaning, in the order of reports. */
  public static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(
        "knnAccuracy",
        "accuracy of the majority class of the %d nearest neighbours in the training split"
            .formatted(NEIGHBOURS));
    meanings.put("probeAccuracy", "accuracy of multinomial logistic regression, mean of 3 seeds");
    meanings.put(
        "ldaAccuracy",
        "accuracy of linear discriminant analysis (for at most %,d values)"
            .formatted(DISCRIMINANT_VALUES));
    meanings.put(
        "kmeansPurity",
        "share of samples in the most frequent class of their cluster; k-means with as many"
            + " clusters as classes");
    meanings.put(
        "kmeansNmi",
        "mutual information of these clusters and the classes, divided by their mean entropy");
    return meanings;
  }

  /**
   * Measures an encoding.
   *
   * @return a value for every key of {@link #meanings}, without the discriminant where an encoding
   *     has too many values for it
   */
  public Map<String, Double> of(Encoding encoding) {
    float[][] fit = encoding.rows(data, Split.TRAIN, fittedOn);
    float[][] rows = encoding.rows(data, scored, scoredOn);
    int classes = data.classes().size();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("knnAccuracy", accuracy(new Neighbours(fit).vote(rows, NEIGHBOURS, fittedLabels)));
    int[] clusters =
        Clusters.fit(everyOther(fit), classes, Seeds.derive(seed, SeedUse.CLUSTERS)).of(rows);
    Double lda = null;
    if (encoding.size() <= DISCRIMINANT_VALUES) {
      LinearDiscriminant discriminant = LinearDiscriminant.fit(fit, fittedLabels, classes);
      lda = accuracy(Arrays.stream(rows).parallel().mapToInt(discriminant::classify).toArray());
    }
    // Last, as it standardises the rows.
    values.put(
        "probeAccuracy",
        LinearProbe.of(
                fit, fittedLabels, rows, scoredLabels, classes, Seeds.derive(seed, SeedUse.PROBE))
            .get("probeAccuracy"));
    if (lda != null) {
      values.put("ldaAccuracy", lda);
    }
    values.put("kmeansPurity", Clusters.purity(clusters, scoredLabels));
    values.put("kmeansNmi", Clusters.normalisedMutualInformation(clusters, scoredLabels));
    return values;
  }

  private float[][] everyOther(float[][] fit) {
    return Arrays.stream(Batches.spread(fit.length, clustered()))
        .mapToObj(i -> fit[i])
        .toArray(float[][]::new);
  }

  private double accuracy(int[] guesses) {
    return IntStream.range(0, guesses.length).filter(i -> guesses[i] == scoredLabels[i]).count()
        / (double) guesses.length;
  }

  /** Pixels, and PCA of each code size once: what codes stand beside. */
  public Map<String, Encoding> beside(Baselines baselines, List<Integer> codeSizes) {
    Map<String, Encoding> all = new LinkedHashMap<>();
    Encoding pixels = Encoding.pixels(data.shape());
    all.put(pixels.name(), pixels);
    for (int size : codeSizes) {
      if (Baselines.compared(data, size)) {
        Encoding pca = Encoding.pca(baselines.pca(data, size), size);
        all.put(pca.name(), pca);
      }
    }
    return all;
  }
}
