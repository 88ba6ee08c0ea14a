package io.github.aezoo.data;

import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A DATA word: what is opened, and how, as {@code mnist:without=3} or {@code
 * rows.csv:label=fraud,test=0.3}.
 *
 * @param base a known name or a path
 * @param settings what follows the colon; several values of one key are separated by {@code +}
 */
public record DataSpec(String base, Map<String, String> settings) {
  /** The key for the only classes that training images have. */
  public static final String ONLY = "only";

  /** The key for classes that training images do not have. */
  public static final String WITHOUT = "without";

  /** The key for how values are scaled. */
  public static final String SCALING = "scaling";

  private static final Pattern SETTING = Pattern.compile("[a-z]+=[^,=:]*");
  private static final Pattern WORD =
      Pattern.compile("(.+?):(" + SETTING + "(?:," + SETTING + ")*)");

  /**
   * Reads a word; one without settings is its own base.
   *
   * @throws ZooException when a key comes twice
   */
  public static DataSpec parse(String word) {
    Matcher m = WORD.matcher(word);
    if (!m.matches()) {
      return new DataSpec(word, Map.of());
    }
    Map<String, String> settings = new LinkedHashMap<>();
    for (String setting : m.group(2).split(",", -1)) {
      int equals = setting.indexOf('=');
      if (settings.put(setting.substring(0, equals), setting.substring(equals + 1)) != null) {
        throw new ZooException(
            "%s: key '%s' comes twice; join its values by '+'"
                .formatted(word, setting.substring(0, equals)));
      }
    }
    return new DataSpec(m.group(1), settings);
  }

  /** The same word with other settings beside its own; a null value takes a key away. */
  public DataSpec with(String key, String value) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.remove(key);
    if (value != null) {
      all.put(key, value);
    }
    return new DataSpec(base, all);
  }

  /**
   * Checks that all keys are known.
   *
   * @throws ZooException naming the nearest known key
   */
  public void requireKeys(Set<String> known) {
    for (String key : settings.keySet()) {
      if (!known.contains(key)) {
        List<String> sorted = known.stream().sorted().toList();
        throw new ZooException(
            "%s: unknown key '%s'; known here are %s%s"
                .formatted(base, key, String.join(", ", sorted), Nearest.hint(key, sorted)));
      }
    }
  }

  /** The value of a key. */
  public Optional<String> value(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  /** The values of a key; none when it is left out or empty. */
  public List<String> values(String key) {
    return value(key)
        .filter(v -> !v.isEmpty())
        .map(v -> Arrays.asList(v.split("\\+", -1)))
        .orElse(List.of());
  }

  /** Whether classes of training images are chosen. */
  public boolean choosesClasses() {
    return !values(ONLY).isEmpty() || !values(WITHOUT).isEmpty();
  }

  /** Whether training images may have a class: one of {@link #ONLY}, none of {@link #WITHOUT}. */
  public Predicate<String> trained() {
    List<String> only = values(ONLY);
    List<String> without = values(WITHOUT);
    return name -> (only.isEmpty() || only.contains(name)) && !without.contains(name);
  }

  @Override
  public String toString() {
    StringBuilder word = new StringBuilder(base);
    settings.forEach(
        (key, value) ->
            word.append(word.length() == base.length() ? ':' : ',')
                .append(key)
                .append('=')
                .append(value));
    return word.toString();
  }
}
