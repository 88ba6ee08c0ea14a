package io.github.aezoo.data;

import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.ZooException;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Between a {@link DataSpec} and the word that it is in JSON and on the command line. */
final class DataWord {
  private static final Pattern SETTING = Pattern.compile("[a-z]+=[^,=:]*");
  private static final Pattern WORD =
      Pattern.compile("(.+?):(" + SETTING + "(?:," + SETTING + ")*)");

  /** What no name in a word may have. */
  private static final Pattern NO_NAME = Pattern.compile("[,=:]");

  /** What may be said of folders of images alone. */
  private static final Set<DataSpec.Key> OF_FOLDERS =
      EnumSet.of(DataSpec.Key.SIZE, DataSpec.Key.FIT);

  /** What may be said of a table. */
  private static final Set<DataSpec.Key> OF_TABLES =
      EnumSet.complementOf(EnumSet.copyOf(OF_FOLDERS));

  /** What may be said of images. */
  private static final Set<DataSpec.Key> OF_IMAGES =
      EnumSet.of(
          DataSpec.Key.ONLY,
          DataSpec.Key.WITHOUT,
          DataSpec.Key.SCALING,
          DataSpec.Key.SIZE,
          DataSpec.Key.FIT);

  private DataWord() {}

  static DataSpec parse(String word) {
    Matcher m = WORD.matcher(word);
    if (!m.matches()) {
      return DataSpec.of(word);
    }
    DataSpec spec = DataSpec.of(m.group(1));
    Set<DataSpec.Key> known = spec.isTable() ? OF_TABLES : OF_IMAGES;
    for (String setting : m.group(2).split(",", -1)) {
      String name = setting.substring(0, setting.indexOf('='));
      String value = setting.substring(name.length() + 1);
      DataSpec.Key key =
          known.stream()
              .filter(k -> k.word().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(m.group(1), name, known));
      if (spec.says(key)) {
        throw new ZooException(
            "%s: key '%s' is given twice; join its values with '+'".formatted(word, name));
      }
      spec = with(spec, key, value);
    }
    return spec;
  }

  private static DataSpec with(DataSpec spec, DataSpec.Key key, String value) {
    return switch (key) {
      case SCALING -> spec.withScaling(one(spec, key, value, scalings(spec)));
      case ONLY -> spec.withOnly(names(value));
      case WITHOUT -> spec.withoutClasses(names(value));
      case LABEL -> spec.withLabel(value);
      case IGNORE -> spec.withIgnored(names(value));
      case CATEGORICAL -> spec.withCategorical(names(value));
      case HEADER -> spec.withHeader(one(spec, key, value, List.of(DataSpec.Header.values())));
      case TEST -> spec.withTest(part(spec, key, value));
      case VALIDATION -> spec.withValidation(part(spec, key, value));
      case SEED -> spec.withSeed(seed(spec, value));
      case SIZE -> spec.withSize(size(spec, value));
      case FIT -> spec.withFit(one(spec, key, value, List.of(ImageFit.values())));
      case SEP, DECIMAL, ENCODING, MISSING, NUMERIC, DATES, DAYFIRST ->
          spec.withReading(key, TableReading.with(spec, key, value));
    };
  }

  private static List<DataSpec.Scaling> scalings(DataSpec spec) {
    return spec.isTable()
        ? List.of(DataSpec.Scaling.MIN_MAX, DataSpec.Scaling.STANDARD)
        : List.of(DataSpec.Scaling.CONTRAST);
  }

  private static <E extends Enum<E>> E one(
      DataSpec spec, DataSpec.Key key, String came, List<E> values) {
    return values.stream()
        .filter(value -> DataSpec.spelled(value).equals(came))
        .findFirst()
        .orElseThrow(
            () ->
                new ZooException(
                    "%s: %s=%s expected%s; got '%s'"
                        .formatted(
                            spec.base(),
                            key.word(),
                            values.stream()
                                .map(DataSpec::spelled)
                                .collect(Collectors.joining(", ")),
                            spec.isTable() ? "" : " of images",
                            came)));
  }

  static List<String> names(String value) {
    return value.isEmpty() ? List.of() : List.of(value.split("\\+", -1));
  }

  private static double part(DataSpec spec, DataSpec.Key key, String came) {
    double value = Cells.isNumber(came) ? Double.parseDouble(came) : -1;
    if (!isPart(value)) {
      throw noPart(spec.base(), key, came);
    }
    return value;
  }

