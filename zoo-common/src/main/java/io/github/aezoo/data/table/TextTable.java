package io.github.aezoo.data.table;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.TableReading;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.PushbackReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a table from a text file, plain or gzip. Separator, decimal mark, encoding and header are
 * found in the file where they are not said, and what was found is noted.
 */
final class TextTable {
  private static final int SAMPLE = 1 << 18;
  private static final int DECIMAL_ROWS = 2000;

  /** What spreadsheets begin a file with to say its separator. */
  private static final String SAYS_SEPARATOR = "sep=";

  /** Bytes that are not UTF-8 are most often of Western European Windows. */
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private TextTable() {}

  /**
   * Reads a file.
   *
   * @throws ZooException naming the file, and the line where it is not a table
   */
  static CsvTable read(Path file, DataSpec word) {
    TableReading said = word.reading();
    try {
      return read(file, word, said.encoding());
    } catch (CharacterCodingException e) {
      if (said.encoding().isPresent()) {
        throw new ZooException(
            "%s: %s text expected, got other bytes; set another encoding="
                .formatted(file, said.encoding().get().name()),
            e);
      }
    } catch (IOException e) {
      throw new ZooException("cannot read %s: %s".formatted(file, SafeFiles.reason(e)), e);
    }
    try {
      return read(file, word, Optional.of(WINDOWS));
    } catch (IOException e) {
      throw new ZooException("cannot read %s: %s".formatted(file, SafeFiles.reason(e)), e);
    }
  }

  private static CsvTable read(Path file, DataSpec word, Optional<Charset> encoding)
      throws IOException {
    TableReading said = word.reading();
    try (TextFile text = TextFile.open(file, encoding);
        PushbackReader in = new PushbackReader(text.reader(), SAMPLE)) {
      String sample = sample(in);
      Optional<Character> own = ownSeparator(sample);
      if (own.isPresent()) {
        sample = sample.substring(sample.indexOf('\n') + 1);
        skipLine(in);
      }
      boolean whole = sample.length() < SAMPLE;
      String first = sample;
      char separator =
          said.separator().or(() -> own).orElseGet(() -> DialectGuess.separator(first, whole));
      RowReader reader = new RowReader(file.toString(), in, separator, "\"");
      List<CsvTable.Row> rows = rows(file, reader, own.isPresent() ? 1 : 0);
      if (rows.isEmpty()) {
        throw new ZooException(file + " is empty: a table with at least one row expected");
      }
      char decimal =
          said.decimal()
              .orElseGet(
                  () ->
                      DialectGuess.decimal(
                          file.toString(),
                          separator,
                          rows.stream().limit(DECIMAL_ROWS).map(CsvTable.Row::cells).toList()));
      return table(file, rows, new Dialect(separator, decimal, text.encoding()), word);
    }
  }

  private static String sample(PushbackReader in) throws IOException {
    char[] sample = new char[SAMPLE];
    int length = 0;
    for (int n = 0; n >= 0 && length < SAMPLE; ) {
      n = in.read(sample, length, SAMPLE - length);
      length += Math.max(0, n);
    }
    in.unread(sample, 0, length);
    return new String(sample, 0, length);
  }

  private static Optional<Character> ownSeparator(String sample) {
    boolean says =
        sample.regionMatches(true, 0, SAYS_SEPARATOR, 0, SAYS_SEPARATOR.length())
            && sample.length() > SAYS_SEPARATOR.length() + 1
            && (sample.charAt(SAYS_SEPARATOR.length() + 1) == '\n'
                || sample.charAt(SAYS_SEPARATOR.length() + 1) == '\r');
    return says ? Optional.of(sample.charAt(SAYS_SEPARATOR.length())) : Optional.empty();
  }

