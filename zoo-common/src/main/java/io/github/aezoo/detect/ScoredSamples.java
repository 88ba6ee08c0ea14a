package io.github.aezoo.detect;

import io.github.aezoo.io.ZooException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** What a detector says of samples, in their order: reads and scores a batch when asked for it. */
final class ScoredSamples implements Iterator<Finding> {
  private final Detector detector;
  private final Iterator<float[]> samples;
  private final int reasons;
  private final Deque<Finding> ready = new ArrayDeque<>();
  private int place;

  /**
   * Reads nothing yet.
   *
   * @param samples values {@code [C * H * W]} each
   * @param reasons columns or pixels told of each; 0 for none, which costs less
   */
  ScoredSamples(Detector detector, Iterator<float[]> samples, int reasons) {
    this.detector = detector;
    this.samples = samples;
    this.reasons = reasons;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || samples.hasNext();
  }

  @Override
  public Finding next() {
    if (ready.isEmpty()) {
      score();
    }
    return ready.remove();
  }

  private void score() {
    if (!samples.hasNext()) {
      throw new NoSuchElementException();
    }
    int size = detector.input().shape().size();
    float[] values = new float[size];
    int n = 0;
    for (; n < ScoreRun.BATCH && samples.hasNext(); n++) {
      if (values.length < (n + 1) * size) {
        values = Arrays.copyOf(values, Math.min(2 * n, ScoreRun.BATCH) * size);
      }
      System.arraycopy(samples.next(), 0, values, n * size, size);
    }
    float[] batch = Arrays.copyOf(values, n * size);
    double[] scores = detector.scores(batch, place);
    float[] outputs =
        reasons > 0
            ? detector.reconstructions(ScoreRun.readable(batch, detector.input().shape()))
            : new float[0];
    for (int i = 0; i < n; i++) {
      float[] sample = Arrays.copyOfRange(values, i * size, (i + 1) * size);
      if (!Double.isFinite(scores[i])) {
        ready.add(extreme(sample, place + i, scores[i]));
        continue;
      }
      List<Contributions.Part> parts =
          reasons == 0
              ? List.of()
              : detector
                  .input()
                  .reasons(sample, Arrays.copyOfRange(outputs, i * size, (i + 1) * size), reasons);
      ready.add(new Finding(scores[i], detector.threshold(), parts));
    }
    place += n;
  }

  /** A row that no network can compute with has the highest score there is. */
  private Finding extreme(float[] sample, int at, double score) {
    if (Double.isNaN(score)) {
      throw new ZooException(
          "a finite score expected; that of sample %d is %s: its values are too extreme"
              .formatted(at, score));
    }
    // What cannot be read counts as the largest number.
    float[] finite = new float[sample.length];
    for (int i = 0; i < finite.length; i++) {
      finite[i] = Float.isFinite(sample[i]) ? Math.abs(sample[i]) / Float.MAX_VALUE : 1;
    }
    List<Contributions.Part> parts =
        reasons == 0
            ? List.of()
            : detector.input().reasons(finite, new float[finite.length], reasons);
    return new Finding(Double.POSITIVE_INFINITY, detector.threshold(), parts);
  }
}
