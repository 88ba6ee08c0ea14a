package io.github.aezoo.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.CellDate;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.DateColumn;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the columns of a table are: numbers, dates, categories, or nothing to learn from. */
final class ColumnKindsTest {
  @TempDir private Path folder;
  private Tables tables;

  @BeforeEach
  void tables() {
    tables = new Tables(folder);
  }

  private static TablePreparation preparation(Dataset data) {
    return data.preparation().orElseThrow();
  }

  @Test
  void wordsAreMissingInNumbersAndCategoriesInTexts() throws IOException {
    String[] words = {"None", "NA", "-", "null"};
    Path file =
        tables.rows(
            "a,pool",
            40,
            i -> (i % 4 == 0 ? words[i / 4 % 4] : i % 9) + "," + (i % 10 == 0 ? "yes" : "None"));
    Dataset data = Tables.open(file);
    assertThat(preparation(data).columns().get(0).missing()).isEqualTo(10);
    TableColumn.Categorical pool = (TableColumn.Categorical) preparation(data).columns().get(1);
    assertThat(pool.categories()).containsExactly("None", "yes");
    assertThat(data.notes())
        .containsExactly(
            "column 'pool': 'None' is a category (missing=None makes it a missing value)");
    Dataset said = Tables.open(file, "missing=None");
    assertThat(preparation(said).columns().get(1).missing()).isEqualTo(36);
    // As it was learned, so it is applied.
    assertThat(preparation(said).values(Map.of("a", 1, "pool", "None")))
        .isEqualTo(preparation(said).values(Map.of("a", 1, "pool", "yes")));
    assertThat(preparation(data).values(Map.of("a", 1, "pool", "None")))
        .isNotEqualTo(preparation(data).values(Map.of("a", 1, "pool", "yes")));
  }

  @Test
  void aNumberMayStandForAMissingOne() throws IOException {
    Path file = tables.rows("a,b", 20, i -> (i == 3 ? -999 : i) + "," + i % 3);
    TableColumn.Numeric a =
        (TableColumn.Numeric) preparation(Tables.open(file, "missing=-999")).columns().get(0);
    assertThat(a.low()).isZero();
    assertThat(a.missing()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$1,234.50|$0.5|1234.5|$",
        "12 %|0.5 %|12|%",
        "1.2e3 EUR|5 EUR|1200|EUR",
        "(1,234.50)|7.25|-1234.5|",
        "-\u20ac3|\u20ac4|-3|\u20ac"
      })
  void currencyAndPercentBecomeNumbers(String cell, String other, String value, String unit)
      throws IOException {
    Path file = tables.rows("a,b", 20, i -> "\"" + (i == 0 ? cell : other) + "\"," + i % 3);
    Dataset data = Tables.open(file);
    assertThat(Tables.cells(data).get(0).get(0)).isEqualTo(value);
    assertThat(data.notes())
        .containsExactly(
            "column 'a': '%s' is read as a number%s"
                .formatted(cell, unit == null ? "" : ", without its " + unit));
    // New rows are read in the same way.
    Dataset fresh = Tables.scored(file, preparation(data));
    assertThat(fresh.image(Split.TEST, 0)).containsExactly(data.image(Split.TRAIN, 0));
  }

  @Test
  void severalUnitsInAColumnAreRefused() throws IOException {
    Path file = tables.rows("a,b", 20, i -> (i == 3 ? "$" : "\u20ac") + i + "," + i % 3);
    assertThatThrownBy(() -> Tables.open(file))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("column 'a': numbers of one unit expected; got \u20ac and $");
  }

  @Test
  void datesBecomeYearMonthWeekdayHourAndDays() throws IOException {
    Path file = tables.rows("when,b", 30, i -> LocalDate.of(2024, 1, 31).plusDays(i) + "," + i % 3);
    Dataset data = Tables.open(file);
    DateColumn when = (DateColumn) preparation(data).columns().get(0);
    assertThat(when.parts())
        .extracting(TableColumn.Numeric::high)
        .containsExactly(2024., 2., 7., 29.);
    assertThat(when.parts())
        .extracting(TableColumn.Numeric::low)
        .containsExactly(2024., 1., 1., 0.);
    assertThat(data.notes())
        .containsExactly(
            "column 'when' is of dates and becomes year, month, weekday, days since 2024-01-31");
    assertThat(Tables.cells(data).get(5).get(0)).isEqualTo("2024-02-05");
    assertThat(Json.read(Json.text(preparation(data)), TablePreparation.class, "test"))
        .isEqualTo(preparation(data));
    // A date of later is a value, and not an unknown category.
    Dataset fresh =
        Tables.scored(tables.write("new.csv", "when,b\n2024-03-29,1\n"), preparation(data));
    assertThat(fresh.notes()).isEmpty();
    assertThat(fresh.image(Split.TEST, 0)[3]).isCloseTo(2, within(1e-6f));
    Path timed =
        tables.rows("when,b", 30, i -> "2024-01-01T%02d:30:00Z,%d".formatted(i % 24, i % 3));
    DateColumn hours = (DateColumn) preparation(Tables.open(timed)).columns().get(0);
    assertThat(hours.parts().get(3).high()).isEqualTo(23.5);
    assertThat(hours.width()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "31.03.2024|03.04.2024|true",
        "31/03/2024|03/04/2024|true",
        "03/31/2024|04/03/2024|false",
        "31 Mar 2024|3 April 2024|",
        "Mar 31, 2024|Apr 3, 2024|",
        "03/31/2024 11:30 PM|04/03/2024 11:30 PM|false"
      })
  void theOrderOfDayAndMonthIsFound(String first, String second, Boolean dayFirst)
      throws IOException {
    Path file = tables.rows("when;b", 20, i -> (i == 0 ? first : second) + ";" + i % 3);
    DateColumn when = (DateColumn) preparation(Tables.open(file)).columns().get(0);
    assertThat(when.parts().get(1).low()).isEqualTo(3);
    assertThat(when.parts().get(1).high()).isEqualTo(4);
    assertThat(when.parts().get(when.width() - 1).high()).isEqualTo(3);
    if (dayFirst != null && first.contains("/")) {
      assertThat(when.order())
          .isEqualTo(dayFirst ? CellDate.Order.DAY_FIRST : CellDate.Order.MONTH_FIRST);
    }
  }

