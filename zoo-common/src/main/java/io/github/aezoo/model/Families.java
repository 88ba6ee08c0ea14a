package io.github.aezoo.model;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The families on the class path. */
public final class Families {
  private static final String RECIPES = "recipes/";
  private static final String JSON = ".json";

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
      try (InputStream in = family.getClass().getResourceAsStream(RECIPES + name + JSON)) {
        if (in != null) {
          return Optional.of(in.readAllBytes());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.empty();
  }

  /** The names of all recipes that {@link #recipe} finds, sorted. */
  public static SortedSet<String> recipes() {
    SortedSet<String> names = new TreeSet<>();
    for (ModelFamily family : all()) {
      names.addAll(recipes(family.getClass()));
    }
    return names;
  }

  /** Those beside a class, which is a file in a folder or an entry of a jar. */
  private static List<String> recipes(Class<?> type) {
    String name = type.getName().substring(type.getPackageName().length() + 1);
    URL url = type.getResource(name + ".class");
    try {
      if (url != null && url.openConnection() instanceof JarURLConnection jar) {
        String entry = jar.getEntryName();
        String folder = entry.substring(0, entry.lastIndexOf('/') + 1) + RECIPES;
        return jar.getJarFile().stream()
            .map(JarEntry::getName)
            .filter(file -> file.startsWith(folder) && file.endsWith(JSON))
            .map(file -> file.substring(folder.length(), file.length() - JSON.length()))
            .toList();
      }
      URL folder = type.getResource(RECIPES);
      if (folder == null) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
        return files
            .map(path -> path.getFileName().toString())
            .filter(file -> file.endsWith(JSON))
            .map(file -> file.substring(0, file.length() - JSON.length()))
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a resource without an address: " + type, e);
    }
  }
}
