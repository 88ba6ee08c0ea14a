package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.ZooException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TablePreparationTest {
  private static final TablePreparation TABLE =
      new TablePreparation(
          List.of(
              new TableColumn.Numeric("amount", 10, 20, 15, 2, 12, 0),
              new TableColumn.Categorical("kind", List.of("car", "3", "ship"), "ship", 0)),
          TableColumn.Scaling.MIN_MAX,
          "fraud",
          List.of("id"));

  private static Map<String, Object> row(Object amount, Object kind) {
    Map<String, Object> row = new HashMap<>();
    row.put("amount", amount);
    row.put("kind", kind);
    return row;
  }

  @Test
  void aMapOfNumbersAndTextsBecomesARow() {
    assertThat(TABLE.values(row(15, "car"))).containsExactly(0.5f, 1, 0, 0);
    assertThat(TABLE.values(row(" 25 ", 3))).containsExactly(1.5f, 0, 1, 0);
    assertThat(TABLE.values(row(10.0f, "3"))).containsExactly(0, 0, 1, 0);
  }

  @Test
  void aNumberIsTheSameCategoryHoweverItIsWritten() {
    for (String three : new String[] {"3", "3.0", "3.00"}) {
      assertThat(TABLE.values(row(10, three))).as(three).containsExactly(0, 0, 1, 0);
    }
    assertThat(TABLE.values(row(10, "3.5"))).containsExactly(0, 0, 0, 0);
  }

  @Test
  void whatIsMissingIsImputed() {
    for (Object missing : new Object[] {null, Double.NaN, "", "?", "NA"}) {
      assertThat(TABLE.values(row(missing, missing))).containsExactly(0.2f, 0, 0, 1);
    }
    assertThat(TABLE.values(Double.NaN, Double.NaN)).containsExactly(0.2f, 0, 0, 1);
  }

  @Test
  void aCategoryThatNoTrainingRowHadIsNone() {
    assertThat(TABLE.values(row(10, "plane"))).containsExactly(0, 0, 0, 0);
    assertThat(TABLE.values(10, 4)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void numbersInTheOrderOfColumnsBecomeARow() {
    assertThat(TABLE.values(15, 3)).containsExactly(0.5f, 0, 1, 0);
  }

  @Test
  void labelAndIgnoredColumnsMayBeThere() {
    Map<String, Object> row = row(15, "car");
    row.put("fraud", 1);
    row.put("id", "a7");
    assertThat(TABLE.values(row)).containsExactly(0.5f, 1, 0, 0);
  }

  @Test
  void aMissingOrUnknownColumnIsNamed() {
    Map<String, Object> row = row(15, "car");
    row.put("colour", "red");
    assertThatThrownBy(() -> TABLE.values(row))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "column 'colour' is not one that the model was fitted on; expected columns: amount, kind");
    assertThatThrownBy(() -> TABLE.values(Map.of("amount", 1)))
        .isInstanceOf(ZooException.class)
        .hasMessage("column 'kind' is missing in the row; expected columns: amount, kind");
    assertThatThrownBy(() -> TABLE.values(1))
        .isInstanceOf(ZooException.class)
        .hasMessage("2 values expected, one per column (amount, kind); got 1");
  }

  @Test
  void whatIsNoNumberIsNamedWithItsColumn() {
    assertThatThrownBy(() -> TABLE.values(row("many", "car")))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("column 'amount': a number expected; got 'many'");
    assertThatThrownBy(() -> TABLE.values(Double.POSITIVE_INFINITY, 3))
        .isInstanceOf(ZooException.class)
        .hasMessage("column 'amount': a number near 10.0 to 20.0 expected; got Infinity");
    assertThatThrownBy(() -> TABLE.values(10, Double.POSITIVE_INFINITY))
        .isInstanceOf(ZooException.class)
        .hasMessage("column 'kind': a category expected; got Infinity");
  }

  @Test
  void aCategoryReadAsTextIsTheSameNumber() {
    assertThat(TABLE.values(row(10, "3.0"))).containsExactly(0, 0, 1, 0);
    assertThat(TABLE.values(row(10, "4.0"))).containsExactly(0, 0, 0, 0);
  }

  @Test
  void anOutputThatIsNotFiniteIsNamed() {
    TableColumn amount = TABLE.columns().get(0);
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> amount.read(new float[] {value}, 0, TableColumn.Scaling.MIN_MAX, 6))
          .isInstanceOf(ZooException.class)
          .hasMessageContaining("column 'amount': a finite value expected; got " + value);
    }
  }
}
