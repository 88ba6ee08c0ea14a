package io.github.aezoo.train;

/** How the steps of a run are computed. */
interface Steps extends AutoCloseable {
  /**
   * Samples of the training split that a step learns from.
   *
   * @param order the epoch's
   * @param from the first one's place in it
   * @param count how many
   * @param seed with a sample's index decides how it is varied and damaged
   */
  record Batch(int[] order, int from, int count, long seed) {}

  /**
   * One step.
   *
   * @param seed what is random inside the network (dropout, sampling) derives from it
   * @param share of the penalties on activations that counts
   * @param scored whether the loss is wanted
   * @return the mean loss of the batch, penalties included; NaN when it was not wanted
   */
  double step(Batch batch, long seed, double share, boolean scored, int iteration, int epoch);

  /** What penalties on activations add to the loss of the last batch, a sample. */
  double penalty();

  /** The loss on the validation split; see {@link ValidationLoss}. */
  double validation();

  @Override
  void close();
}
