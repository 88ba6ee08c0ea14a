package io.github.aezoo.train.step;

import io.github.aezoo.model.nn.ActivationPenalty;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Steps of DL4J's own layers: on GPUs, and for networks that no plan knows. */
record ReplicaSteps(
    ComputationGraph network, Replicas replicas, Feed feed, ValidationLoss validationLoss)
    implements Steps {
  @Override
  public double step(
      Batch batch, long seed, double share, boolean scored, int iteration, int epoch) {
    return feed.named(
        batch.count(),
        epoch,
        () ->
            replicas.step(batch.count(), feed.batch(batch), seed, share, scored, iteration, epoch));
  }

  @Override
  public double penalty() {
    return ActivationPenalty.of(network);
  }

  @Override
  public double validation() {
    return validationLoss.of(replicas);
  }

  @Override
  public void close() {
    feed.close();
    replicas.close();
  }
}
