package io.github.aezoo.cli.print;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A table of text: columns as wide as their content, numbers to the right. */
public final class Table {
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.,]+( .*)?");

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  /** With the names of its columns. */
  public Table(String... head) {
    this.head = List.of(head);
  }

  /** Adds a row with a cell for each column. */
  public Table row(Object... cells) {
    rows.add(Arrays.stream(cells).map(String::valueOf).toList());
    return this;
  }

  /** Prints it with the names of the columns above. */
  public void print(PrintWriter out) {
    int[] widths = new int[head.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = head.get(c).length();
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    boolean[] numeric = new boolean[widths.length];
    for (int c = 0; c < widths.length; c++) {
      numeric[c] = numeric(c);
    }
    out.println(line(head, widths, numeric));
    rows.forEach(row -> out.println(line(row, widths, numeric)));
  }

  private static String line(List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String cell = cells.get(c);
      String pad = " ".repeat(widths[c] - cell.length());
      line.append(c == 0 ? "" : "  ").append(numeric[c] ? pad + cell : cell + pad);
    }
    return line.toString().stripTrailing();
  }

  private boolean numeric(int column) {
    return !rows.isEmpty()
        && rows.stream()
            .allMatch(r -> r.get(column).isEmpty() || NUMBER.matcher(r.get(column)).matches());
  }
}
