package io.github.aezoo.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a mistyped word most likely means, for error messages. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known name with the fewest single-letter slips (Damerau 1964: a letter more, less, other,
   * or two neighbours swapped) from the word, or else the shortest one that contains it; empty when
   * nothing is near.
   */
  public static Optional<String> to(String word, Collection<String> known) {
    String typed = word.toLowerCase(Locale.ROOT).strip();
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    int allowed = Math.max(1, typed.length() / 3);
    Optional<String> close =
        known.stream()
            .filter(name -> distance(typed, name.toLowerCase(Locale.ROOT)) <= allowed)
            .min(
                Comparator.<String>comparingInt(
                        name -> distance(typed, name.toLowerCase(Locale.ROOT)))
                    .thenComparing(Comparator.naturalOrder()));
    if (close.isPresent() || typed.length() < 3) {
      return close;
    }
    return known.stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(typed))
        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
  }

  /** What ends an error message: {@code (did you mean X?)}, or nothing. */
  public static String hint(String word, Collection<String> known) {
    return to(word, known).map(name -> " (did you mean " + name + "?)").orElse("");
  }

  /** The restricted Damerau-Levenshtein distance: no part is edited twice. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + other);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
