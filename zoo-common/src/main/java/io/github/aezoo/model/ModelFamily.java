package io.github.aezoo.model;

import io.github.aezoo.data.Shape;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * A family of autoencoders, found by {@link java.util.ServiceLoader}: the service interface of a
 * module with models.
 */
public interface ModelFamily {
  /** The family's name, also its package and the first word of its model ids. */
  String id();

  /** One sentence: what the family is for. */
  String summary();

  /** The paper that introduced the idea, with a link. */
  String paper();

  /** The record that holds the hyper-parameters of this family's networks. */
  Class<? extends Architecture> architecture();

  /** Variants by name; a variant builds its architecture for an image shape. */
  SortedMap<String, Function<Shape, ? extends Architecture>> variants();

  /**
   * How little a model of this family expects an image, the usual score first; its reconstruction
   * error by default.
   */
  default List<AnomalyScore> anomalyScores() {
    return List.of(new ReconstructionScore());
  }

  /** What the family measures beyond reconstructions; nothing unless a family says so. */
  default List<Measurement> measurements() {
    return List.of();
  }
}
