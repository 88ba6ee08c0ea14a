package io.github.aezoo.eval;

import java.util.Collection;

/**
 * Mean and standard deviation over several seeds.
 *
 * @param mean over the runs
 * @param deviation the sample standard deviation; 0 of a single run
 */
public record Spread(double mean, double deviation) {
  /** Of one value a run, at least one. */
  public static Spread of(Collection<Double> values) {
    double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)));
  }
}
