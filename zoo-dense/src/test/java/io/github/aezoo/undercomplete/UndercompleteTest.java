package io.github.aezoo.undercomplete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.export.ExportContract;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.ModelFamily;
import io.github.aezoo.plan.Plan;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class UndercompleteTest extends ExportContract {
  @Override
  protected ModelFamily family() {
    return new Undercomplete();
  }

  /** Sums of (in + 1) * out over the layers, computed apart from this code. */
  @Override
  protected Map<String, Parameters> parameters() {
    return Map.of(
        "tiny", new Parameters(51_544, 200_264),
        "small", new Parameters(50_992, 199_712),
        "deep", new Parameters(222_384, 810_400),
        "stepped", new Parameters(468_368, 1_642_112),
        "large", new Parameters(2_837_314, 7_415_602),
        "table", new Parameters(13_361, 52_257));
  }

  private static final double[] GOLDEN_CODES = {
    0.05283401906490326, 0.07661332190036774, -0.10642123222351074, 0.1854633390903473,
    -0.48615169525146484, -0.8763711452484131, -0.010453060269355774, -0.6778407096862793
  };
  private static final double[] GOLDEN_PIXELS = {
    0.5208737850189209, 0.49382394552230835, 0.5093655586242676, 0.4855550229549408,
    0.5088505148887634, 0.5106736421585083, 0.4928736984729767, 0.530756950378418
  };

  private static UndercompleteArchitecture read(String json) {
    return Json.read(json, UndercompleteArchitecture.class, "a.json");
  }

  private static final String INPUT = "\"input\":{\"channels\":1,\"height\":28,\"width\":28}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "latentSize":0               | a.json: key 'latentSize': 1 to 65536 units expected; got 0
          "latentSize":65537           | a.json: key 'latentSize': 1 to 65536 units expected; got 65537
          "latentSize":8,"hidden":[-1] | a.json: key 'hidden': 1 to 65536 units expected; got -1
          "hidden":[4]                 | a.json: key 'latentSize' is missing; int expected
          """)
  void sizesThatCannotBeAreRefusedByKey(String rest, String message) {
    assertThatThrownBy(() -> read("{" + INPUT + "," + rest + "}"))
        .isInstanceOf(ZooException.class)
        .hasMessage(message);
  }

  @Test
  void anUnknownKeyAndAMissingShapeAreNamed() {
    assertThatThrownBy(() -> read("{" + INPUT + ",\"latentSize\":8,\"layers\":3}"))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "a.json: unknown key 'layers'; allowed here: hidden, input, latentSize, linear");
    assertThatThrownBy(() -> read("{\"latentSize\":8}"))
        .isInstanceOf(ZooException.class)
        .hasMessage("a.json: key 'input' is missing: the shape of an image");
  }

  @Test
  void hiddenLayersMayBeLeftOut() {
    assertThat(read("{" + INPUT + ",\"latentSize\":8}").hidden()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Loss.class,
      names = {"SQUARED_ERROR", "ABSOLUTE_ERROR"})
  void theGradientBeforeALinearOutputIsThatOfTheLoss(Loss loss) {
    Shape row = Shape.row(7);
    UndercompleteArchitecture linear = new UndercompleteArchitecture(row, List.of(5), 3, true);
    checkGradient("linear", linear, loss);
    comparePlan("linear", linear, loss);
    comparePlan("one code", new UndercompleteArchitecture(row, List.of(1), 1, true), loss);
  }

  @Test
  void aLinearOutputLearnsByNoCrossEntropy() {
    Recipe recipe =
        Recipe.open("detector-dense.table").toBuilder()
            .loss(Loss.BCE)
            .data(SyntheticDigits.NAME)
            .validation(5)
            .build();
    assertThatThrownBy(() -> new Trainer(recipe, new SyntheticDigits(50, 0, 0, 1), 1))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("squared-error or absolute-error expected with a linear output");
  }

  @Test
  void aSigmoidIsNotWrittenIntoCards() {
    assertThat(Json.text(new UndercompleteArchitecture(Shape.MNIST, List.of(), 8)))
        .doesNotContain("linear");
    assertThat(read("{" + INPUT + ",\"latentSize\":8,\"linear\":true}").linear()).isTrue();
  }

  @Test
  void theSizesCannotBeChangedFromOutside() {
    List<Integer> hidden = new java.util.ArrayList<>(List.of(16));
    UndercompleteArchitecture architecture = new UndercompleteArchitecture(Shape.MNIST, hidden, 4);
    hidden.set(0, 99);
    assertThat(architecture.hidden()).containsExactly(16);
  }

  @Test
  void theNetworkOfTinyIsTheGoldenOne() throws Exception {
    String json =
        new UndercompleteArchitecture(Shape.MNIST, List.of(32), 8)
            .network(Learning.NONE, 7)
            .toJson();
    try (InputStream in = UndercompleteTest.class.getResourceAsStream("tiny.json")) {
      assertThat((json + "\n").replace("\r", ""))
          .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void theOutputsOfTinyAreTheGoldenOnes() {
    INDArray images = Batches.range(new SyntheticDigits(4, 0, 0, 1), Split.TRAIN, 0, 4);
    try (Autoencoder model =
        Autoencoder.create(
            "tiny", new UndercompleteArchitecture(Shape.MNIST, List.of(32), 8), Learning.NONE, 7)) {
      // Written down from this program at its first version: a change means that seeds, weight
      // initialisation, layers or synthetic digits changed.
      double[] codes = model.encode(images).getRow(3).toDoubleVector();
      assertThat(codes).containsExactly(GOLDEN_CODES, within(1e-6));
      INDArray reconstruction = model.reconstruct(images);
      double[] row = new double[8];
      for (int i = 0; i < row.length; i++) {
        row[i] = reconstruction.getDouble(3, 0, 14, 10 + i);
      }
      assertThat(row).containsExactly(GOLDEN_PIXELS, within(1e-6));
    }
  }

  /** A network that is only used has some loss, which nobody asks for. */
  @Test
  void aNetworkOfRowsIsPlannedInUse() {
    Architecture rows = Families.variant("undercomplete", "table", Shape.row(10));
    try (Autoencoder model = Autoencoder.create("rows", rows, Learning.NONE, 1)) {
      assertThat(
              Plan.of(
                  model.network(),
                  Architecture.INPUT,
                  rows.inputType(),
                  Architecture.RECONSTRUCTION))
          .isPresent();
    }
  }
}
