package io.github.aezoo.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a file writes a table is found, or asked for by name. */
final class DialectTest {
  private static final List<List<String>> ROWS =
      List.of(
          List.of("1.5", "2.25", "red"), List.of("0.5", "4", "blue"), List.of("3", "7.5", "red"));

  @TempDir private Path folder;
  private Tables tables;

  @BeforeEach
  void tables() {
    tables = new Tables(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        ",!.!",
        ";!,!found: separator semicolon (sep=), decimal comma (decimal=)",
        ";!.!found: separator semicolon (sep=)",
        "|!.!found: separator pipe (sep=)",
        "|!,!found: separator pipe (sep=), decimal comma (decimal=)",
        "\t!,!found: separator tab (sep=), decimal comma (decimal=)",
        "  !.!found: separator space (sep=)",
        "  !,!found: separator space (sep=), decimal comma (decimal=)"
      })
  void separatorAndDecimalMarkAreFoundAndTold(String separator, String decimal, String note)
      throws IOException {
    StringBuilder text = new StringBuilder(String.join(separator, "a", "b", "c")).append('\n');
    for (List<String> row : ROWS) {
      text.append(row.get(0).replace(".", decimal)).append(separator);
      text.append(row.get(1).replace(".", decimal)).append(separator).append(row.get(2));
      text.append('\n');
    }
    Dataset data = Tables.open(tables.write("rows.csv", text.toString()));
    assertThat(Tables.cells(data)).isEqualTo(ROWS);
    assertThat(data.notes()).isEqualTo(note == null ? List.of() : List.of(note));
  }

  @Test
  void separatorsInsideOfQuotesAndBesideOthersDoNotCount() throws IOException {
    Path file = tables.write("rows.csv", "a,b\n\"x;y;z\",1\n\"u;v;w\",2\n\"x;y;z\",3\n");
    assertThat(Tables.cells(Tables.open(file)).get(0)).containsExactly("x;y;z", "1");
    file = tables.write("rows.csv", "1,5;2,5\n3,5;4,5\n2,25;0,5\n");
    assertThat(Tables.cells(Tables.open(file)).get(0)).containsExactly("1.5", "2.5");
    file = tables.write("rows.csv", "name,at\nJohn Smith,1\nMary Jones,2\nJohn Smith,4\n");
    assertThat(Tables.cells(Tables.open(file)).get(1)).containsExactly("Mary Jones", "2");
    file = tables.write("rows.csv", "sep=;\na;b\n1;x, y\n2;z, y\n");
    Dataset data = Tables.open(file);
    assertThat(Tables.cells(data).get(0)).containsExactly("1", "x, y");
    assertThat(data.place(Split.TRAIN, 0)).isEqualTo(3);
  }

  @Test
  void whatIsSaidIsNotGuessed() throws IOException {
    Path file = tables.write("rows.csv", "a;b\n1,234;2\n2,345;3\n");
    assertThat(Tables.cells(Tables.open(file)).get(0)).containsExactly("1.234", "2");
    Dataset said = Tables.open(file, "sep=semicolon", "decimal=point");
    assertThat(Tables.cells(said).get(0)).containsExactly("1234", "2");
    assertThat(said.notes()).doesNotContain("found: separator semicolon (sep=)");
  }

  @Test
  void aCommaThatMayBeEitherIsAskedFor() throws IOException {
    Path file = tables.write("rows.csv", "a\tb\n1,234\t2\n2,345\t3\n");
    assertThatThrownBy(() -> Tables.open(file))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("'2,345' may be 2.345 or 2345; set decimal=comma or decimal=point");
    assertThat(Tables.cells(Tables.open(file, "decimal=comma")).get(0))
        .containsExactly("1.234", "2");
  }

  @Test
  void thousandsAreReadWhereTheDecimalMarkIsClear() throws IOException {
    Path file = tables.write("rows.csv", "a;b\n1.234,56;x\n12,5;y\n1.000,25;x\n");
    Dataset data = Tables.open(file);
    assertThat(Tables.cells(data))
        .extracting(r -> r.get(0))
        .containsExactly("1234.56", "12.5", "1000.25");
    assertThat(data.notes()).contains("column 'a': '1.234,56' is read as a number");
  }

