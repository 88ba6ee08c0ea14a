package io.github.aezoo.train;

/**
 * The losses and the time of one epoch.
 *
 * @param epoch from 1
 * @param iteration steps done since the run began
 * @param learningRate at the epoch's last step
 * @param trainLoss mean loss of the sampled steps, nats or squared error an image, penalties
 *     included
 * @param validation mean loss a pixel on the validation split: nats, or squared error, penalties on
 *     activations included
 * @param best whether this is the best epoch so far
 * @param seconds of the epoch, validation included
 */
public record EpochLog(
    int epoch,
    long iteration,
    double learningRate,
    double trainLoss,
    double validation,
    boolean best,
    double seconds) {}
