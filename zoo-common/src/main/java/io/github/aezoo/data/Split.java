package io.github.aezoo.data;

import java.util.Locale;

/**
 * A train, validation or test split: choices are made on validation, and test is used only for
 * evaluation.
 */
public enum Split {
  /** What a model learns from. */
  TRAIN,
  /** What decides between models, epochs and hyper-parameters. */
  VALIDATION,
  /** What a card reports. */
  TEST;

  /** The name as it is written in JSON and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
