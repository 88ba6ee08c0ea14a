package io.github.aezoo.train.step;

import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.plan.Plan;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** How the steps of a run are computed. */
public interface Steps extends AutoCloseable {
  /**
   * By a plan where there is one; on a GPU, and where there is none, by DL4J's layers.
   *
   * @param model the network that learns
   * @param shards gives the samples of batches
   * @param validationLoss computed after every epoch
   * @param batchSize samples of a batch; the last of an epoch may have fewer
   * @param threads at least 1
   * @param rates what the steps of some parameters, {@code vertex.parameter}, are multiplied by
   * @param free bytes of a GPU's memory; empty on the CPU
   */
  static Steps of(
      Autoencoder model,
      Shards shards,
      ValidationLoss validationLoss,
      int batchSize,
      int threads,
      Map<String, Double> rates,
      OptionalLong free) {
    ComputationGraph network = model.network();
    Optional<Plan> plan =
        free.isPresent()
            ? Optional.empty()
            : Plan.of(network, model.architecture().inputType(), true);
    Optional<FlatUpdate> update = plan.flatMap(p -> FlatUpdate.of(network, p.gradient(), rates));
    if (update.isPresent()) {
      return new PlannedSteps(plan.get(), update.get(), threads, shards, validationLoss);
    }
    Replicas.Cut usual = Replicas.Cut.USUAL;
    Replicas.Cut cut =
        free.isPresent()
            ? Replicas.Cut.WHOLE
            : new Replicas.Cut(usual.shards(batchSize), usual.least());
    Feed feed = new Feed(shards, batchSize, model.architecture().input().size(), free);
    Steps steps =
        new ReplicaSteps(network, new Replicas(network, cut, threads, rates), feed, validationLoss);
    try {
      feed.begin();
    } catch (RuntimeException | Error e) {
      steps.close();
      throw e;
    }
    return steps;
  }

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
