package io.github.aezoo.train;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.io.SafeFiles;
import java.nio.file.Path;
import java.util.List;

/** What data is called in the name of a recipe: {@code <structure>.<data>}. */
final class DataName {
  private DataName() {}

  /**
   * A name that says {@code other} where it said {@code old}: {@code conv-small.mnist} becomes
   * {@code conv-small.pictures}. One that does not begin with the old data after its first dot is
   * its author's own, and stays.
   */
  static String replaced(String name, String old, String other) {
    int dot = name.indexOf('.') + 1;
    String before = of(old);
    String rest = name.substring(dot);
    boolean named = dot > 0 && (rest.equals(before) || rest.startsWith(before + "-"));
    return named ? name.substring(0, dot) + of(other) + rest.substring(before.length()) : name;
  }

  /** A file's or folder's name and the chosen classes, as part of an id. */
  static String of(String data) {
    DataSpec spec = DataSpec.parse(data);
    StringBuilder name = new StringBuilder(file(spec.base()).replaceFirst("(?i)\\.csv(\\.gz)?$", ""));
    for (String key : List.of(DataSpec.ONLY, DataSpec.WITHOUT)) {
      List<String> classes = spec.values(key);
      if (!classes.isEmpty()) {
        name.append('-').append(key).append('-').append(String.join("-", classes));
      }
    }
    String word = SafeFiles.word(name.toString());
    // Letters of other alphabets leave nothing.
    return word.isEmpty() ? "data" : word;
  }

  /** The last part of a path, of the working folder, too. */
  private static String file(String base) {
    return SafeFiles.path(base)
        .map(path -> path.toAbsolutePath().normalize().getFileName())
        .map(Path::toString)
        .orElse(base);
  }
}
