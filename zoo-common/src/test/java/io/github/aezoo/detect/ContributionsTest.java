package io.github.aezoo.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContributionsTest {
  private static final TablePreparation TABLE =
      new TablePreparation(
          List.of(
              new TableColumn.Numeric("size", 0, 1, 0.5, 0.1, 0.5, 0),
              new TableColumn.Categorical("colour", List.of("blue", "red"), "red", 0),
              new TableColumn.Numeric("weight", 0, 1, 0.5, 0.1, 0.5, 0)),
          TableColumn.Scaling.MIN_MAX,
          null,
          null);

  @Test
  void theValuesOfACategoryBelongTogether() {
    double[] squares = Contributions.squares(new float[] {1, 0, 1, 0}, new float[] {2, 1, 0, 0.5f});
    assertThat(squares).containsExactly(1, 1, 1, 0.25);
    List<Contributions.Part> parts = Contributions.columns(squares, TABLE, 2);
    assertThat(parts).extracting(Contributions.Part::name).containsExactly("colour", "size");
    assertThat(parts.get(0).share()).isCloseTo(2 / 3.25, within(1e-12));
    assertThat(parts.get(1).share()).isCloseTo(1 / 3.25, within(1e-12));
  }

  @Test
  void pixelsAreNamedByRowAndColumnWithTheirChannelsTogether() {
    // Two channels of 2 x 3 pixels.
    double[] squares = {0, 0, 0, 0, 3, 0, 0, 2, 0, 0, 1, 0};
    assertThat(Contributions.pixels(squares, 3, 6, 2))
        .containsExactly(
            new Contributions.Part("1:1", 4.0 / 6), new Contributions.Part("0:1", 2.0 / 6));
  }

  @Test
  void aPerfectReconstructionHasNoShares() {
    assertThat(Contributions.columns(new double[4], TABLE, 3))
        .extracting(Contributions.Part::share)
        .containsExactly(0.0, 0.0, 0.0);
  }
}
