package io.github.aezoo.train;

import io.github.aezoo.model.Autoencoder;
import java.util.List;

/**
 * The result of a training run.
 *
 * @param model with the weights of the best epoch
 * @param log one row an epoch
 * @param bestEpoch the epoch whose weights the model has, from 1; 0 when stopped before the first
 * @param bestValidation its loss a pixel on the validation split
 * @param seconds of training in this process, validation included
 * @param samplesPerSecond images trained on a second, validation included
 * @param stopped whether the run was asked to stop before its end
 */
public record TrainingResult(
    Autoencoder model,
    List<EpochLog> log,
    int bestEpoch,
    double bestValidation,
    double seconds,
    double samplesPerSecond,
    boolean stopped) {}
