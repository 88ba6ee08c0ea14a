package io.github.aezoo.model;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The families on the class path. */
public final class Families {
  private Families() {}

  /** All families, by id. */
  public static List<ModelFamily> all() {
    return ServiceLoader.load(ModelFamily.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(ModelFamily::id))
        .toList();
  }

  /**
   * The family of an id.
   *
   * @throws ZooException when no such family is on the class path
   */
  public static ModelFamily byId(String id) {
    List<ModelFamily> all = all();
    return all.stream()
        .filter(f -> f.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ZooException(
                    "unknown family '%s'; on the class path: %s (add the module that brings it)"
                        .formatted(
                            id,
                            all.stream().map(ModelFamily::id).collect(Collectors.joining(", ")))));
  }

  /**
   * The family that a network belongs to.
   *
   * @throws ZooException when none on the class path knows it
   */
  public static ModelFamily of(Architecture architecture) {
    return all().stream()
        .filter(f -> f.architecture().isInstance(architecture))
        .findFirst()
        .orElseThrow(
            () ->
                new ZooException(
                    "no family on the class path has networks such as " + architecture));
  }

  /**
   * A family's variant for an image shape.
   *
   * @throws ZooException when the family has no such variant or the variant cannot take the shape
   */
  public static Architecture variant(String family, String variant, Shape shape) {
    ModelFamily f = byId(family);
    Function<Shape, ? extends Architecture> build = f.variants().get(variant);
    if (build == null) {
      throw new ZooException(
          "family '%s' has no variant '%s'; it has %s"
              .formatted(family, variant, String.join(", ", f.variants().keySet())));
    }
    return build.apply(shape);
  }

  /**
   * The text of a recipe that a family ships as {@code recipes/NAME.json} beside its class; empty
   * when no family has it.
   */
  public static Optional<byte[]> recipe(String name) {
    for (ModelFamily family : all()) {
      try (InputStream in = family.getClass().getResourceAsStream("recipes/" + name + ".json")) {
        if (in != null) {
          return Optional.of(in.readAllBytes());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.empty();
  }
}
