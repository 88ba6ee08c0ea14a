package io.github.aezoo.data.table;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tables of Weka, ARFF (<a
 * href="https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/">format</a>):
 * attributes with names and kinds, then the rows. Nominal attributes are categories.
 */
final class ArffTable {
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(?i)@attribute\\s+('(?:[^'\\\\]|\\\\.)*'|\"[^\"]*\"|\\S+)\\s+(.+)");

  private ArffTable() {}

  /**
   * Reads a file.
   *
   * @throws ZooException naming the line where it is no ARFF
   */
  static CsvTable read(Path file, DataSpec word) {
    try (TextFile text = TextFile.open(file, word.reading().encoding());
        BufferedReader in = new BufferedReader(text.reader())) {
      List<String> names = new ArrayList<>();
      List<String> nominal = new ArrayList<>();
      int number = 0;
      while (true) {
        String line = in.readLine();
        number++;
        if (line == null) {
          throw new ZooException(file + ": a line @data expected; the file ends before it");
        }
        String said = line.strip();
        if (said.toLowerCase(Locale.ROOT).startsWith("@data")) {
          break;
        }
        Matcher attribute = ATTRIBUTE.matcher(said);
        if (attribute.matches()) {
          String name = attribute.group(1).replaceAll("^['\"]|['\"]$", "");
          if (names.contains(name)) {
            throw new ZooException(
                "%s, line %d: a unique name expected for each attribute; '%s' occurs twice"
                    .formatted(file, number, name));
          }
          names.add(name);
          if (attribute.group(2).startsWith("{")) {
            nominal.add(name);
          }
        }
      }
      List<CsvTable.Row> rows = rows(file, in, number);
      if (rows.isEmpty() || names.isEmpty()) {
        throw new ZooException(file + ": @attribute lines and rows expected; got none");
      }
      return new CsvTable(
          file.toString(),
          "%s, line %d".formatted(file, number),
          false,
          true,
          List.copyOf(names),
          rows,
          new Dialect(',', '.', text.encoding()),
          List.copyOf(nominal),
          List.of());
    } catch (IOException e) {
      throw new ZooException("cannot read %s: %s".formatted(file, SafeFiles.reason(e)), e);
    }
  }

  private static List<CsvTable.Row> rows(Path file, BufferedReader in, int before)
      throws IOException {
    List<CsvTable.Row> rows = new ArrayList<>();
    int number = before;
    long cells = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      String said = line.strip();
      if (said.isEmpty() || said.startsWith("%")) {
        continue;
      }
      if (said.startsWith("{")) {
        throw new ZooException(
            "%s, line %d: rows with all their values expected; got a sparse one: write the table as CSV"
                .formatted(file, number));
      }
      List<String> row = new RowReader(file.toString(), new StringReader(said), ',', "'\"").next();
      rows.add(new CsvTable.Row(number, PackedCells.of(row)));
      cells += row.size();
      if (cells > CsvTable.MAX_CELLS) {
        throw new ZooException(
            "%s: a table of at most %,d cells expected; line %d exceeds it: use a part of the table"
                .formatted(file, CsvTable.MAX_CELLS, number));
      }
    }
    return rows;
  }
}
