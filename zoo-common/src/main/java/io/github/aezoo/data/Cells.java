package io.github.aezoo.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Recognises numbers and missing values in the cells of a table. */
public final class Cells {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private static final Set<String> MISSING =
      Set.of("", "?", "-", "na", "n/a", "nan", "null", "none");

  private Cells() {}

  /**
   * Whether a cell of a column of numbers or dates says that its value is not known: empty, ?, -,
   * NA, N/A, NaN, null or none. In a column of texts these are texts.
   */
  public static boolean isMissing(String cell) {
    return cell.length() <= 4 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  /** Whether a cell is a number as most programs write them. */
  public static boolean isNumber(String cell) {
    // The first character decides most texts without the pattern.
    return !cell.isEmpty()
        && cell.charAt(0) < ':'
        && NUMBER.matcher(cell).matches()
        && Double.isFinite(Double.parseDouble(cell));
  }

  /** A cell as CSV files have it: in quotes when it holds a comma, a quote or a line break. */
  public static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** Cells as a line of a CSV file, in UTF-8. */
  public static byte[] line(List<String> cells) {
    return (cells.stream().map(Cells::quoted).collect(Collectors.joining(",")) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