  @Test
  void anEmptyLastColumnIsLeftOutAndTold() throws IOException {
    for (String text : List.of("a,b,\n1,2,\n3,5,\n", "a,b\n1,2,\n3,5,\n", "a,b,\n1,2\n3,5\n")) {
      Dataset data = Tables.open(tables.write("rows.csv", text));
      assertThat(Tables.cells(data)).containsExactly(List.of("1", "2"), List.of("3", "5"));
      assertThat(data.notes())
          .containsExactly("each line ends with a separator: the empty last column is left out");
    }
    // A column that is named stays, and one that has a value anywhere.
    Path file = tables.write("rows.csv", "a,b,c\n1,2,\n3,5,4\n");
    assertThat(Tables.open(file).shape().width()).isEqualTo(3);
  }

  @Test
  void anIndexOfPandasOrRIsNamedAndLeftOut() throws IOException {
    for (String header : List.of(",a,b", "a,b")) {
      Dataset data = Tables.open(tables.rows(header, 30, i -> i + "," + i % 7 + "," + i % 5));
      assertThat(Tables.cells(data).get(8)).containsExactly("1", "3");
      assertThat(data.notes())
          .containsExactly(
              "column 1 has no name and is called 'index'",
              "column 'index' is an id that counts up and is left out (numeric=index keeps it)");
    }
  }

  @Test
  void aHeaderOfNumbersIsToldAndSaid() throws IOException {
    Path file = tables.rows("2019,2020,2021", 30, i -> i % 7 + "," + i % 5 + "," + i % 3 + ".5");
    assertThat(Tables.open(file).notes())
        .containsExactly(
            "line 1 (2019, 2020, ...) looks like a header but is read as a row: if it names the columns, set header=yes; header=no says that it does not");
    Dataset named = Tables.open(file, "header=yes");
    assertThat(named.size(Split.TRAIN)).isEqualTo(30);
    assertThat(named.notes()).isEmpty();
    assertThat(Tables.open(file, "header=no").notes()).isEmpty();
    assertThat(Tables.open(tables.rows("", 30, i -> i % 7 + "," + i % 5 + "," + i)).notes())
        .isEmpty();
    // Beside a name, years are names.
    Dataset mixed = Tables.open(tables.rows("size,2020", 30, i -> i % 7 + "," + i % 5));
    assertThat(mixed.preparation().orElseThrow().columns().get(1).name()).isEqualTo("2020");
    // And without one, a text in the first row is a value.
    Dataset none = Tables.open(tables.rows("", 30, i -> i % 7 + "," + (i % 2 == 0 ? "x" : "y")));
    assertThat(none.size(Split.TRAIN)).isEqualTo(30);
  }

  @Test
  void encodingsAreFoundAndTold() throws IOException {
    String text = "größe,art\n1,süß\n2,sauer\n3,süß\n";
    for (Charset encoding : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Dataset data = Tables.open(tables.write("rows.csv", "\uFEFF" + text, encoding));
      assertThat(Tables.cells(data).get(0)).containsExactly("1", "süß");
      assertThat(data.notes()).containsExactly("found: encoding " + encoding + " (encoding=)");
    }
    Path windows = tables.write("rows.csv", text, Charset.forName("windows-1252"));
    assertThat(Tables.open(windows).notes())
        .containsExactly("found: encoding windows-1252 (encoding=)");
    assertThat(Tables.cells(Tables.open(windows)).get(2)).containsExactly("3", "süß");
    assertThatThrownBy(() -> Tables.open(windows, "encoding=utf-8"))
        .hasMessageContaining("UTF-8 text expected, got other bytes; set another encoding=");
    Path unmarked = tables.write("rows.csv", text, StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> Tables.open(unmarked)).hasMessageContaining("encoding=utf-16le");
    assertThat(Tables.cells(Tables.open(unmarked, "encoding=utf-16le")).get(0))
        .containsExactly("1", "süß");
  }

  @Test
  void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() throws IOException {
    Path file = tables.write("rows.csv", "a,b\n1,2\n" + "1,".repeat(RowReader.MAX_LINE / 2 + 1));
    assertThatThrownBy(() -> Tables.open(file))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("line 3: a line of at most 16,777,216 characters expected");
    Path quoted = tables.write("rows.csv", "a,b\n1,\"" + "x\n".repeat(RowReader.MAX_LINE / 2 + 1));
    assertThatThrownBy(() -> Tables.open(quoted))
        .hasMessageContaining("line 2: a line of at most 16,777,216 characters expected");
  }
}