  private static long seed(DataSpec spec, String came) {
    try {
      return Long.parseLong(came);
    } catch (NumberFormatException e) {
      throw new ZooException(
          "%s: seed= a whole number expected; got '%s'".formatted(spec.base(), came), e);
    }
  }

  private static ImageSize size(DataSpec spec, String came) {
    try {
      return ImageSize.of(came);
    } catch (ZooException e) {
      throw new ZooException("%s: %s".formatted(spec.base(), e.getMessage()), e);
    }
  }

  /** The value of a key that is said, as a word has it. */
  static String value(DataSpec spec, DataSpec.Key key) {
    return switch (key) {
      case SCALING -> DataSpec.spelled(spec.scaling().orElseThrow());
      case ONLY -> String.join("+", spec.only());
      case WITHOUT -> String.join("+", spec.without());
      case LABEL -> spec.label().orElseThrow();
      case IGNORE -> String.join("+", spec.ignored());
      case CATEGORICAL -> String.join("+", spec.categorical());
      case HEADER -> DataSpec.spelled(spec.header());
      case TEST -> number(spec.test().orElseThrow());
      case VALIDATION -> number(spec.validation().orElseThrow());
      case SEED -> String.valueOf(spec.seed().orElseThrow());
      case SIZE -> spec.size().orElseThrow().toString();
      case FIT -> DataSpec.spelled(spec.fit().orElseThrow());
      case SEP, DECIMAL, ENCODING, MISSING, NUMERIC, DATES, DAYFIRST ->
          TableReading.value(spec.reading(), key);
    };
  }

  private static String number(double part) {
    return part == Math.rint(part) ? String.valueOf((long) part) : String.valueOf(part);
  }

  private static boolean isPart(double value) {
    // Written so that NaN fails.
    return value >= 0 && (value < 1 || value == Math.rint(value)) && value <= Integer.MAX_VALUE;
  }

  private static ZooException noPart(String base, DataSpec.Key key, Object came) {
    return new ZooException(
        "%s: %s= a share from 0 to below 1 or a number of rows expected; got '%s'"
            .formatted(base, key.word(), came));
  }

  static void requirePart(String base, DataSpec.Key key, OptionalDouble part) {
    if (part.isPresent() && !isPart(part.getAsDouble())) {
      throw noPart(base, key, part.getAsDouble());
    }
  }

  static void requireNames(String base, DataSpec.Key key, List<String> names) {
    for (String name : names) {
      requireName(base, key, name);
      if (name.indexOf('+') >= 0) {
        throw new ZooException(
            "%s: %s= names without '+' expected; got '%s'".formatted(base, key.word(), name));
      }
    }
  }

  static void requireName(String base, DataSpec.Key key, String name) {
    if (NO_NAME.matcher(name).find()) {
      throw new ZooException(
          "%s: %s= a name without ',', '=' and ':' expected; got '%s'"
              .formatted(base, key.word(), name));
    }
  }

  /** See {@link DataSpec#requireOfImages}. */
  static void requireOfImages(DataSpec spec) {
    for (DataSpec.Key key : spec.order()) {
      if (!OF_IMAGES.contains(key)) {
        throw unknown(spec.base(), key.word(), OF_IMAGES);
      }
    }
    spec.scaling()
        .ifPresent(
            scaling ->
                one(
                    DataSpec.of(spec.base()),
                    DataSpec.Key.SCALING,
                    DataSpec.spelled(scaling),
                    List.of(DataSpec.Scaling.CONTRAST)));
  }

  /** See {@link DataSpec#requireOfOneSize}. */
  static void requireOfOneSize(DataSpec spec) {
    for (DataSpec.Key key : OF_FOLDERS) {
      if (spec.says(key)) {
        throw new ZooException(
            "%s: %s= is for folders of images; these images have one size already"
                .formatted(spec.base(), key.word()));
      }
    }
  }

  private static ZooException unknown(String base, String came, Set<DataSpec.Key> known) {
    List<String> sorted = known.stream().map(DataSpec.Key::word).sorted().toList();
    return new ZooException(
        "%s: unknown key '%s'; known keys are %s%s"
            .formatted(base, came, String.join(", ", sorted), Nearest.hint(came, sorted)));
  }
}