  @Test
  void anOrderThatIsNotClearIsAskedFor() throws IOException {
    Path file = tables.rows("when,b", 20, i -> "0" + (1 + i % 9) + "/05/2024," + i % 3);
    assertThatThrownBy(() -> Tables.open(file))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("column 'when': the order of day and month")
        .hasMessageContaining("set dayfirst=yes or dayfirst=no");
    DateColumn days = (DateColumn) preparation(Tables.open(file, "dayfirst=yes")).columns().get(0);
    assertThat(days.parts().get(1).high()).isEqualTo(5);
    DateColumn months = (DateColumn) preparation(Tables.open(file, "dayfirst=no")).columns().get(0);
    assertThat(months.parts().get(1).high()).isEqualTo(9);
  }

  @Test
  void idsAreLeftOutAndOtherNumbersThatRiseAreNot() throws IOException {
    for (String name : List.of("id", "ID", "customer_id", "rowId", "UDI", "Unnamed: 0", "index")) {
      Path file = tables.rows(name + ",b", 30, i -> (100 + 2 * i) + "," + i % 3);
      // A colon cannot stand in a word, but in a header it can.
      assertThat(Tables.open(file).shape().width()).as(name).isEqualTo(1);
    }
    for (String name : List.of("time", "paid", "humid", "void")) {
      Path file = tables.rows(name + ",b", 30, i -> (100 + 2 * i) + "," + i % 3);
      assertThat(Tables.open(file).shape().width()).as(name).isEqualTo(2);
    }
    Path file = tables.rows("id,b", 30, i -> (i % 7) + "," + i % 3);
    assertThat(Tables.open(file).shape().width()).isEqualTo(2);
    Path kept = tables.rows("id,b", 30, i -> i + "," + i % 3);
    assertThat(Tables.open(kept, "numeric=id").shape().width()).isEqualTo(2);
  }

  @Test
  void aConstantColumnIsTold() throws IOException {
    Dataset data = Tables.open(tables.rows("a,b,c", 20, i -> "5,x," + i));
    assertThat(data.notes()).containsExactly("column 'a' is constant", "column 'b' is constant");
  }

  @Test
  void rareCategoriesAreTakenTogether() throws IOException {
    Path file = tables.rows("kind,b", 1200, i -> "k" + (i < 600 ? i % 300 : i % 2) + "," + i % 3);
    Dataset data = Tables.open(file);
    TableColumn.Categorical kind = (TableColumn.Categorical) preparation(data).columns().get(0);
    assertThat(kind.categories()).hasSize(256).contains("k0", "k1", "other");
    assertThat(data.notes())
        .containsExactly(
            "column 'kind' has 300 categories: the 45 rarest are taken together as 'other'");
    float[] rare = preparation(data).values(Map.of("kind", "never seen", "b", 0));
    assertThat(rare[kind.categories().indexOf("other")]).isGreaterThan(0);
  }

  @Test
  void aGroupOfCategoriesWeighsNoMoreThanAColumn() throws IOException {
    Dataset data = Tables.open(tables.rows("kind,b", 40, i -> "k" + i % 4 + "," + i % 3));
    // b is 0, 0.5 and 1 in thirds, but for one row.
    TableColumn.Numeric b = (TableColumn.Numeric) preparation(data).columns().get(1);
    double variance = b.deviation() * b.deviation() / 4;
    double weight = ((TableColumn.Categorical) preparation(data).columns().get(0)).weight();
    assertThat(weight).isCloseTo(Math.sqrt(variance / 0.75 / 4), within(1e-12));
    assertThat(data.image(Split.TRAIN, 1)).startsWith(0, (float) weight, 0, 0);
    // Cards of before say no weight, and keep their meaning.
    String before =
        "{\"type\":\"categorical\",\"name\":\"k\",\"categories\":[\"a\",\"b\"],\"imputed\":\"a\",\"missing\":0}";
    float[] values = new float[2];
    Json.read(before.getBytes(StandardCharsets.UTF_8), TableColumn.class, "test")
        .write("b", TableColumn.Scaling.MIN_MAX, values, 0);
    assertThat(values).containsExactly(0, 1);
  }

  @Test
  void manyColumnsAreRead() throws IOException {
    String header =
        "c" + String.join(",c", IntStream.range(0, 6000).mapToObj(String::valueOf).toList());
    Path file = tables.rows(header, 5, i -> (i + ",").repeat(5999) + i);
    assertThat(Tables.open(file).shape().width()).isEqualTo(6000);
  }
}
