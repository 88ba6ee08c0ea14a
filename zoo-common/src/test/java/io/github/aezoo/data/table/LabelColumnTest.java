package io.github.aezoo.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TablePreparation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which column holds classes, when nothing is said. */
final class LabelColumnTest {
  @TempDir private Path folder;
  private Tables tables;

  @BeforeEach
  void tables() {
    tables = new Tables(folder);
  }

  private static Optional<String> label(Dataset data) {
    return data.preparation().map(TablePreparation::label);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "label",
        "Label",
        "LABEL",
        "Class",
        "target",
        "y",
        "is_outlier",
        "IsFraud",
        "Anomaly",
        "is anomaly",
        "attack",
        "ground_truth",
        "outlier-label"
      })
  void usualNamesAreFoundWhateverTheirCaseAndTold(String name) throws IOException {
    Dataset data = Tables.open(tables.rows("a," + name, 60, i -> i % 7 + "," + (i < 3 ? 1 : 0)));
    assertThat(label(data)).contains(name);
    assertThat(data.classes()).containsExactly("0", "1");
    assertThat(data.description())
        .contains("label column '%s': 0 (57 rows), 1 (3 rows)".formatted(name));
    if (!name.equals("label")) {
      assertThat(data.notes()).containsExactly("label column: '%s' (label=)".formatted(name));
    }
  }

  @Test
  void measurementsOfSuchNamesAreFeatures() throws IOException {
    for (String name : new String[] {"y", "target", "Attack"}) {
      Dataset many = Tables.open(tables.rows("a," + name, 60, i -> i % 7 + "," + i % 30));
      assertThat(label(many)).as(name).isEmpty();
      assertThat(many.notes().get(0)).contains("too many different values for classes");
      Dataset halves = Tables.open(tables.rows("a," + name, 60, i -> i % 7 + "," + i % 3 + ".5"));
      assertThat(label(halves)).as(name).isEmpty();
    }
    Dataset points = Tables.open(tables.rows("x,y", 60, i -> i % 7 + "," + i % 2));
    assertThat(label(points)).isEmpty();
    assertThat(points.description()).contains("no label column (label=)");
  }

  @Test
  void ofSeveralOneIsTakenAndTheOthersAreTold() throws IOException {
    Path file = tables.rows("attack_cat,a,Label", 60, i -> i % 3 + "," + i % 7 + "," + i % 2);
    Dataset data = Tables.open(file);
    assertThat(label(data)).contains("Label");
    assertThat(data.notes())
        .containsExactly(
            "label column: 'Label' (label=)",
            "columns that may be labels, too, are features: attack_cat; leave them out with ignore=attack_cat");
    assertThat(label(Tables.open(file, "label=attack_cat"))).contains("attack_cat");
    assertThat(label(Tables.open(file, "label=label"))).contains("Label");
    assertThat(label(Tables.open(file, "label="))).isEmpty();
    assertThatThrownBy(() -> Tables.open(file, "label=kind"))
        .hasMessageContaining("no column 'kind'");
  }

  @Test
  void rowsWithoutAClassAreThereAndTold() throws IOException {
    Path file = tables.rows("a,label", 60, i -> i % 7 + "," + (i == 5 ? "" : i < 3 ? 1 : 0));
    Dataset data = Tables.open(file);
    assertThat(data.size(Split.TRAIN)).isEqualTo(60);
    assertThat(data.label(Split.TRAIN, 5)).isEmpty();
    assertThat(data.notes()).containsExactly("1 row has no class and does not count in the test");
    // Whether they are normal is not known, so they are not trained on when classes are chosen.
    assertThat(Tables.open(file, "without=1").size(Split.TRAIN)).isEqualTo(56);
  }
}
