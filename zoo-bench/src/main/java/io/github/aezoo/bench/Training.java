package io.github.aezoo.bench;

/** A network in training, a step after the other on the same batches. */
interface Training extends AutoCloseable {
  /** Batches that are learned from in turn. */
  int BATCHES = 4;

  /**
   * Learns from a batch.
   *
   * @return the mean loss of its samples before, penalties included; computed only when {@code
   *     scored}
   */
  double step(boolean scored);

  @Override
  void close();
}
