package io.github.aezoo.detect;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.train.TrainingListener;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An anomaly detector: a model, the preparation of its inputs, an anomaly score and a threshold.
 *
 * <pre>{@code
 * try (Detector detector = Detector.fit(data, FitOptions.usual())) {
 *   double score = detector.score(0.3, 7.1, 2.0); // a value a column
 *   boolean flagged = detector.flag(Map.of("x", 0.3, "y", 7.1, "kind", "high"));
 *   List<Contributions.Part> reasons = detector.explain(0.3, 7.1, 2.0).reasons();
 * }
 * }</pre>
 *
 * <p>A sample is a row ({@code double[]}, or a {@code Map} of column to value) or an image ({@link
 * BufferedImage}, or the {@link Path} of its file), whatever the model takes. A sample's score is
 * the same alone and among others, but for rounding. Where a score samples at random, as a
 * variational model's bound does, the seed and the sample's place decide: its index in a data set
 * or a stream, and 0 for a sample alone.
 *
 * <p>Thread-safe, as its {@link Autoencoder} is. Every call fails after {@link #close}.
 */
public final class Detector implements AutoCloseable {
  private static final int REASONS = 3;

  private final Autoencoder model;
  private final DetectorInput input;
  private final AnomalyScore score;
  private final OptionalDouble threshold;
  private final Optional<Threshold> fitted;
  private final long seed;
  private volatile boolean closed;

  private Detector(
      Autoencoder model,
      DetectorInput input,
      AnomalyScore score,
      OptionalDouble threshold,
      Optional<Threshold> fitted,
      long seed) {
    if (!model.architecture().input().equals(input.shape())) {
      throw new ZooException(
          "%s takes %s, but its inputs are prepared as %s"
              .formatted(model.name(), model.architecture().input(), input.shape()));
    }
    this.model = model;
    this.input = input;
    this.score = score;
    this.threshold = threshold;
    this.fitted = fitted;
    this.seed = seed;
  }

  /**
   * A detector of its parts.
   *
   * @param model is closed with the detector
   * @param score of the model's family
   * @param threshold above which a sample is flagged; empty when nothing is
   * @param seed decides what is random in the score
   * @throws ZooException when the model takes another shape
   */
  public static Detector of(
      Autoencoder model,
      DetectorInput input,
      AnomalyScore score,
      OptionalDouble threshold,
      long seed) {
    return new Detector(model, input, score, threshold, Optional.empty(), seed);
  }

  /**
   * A detector with the score and the threshold that were fitted.
   *
   * @param model is closed with the detector
   * @param seed decides what is random in the score
   * @throws ZooException when the model takes another shape, or its family has no such score
   */
  public static Detector of(Autoencoder model, DetectorInput input, Threshold fitted, long seed) {
    return new Detector(
        model,
        input,
        ScoreRun.score(model.architecture(), Optional.of(fitted.score())),
        OptionalDouble.of(fitted.value()),
        Optional.of(fitted),
        seed);
  }

  /**
   * Trains a detector on normal samples, in memory, on all processors.
   *
   * @param data with a training split; see {@link DetectorFit}
   * @throws ZooException when options and data do not fit
   */
  public static Detector fit(Dataset data, FitOptions options) {
    return DetectorFit.of(data, options)
        .train(Runtime.getRuntime().availableProcessors(), TrainingListener.NONE);
  }

  /** The model's name. */
  public String name() {
    return model.name();
  }

  /** The model; closed with the detector. */
  public Autoencoder model() {
    return model;
  }

  /** What a sample is, and how it is prepared. */
  public DetectorInput input() {
    return input;
  }

  /** Which of the family's scores it has. */
  public AnomalyScore scoredBy() {
    return score;
  }

  /** Above which a sample is flagged; empty when nothing is. */
  public OptionalDouble threshold() {
    return threshold;
  }

  /** What the threshold was taken from, and how it did on a labelled test; empty when unknown. */
  public Optional<Threshold> fitted() {
    return fitted;
  }

  /**
   * The score of a row.
   *
   * @param row a value a column, in the order of training; NaN for a missing one
   * @throws ZooException when the row does not fit, naming the column
   */
  public double score(double... row) {
    return one(row, 0).score();
  }

  /**
   * The score of a row.
   *
   * @param row column to value, a number or text
   * @throws ZooException when a column is missing or unknown, naming it
   */
  public double score(Map<String, ?> row) {
    return one(row, 0).score();
  }

  /** The score of an image of any size. */
  public double score(BufferedImage image) {
    return one(image, 0).score();
  }

  /**
   * The score of an image file.
   *
   * @throws ZooException when it cannot be read
   */
  public double score(Path image) {
    return one(image, 0).score();
  }

  /**
   * Scores of samples, in their order: up to 512 are read when the first of them is asked for.
   *
   * @param samples each as the other methods take one
   * @return lazy; a sample that does not fit is an error when it is reached
   */
  public DoubleStream score(Stream<?> samples) {
    return stream(samples, 0).mapToDouble(Finding::score);
  }

  /**
   * Scores of a split, in its order.
   *
   * @throws ZooException when it is prepared otherwise than what the model was trained on
   */
  public double[] score(Dataset data, Split split) {
    return stream(data, split, 0).mapToDouble(Finding::score).toArray();
  }

  /**
   * Whether a row is an anomaly; see {@link #score(double...)}.
   *
   * @throws ZooException when there is no threshold
   */
  public boolean flag(double... row) {
    return flagged(row);
  }

  /** Whether a row is an anomaly; see {@link #score(Map)} and {@link #flag(double...)}. */
  public boolean flag(Map<String, ?> row) {
    return flagged(row);
  }

  /** Whether an image is an anomaly; see {@link #flag(double...)}. */
  public boolean flag(BufferedImage image) {
    return flagged(image);
  }

  /**
   * Whether an image file is an anomaly.
   *
   * @throws ZooException when there is no threshold, or it cannot be read
   */
  public boolean flag(Path image) {
    return flagged(image);
  }

  /**
   * Whether samples are anomalies; see {@link #score(Stream)}.
   *
   * @throws ZooException when there is no threshold
   */
  public Stream<Boolean> flag(Stream<?> samples) {
    requireThreshold();
    return stream(samples, 0).map(Finding::flagged);
  }

  private boolean flagged(Object sample) {
    requireThreshold();
    return one(sample, 0).flagged();
  }

  private void requireThreshold() {
    requireOpen();
    if (threshold.isEmpty()) {
      throw new ZooException(
          "a threshold expected; detector %s has none for the score %s: give one when you open the detector, or fit a detector"
              .formatted(name(), score.id()));
    }
  }

  /** The score of a row and what raises it; see {@link #score(double...)}. */
  public Finding explain(double... row) {
    return one(row, REASONS);
  }

  /** The score of a row and what raises it; see {@link #score(Map)}. */
  public Finding explain(Map<String, ?> row) {
    return one(row, REASONS);
  }

  /** The score of an image and what raises it. */
  public Finding explain(BufferedImage image) {
    return one(image, REASONS);
  }

  /** The score of an image file and what raises it; see {@link #score(Path)}. */
  public Finding explain(Path image) {
    return one(image, REASONS);
  }

  /** Scores of samples and what raises them; see {@link #score(Stream)}. */
  public Stream<Finding> explain(Stream<?> samples) {
    return stream(samples, REASONS);
  }

  /** Scores of a split and what raises them, a batch at a time; see {@link #score(Stream)}. */
  public Stream<Finding> explain(Dataset data, Split split) {
    return stream(data, split, REASONS);
  }

  private Finding one(Object sample, int reasons) {
    requireOpen();
    return new ScoredSamples(this, List.of(input.values(sample)).iterator(), reasons).next();
  }

  private Stream<Finding> stream(Stream<?> samples, int reasons) {
    requireOpen();
    return stream(input.values(samples.iterator()), reasons).onClose(samples::close);
  }

  /** What is said of a split's samples, with as many reasons. */
  Stream<Finding> stream(Dataset data, Split split, int reasons) {
    requireOpen();
    input.requireFits(data);
    return stream(
        IntStream.range(0, data.size(split)).mapToObj(i -> data.image(split, i)).iterator(),
        reasons);
  }

  private Stream<Finding> stream(Iterator<float[]> values, int reasons) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new ScoredSamples(this, values, reasons), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  /** Scores of a batch whose first sample has a place. */
  double[] scores(float[] batch, int place) {
    requireOpen();
    return ScoreRun.batch(model, score, batch, seed, place);
  }

  /** The values of a batch's reconstructions, one behind the other. */
  float[] reconstructions(float[] batch) {
    requireOpen();
    return model.reconstruct(batch);
  }

  private void requireOpen() {
    if (closed) {
      throw new ZooException(
          "an open detector expected; %s is closed: open it again".formatted(name()));
    }
  }

  /** Frees the model's memory; every later call is an error. */
  @Override
  public void close() {
    closed = true;
    model.close();
  }
}
