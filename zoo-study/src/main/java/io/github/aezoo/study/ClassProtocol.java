package io.github.aezoo.study;

import io.github.aezoo.detect.FitOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A protocol that is repeated for every class of labelled images. */
public enum ClassProtocol {
  /** The class is the anomaly: trained on all others. */
  ONE_CLASS_OUT(
      "one-class-out",
      "each class in turn is the anomaly, and the detector is trained on all others"),

  /** The class is normal: trained on it alone, all others are anomalies. */
  ONE_CLASS("one-class", "the detector is trained on one class, and all others are anomalies");

  private final String id;
  private final String meaning;

  ClassProtocol(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  /** As files and commands name it. */
  public String id() {
    return id;
  }

  /** What a class's detector is trained on. */
  public String meaning() {
    return meaning;
  }

  /** The classes that training images may have. */
  boolean trained(String turn, String name) {
    return (this == ONE_CLASS) == turn.equals(name);
  }

  /** What a detector is fitted for when a class has its turn. */
  FitOptions options(String turn, String detector, double falseAlarms, String score) {
    FitOptions.Builder options =
        FitOptions.builder().detector(detector).falseAlarms(falseAlarms).score(score);
    List<String> one = List.of(turn);
    return (this == ONE_CLASS ? options.normal(one) : options.anomalies(one)).build();
  }

  /** The protocol of a name; empty when there is none. */
  public static Optional<ClassProtocol> of(String id) {
    return Arrays.stream(values()).filter(p -> p.id.equals(id)).findFirst();
  }
}
