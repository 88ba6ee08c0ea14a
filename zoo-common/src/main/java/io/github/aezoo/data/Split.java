package io.github.aezoo.data;

import java.util.Locale;

/** A part of a data set: models are chosen on validation, and test is read by evaluation alone. */
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
