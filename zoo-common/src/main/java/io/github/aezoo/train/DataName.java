package io.github.aezoo.train;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.ImageFit;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What data is called in the name of a recipe: {@code <structure>.<data>}. */
final class DataName {
  private DataName() {}

  /**
   * A name that says {@code other} where it said {@code old}: {@code conv-small.mnist} becomes
   * {@code conv-small.pictures}. One that does not begin with the old data after its first dot is
   * its author's own, and stays.
   */
  static String replaced(String name, DataSpec old, DataSpec other) {
    int dot = name.indexOf('.') + 1;
    String before = of(old);
    String rest = name.substring(dot);
    boolean named = dot > 0 && (rest.equals(before) || rest.startsWith(before + "-"));
    return named ? name.substring(0, dot) + of(other) + rest.substring(before.length()) : name;
  }

  /** What a word says; one that cannot be read is its own base, as in JSON. */
  static DataSpec spec(String word) {
    try {
      return DataSpec.parse(word);
    } catch (ZooException e) {
      return DataSpec.of(word);
    }
  }

  /** What a data set's own name says: that of a table is its file's, without the ending. */
  static DataSpec ofDataset(String name) {
    try {
      return DataSpec.parse(name);
    } catch (ZooException e) {
      return spec(name.replaceFirst(":", ".csv:"));
    }
  }

  /**
   * Whether a word is one for data of a name. Where a file is, and how the rows of a table are
   * read, only the word tells.
   */
  static boolean names(DataSpec word, String dataset) {
    DataSpec own = ofDataset(dataset);
    boolean samePixels =
        file(word.base()).equals(file(own.base()))
            && word.scaling().equals(own.scaling())
            && word.only().equals(own.only())
            && word.without().equals(own.without())
            && word.fit().orElse(ImageFit.CROP) == own.fit().orElse(ImageFit.CROP);
    return word.equals(DataSpec.stored(dataset))
        || (word.isTable() ? of(word).equals(of(own)) : samePixels);
  }

  /** A file's or folder's name and the chosen classes, as part of an id. */
  static String of(DataSpec data) {
    String name =
        Stream.of(
                Stream.of(DataSpec.stem(file(data.base()))),
                named("only", data.only()),
                named("without", data.without()))
            .flatMap(Function.identity())
            .collect(Collectors.joining("-"));
    String word = SafeFiles.word(name);
    // Letters of other alphabets leave nothing.
    return word.isEmpty() ? "data" : word;
  }

  private static Stream<String> named(String key, List<String> classes) {
    return classes.isEmpty() ? Stream.empty() : Stream.concat(Stream.of(key), classes.stream());
  }

  /** The last part of a path, of the working folder, too. */
  private static String file(String base) {
    return SafeFiles.path(base)
        .map(path -> path.toAbsolutePath().normalize().getFileName())
        .map(Path::toString)
        .orElse(base);
  }
}
