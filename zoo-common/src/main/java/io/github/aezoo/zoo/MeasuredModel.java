package io.github.aezoo.zoo;

/**
 * The metrics of one model in a report.
 *
 * @param id the model
 * @param codes values of a code
 * @param result beside the baselines
 */
public record MeasuredModel(String id, int codes, ModelCard.Result result) {}
