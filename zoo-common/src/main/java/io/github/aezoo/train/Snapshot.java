package io.github.aezoo.train;

import io.github.aezoo.io.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The state that a run needs to resume exactly. It holds no random state, which is derived from
 * seed, epoch and step.
 *
 * @param epoch epochs done
 * @param step steps done in the epoch that is under way
 * @param firstLoss the loss of the run's first step, against which an explosion is measured; NaN
 *     before it
 * @param lossSum sum of the losses sampled in that epoch
 * @param lossCount how many were sampled
 * @param weights parameters, named {@code vertex.parameter}
 * @param updater the updater's state in DL4J's order; empty when it has none
 * @param bestEpoch the best epoch so far, 0 before the first
 * @param bestValidation its validation loss
 * @param log one row an epoch done
 */
public record Snapshot(
    int epoch,
    int step,
    double firstLoss,
    double lossSum,
    int lossCount,
    Map<String, Tensor> weights,
    Tensor updater,
    int bestEpoch,
    double bestValidation,
    List<EpochLog> log) {}
