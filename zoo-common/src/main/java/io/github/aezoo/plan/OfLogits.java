package io.github.aezoo.plan;

/**
 * A loss function for DL4J that is the binary cross-entropy of a sigmoid's arguments, summed over
 * values.
 */
public interface OfLogits {}
