package io.github.aezoo.eval;

/**
 * The name and unit of a metric, and whether lower or higher is better.
 *
 * @param id the key in JSON and on the command line, for example {@code psnrDb}
 * @param unit for example {@code dB}
 * @param direction whether a lower or a higher value is better
 * @param description one line, conventions included
 */
public record Metric(String id, String unit, Direction direction, String description) {
  /** Which way a metric is better. */
  public enum Direction {
    /** The lower, the better: an error. */
    LOWER_IS_BETTER,
    /** The higher, the better: a similarity. */
    HIGHER_IS_BETTER
  }
}
