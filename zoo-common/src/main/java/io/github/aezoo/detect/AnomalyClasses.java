package io.github.aezoo.detect;

import io.github.aezoo.data.Cells;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the classes that are anomalies by their names: {@code 1} beside 0, {@code fraud}, ... */
public final class AnomalyClasses {
  private static final Set<String> ANOMALOUS =
      Set.of(
          "anomaly",
          "anomalies",
          "anomalous",
          "anomal",
          "outlier",
          "outliers",
          "abnormal",
          "attack",
          "attacks",
          "fraud",
          "fraudulent",
          "malicious",
          "malware",
          "intrusion",
          "spam",
          "defect",
          "defective",
          "fault",
          "faulty",
          "fail",
          "failed",
          "failure",
          "bad",
          "novelty",
          "positive",
          "pos",
          "true",
          "yes",
          "t",
          "y");

  private static final Set<String> NORMAL =
      Set.of(
          "normal",
          "inlier",
          "inliers",
          "benign",
          "legit",
          "legitimate",
          "genuine",
          "regular",
          "good",
          "ok",
          "pass",
          "passed",
          "healthy",
          "nominal",
          "ham",
          "clean",
          "none",
          "negative",
          "neg",
          "false",
          "no",
          "f",
          "n");

  private static final Pattern NOT = Pattern.compile("(non|not|no)[\\s_-]*(.+)");

  /** Columns that say with 1 that a row is an anomaly, even where scikit-learn has -1. */
  private static final Pattern SAYS_ANOMALY =
      Pattern.compile("(?i).*(anomal|outlier|fraud|attack|abnormal|malicious).*");

  private AnomalyClasses() {}

  private enum Meaning {
    ANOMALOUS,
    NORMAL,
    UNKNOWN
  }

  /**
   * The classes that are anomalies, as the data has them. All names are looked at together: of 0
   * and 1, 1 is; of 1 and -1, -1, as in scikit-learn; of words, those that mean one; and beside a
   * class that is called normal, all others.
   *
   * @param classes all that the data has
   * @param label the column of classes, if it has a name
   * @return empty when the names do not tell; no class when all are normal
   */
  public static Optional<List<String>> of(List<String> classes, Optional<String> label) {
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    if (classes.stream().allMatch(Cells::isNumber)) {
      return numbers(classes, label);
    }
    List<Meaning> meanings = classes.stream().map(AnomalyClasses::meaning).toList();
    boolean clear = !meanings.contains(Meaning.UNKNOWN);
    boolean oneNormal = meanings.stream().filter(m -> m == Meaning.NORMAL).count() == 1;
    boolean called =
        classes.stream().map(AnomalyClasses::plain).anyMatch(Set.of("normal", "benign")::contains);
    if (!clear && !(oneNormal && called)) {
      return Optional.empty();
    }
    return Optional.of(classes.stream().filter(c -> meaning(c) != Meaning.NORMAL).toList());
  }

  private static Optional<List<String>> numbers(List<String> classes, Optional<String> label) {
    Set<Double> values = classes.stream().map(Double::valueOf).collect(Collectors.toSet());
    if (values.size() != classes.size()) {
      return Optional.empty();
    }
    double anomaly;
    if (Set.of(0.0, 1.0).containsAll(values)) {
      anomaly = 1;
    } else if (values.equals(Set.of(-1.0, 1.0))
        && label.filter(name -> SAYS_ANOMALY.matcher(name).matches()).isEmpty()) {
      anomaly = -1;
    } else {
      return Optional.empty();
    }
    return Optional.of(classes.stream().filter(c -> Double.parseDouble(c) == anomaly).toList());
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[.!]$", "");
  }

  private static Meaning meaning(String name) {
    String plain = plain(name);
    if (Cells.isNumber(plain)) {
      return Meaning.UNKNOWN;
    }
    if (ANOMALOUS.contains(plain)) {
      return Meaning.ANOMALOUS;
    }
    if (NORMAL.contains(plain)) {
      return Meaning.NORMAL;
    }
    var not = NOT.matcher(plain);
    if (not.matches() && ANOMALOUS.contains(not.group(2))) {
      return Meaning.NORMAL;
    }
    return not.matches() && NORMAL.contains(not.group(2)) ? Meaning.ANOMALOUS : Meaning.UNKNOWN;
  }

  /**
   * The classes of some data that are anomalies of a detector: those of its own names, or else of
   * the same numbers, or else those whose names say so.
   *
   * @param anomalies the detector's
   * @param classes of the data
   */
  public static List<String> there(
      List<String> anomalies, List<String> classes, Optional<String> label) {
    List<String> same =
        classes.stream().filter(c -> anomalies.stream().anyMatch(a -> same(a, c))).toList();
    return same.isEmpty() && !anomalies.isEmpty() ? of(classes, label).orElse(List.of()) : same;
  }

  private static boolean same(String a, String b) {
    return a.equals(b)
        || (Cells.isNumber(a)
            && Cells.isNumber(b)
            && Double.parseDouble(a) == Double.parseDouble(b));
  }
}