  private static void skipLine(PushbackReader in) throws IOException {
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      // The line says nothing else.
    }
  }

  static List<CsvTable.Row> rows(Path file, RowReader reader, int before) throws IOException {
    List<CsvTable.Row> rows = new ArrayList<>();
    long cells = 0;
    for (List<String> row = reader.next(); row != null; row = reader.next()) {
      rows.add(new CsvTable.Row(before + reader.line(), PackedCells.of(row)));
      cells += row.size();
      if (cells > CsvTable.MAX_CELLS) {
        throw new ZooException(
            "%s: a table of at most %,d cells expected; line %d exceeds it: use a part of the table"
                .formatted(file, CsvTable.MAX_CELLS, reader.line()));
      }
    }
    return rows;
  }

  private static CsvTable table(Path file, List<CsvTable.Row> all, Dialect dialect, DataSpec word) {
    List<String> notes = new ArrayList<>();
    DialectGuess.note(dialect, word.reading()).ifPresent(notes::add);
    List<CsvTable.Row> rows = withoutTrailing(all, notes);
    boolean named = HeaderGuess.named(rows, word.header(), dialect.decimal());
    if (!named && word.header() == DataSpec.Header.AUTO) {
      HeaderGuess.warning(rows, dialect.decimal()).ifPresent(notes::add);
    }
    CsvTable.Row first = rows.get(0);
    List<CsvTable.Row> body = List.copyOf(named ? rows.subList(1, rows.size()) : rows);
    if (body.isEmpty()) {
      throw new ZooException(
          file + " has a header but no rows; set header=no if its only line is a row");
    }
    List<String> columns =
        named ? names(file, first, body, notes) : CsvTable.numbered(first.cells().size());
    return new CsvTable(
        file.toString(),
        "%s, line %d".formatted(file, first.line()),
        false,
        named,
        columns,
        body,
        dialect,
        List.of(),
        List.copyOf(notes));
  }

  /** The names of a header; R writes none above the names of rows, and pandas an empty one. */
  private static List<String> names(
      Path file, CsvTable.Row header, List<CsvTable.Row> body, List<String> notes) {
    List<String> names = new ArrayList<>(header.cells());
    if (body.stream().allMatch(row -> row.cells().size() == names.size() + 1)) {
      names.add(0, "");
    }
    for (int c = 0; c < names.size(); c++) {
      if (names.get(c).isEmpty()) {
        String name = c == 0 ? "index" : "c" + (c + 1);
        while (names.contains(name)) {
          name += "_";
        }
        names.set(c, name);
        notes.add("column %d has no name and is called '%s'".formatted(c + 1, name));
      }
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new ZooException(
            "%s, line %d: a unique name expected for each column; '%s' occurs twice"
                .formatted(file, header.line(), name));
      }
    }
    return List.copyOf(names);
  }

  /** Leaves out empty cells that every row ends with, where each line ends with a separator. */
  private static List<CsvTable.Row> withoutTrailing(List<CsvTable.Row> all, List<String> notes) {
    List<CsvTable.Row> rows = all;
    int dropped = 0;
    while (true) {
      int width = rows.get(0).cells().size();
      boolean headToo = rows.get(0).cell(width - 1).isEmpty();
      int wide = headToo ? width : width + 1;
      List<CsvTable.Row> others = rows.subList(1, rows.size());
      boolean same =
          others.stream().allMatch(r -> r.cells().size() == wide && r.cell(wide - 1).isEmpty());
      boolean headOnly = headToo && others.stream().allMatch(r -> r.cells().size() == width - 1);
      if (others.isEmpty() || wide < 2 || !(same || headOnly)) {
        break;
      }
      List<CsvTable.Row> shorter = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        CsvTable.Row row = rows.get(i);
        int size = row.cells().size();
        boolean cut = i == 0 ? headToo : same;
        shorter.add(
            cut
                ? new CsvTable.Row(row.line(), PackedCells.of(row.cells().subList(0, size - 1)))
                : row);
      }
      rows = shorter;
      dropped++;
    }
    if (dropped > 0) {
      notes.add(
          dropped == 1
              ? "each line ends with a separator: the empty last column is left out"
              : "each line ends with separators: the %d empty last columns are left out"
                  .formatted(dropped));
    }
    return rows;
  }
}
