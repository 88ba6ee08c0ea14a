package io.github.aezoo.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.eval.codes.CodeSparsity;
import io.github.aezoo.export.ExportContract;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Measurement;
import io.github.aezoo.model.ModelFamily;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseTest extends ExportContract {
  private static final Shape SMALL = new Shape(1, 6, 6);

  @Override
  protected ModelFamily family() {
    return new Sparse();
  }

  /**
   * Sums of (in + 1) * out over the layers, computed apart from this code; {@code topk} has a mean
   * and a variance a unit in place of a bias.
   */
  @Override
  protected Map<String, Parameters> parameters() {
    return Map.of(
        "tiny", new Parameters(52_064, 200_784),
        "l1", new Parameters(50_992, 199_712),
        "tanh", new Parameters(885_884, 3_176_172),
        "kl", new Parameters(1_607_440, 6_295_552),
        "topk", new Parameters(1_570_784, 6_149_072));
  }

  private static Architecture small(CodeActivation activation, Sparsity sparsity) {
    return new SparseArchitecture(SMALL, List.of(7), 9, activation, false, sparsity);
  }

  /** Every kind of penalty, heavy enough that a mistake in it shows beside the reconstruction. */
  @Override
  protected Map<String, Architecture> gradientCases() {
    return Map.of(
        "none", small(CodeActivation.TANH, new Sparsity.None()),
        "relu, L1", small(CodeActivation.RELU, new Sparsity.L1(2)),
        "tanh, L1", small(CodeActivation.TANH, new Sparsity.L1(2)),
        "sigmoid, KL", small(CodeActivation.SIGMOID, new Sparsity.Kl(0.05, 2)),
        "linear, the 3 largest", small(CodeActivation.LINEAR, new Sparsity.KLargest(3, 2)),
        "normalised, the 3 largest",
            new SparseArchitecture(
                SMALL, List.of(), 9, CodeActivation.LINEAR, true, new Sparsity.KLargest(3, 2)));
  }

  private static SparseArchitecture read(String rest) {
    return Json.read(
        "{\"input\":{\"channels\":1,\"height\":6,\"width\":6}," + rest + "}",
        SparseArchitecture.class,
        "a.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "activation":"relu","sparsity":{"type":"l1","coefficient":0}          | a.json: key 'sparsity': key 'coefficient': above 0, up to 1000000 expected; got 0.0
          "activation":"relu","sparsity":{"type":"l1"}                          | a.json: key 'sparsity.coefficient' is missing; double expected
          "activation":"sigmoid","sparsity":{"type":"kl","rho":1,"coefficient":1} | a.json: key 'sparsity': key 'rho': above 0, below 1 expected; got 1.0
          "activation":"relu","sparsity":{"type":"kl","rho":0.1,"coefficient":1} | a.json: key 'activation': sigmoid expected, as type kl compares means with a probability
          "activation":"linear","sparsity":{"type":"topk","k":0,"alpha":1}      | a.json: key 'sparsity': key 'k': at least 1 expected; got 0
          "activation":"linear","sparsity":{"type":"topk","k":9,"alpha":1}      | a.json: key 'k': at most latentSize, 8, expected; got 9
          "activation":"linear","sparsity":{"type":"topk","k":2,"alpha":0.5}    | a.json: key 'sparsity': key 'alpha': 1 to 100 expected; got 0.5
          "activation":"linear"                                                 | a.json: key 'sparsity' is missing: its type is none, l1, kl or topk
          "sparsity":{"type":"none"}                                            | a.json: key 'activation' is missing: relu, tanh, sigmoid or linear
          """)
  void whatCannotBeIsRefusedByKey(String rest, String message) {
    assertThatThrownBy(() -> read("\"latentSize\":8,\"normalised\":false," + rest))
        .isInstanceOf(ZooException.class)
        .hasMessage(message);
  }

  @Test
  void anUnknownKindOfSparsityIsNamed() {
    assertThatThrownBy(
            () ->
                read(
                    "\"latentSize\":8,\"normalised\":false,\"activation\":\"relu\",\"sparsity\":{\"type\":\"l2\"}"))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("a.json: key 'sparsity': unknown type 'l2'")
        .hasMessageContaining("kl, l1, none, topk");
  }

  @Test
  void jsonNamesTheKindOfSparsity() {
    String json = Json.line(small(CodeActivation.LINEAR, new Sparsity.KLargest(3, 2)));
    assertThat(json)
        .contains("\"activation\":\"linear\"")
        .contains("\"sparsity\":{\"type\":\"topk\",\"k\":3,\"alpha\":2.0}");
  }

  @Test
  void everyVariantsTwinHasTheSameWeightsAtTheSameSeedAndNoTwinItself() {
    family()
        .variants()
        .forEach(
            (name, variant) -> {
              Architecture sparse = variant.apply(SMALL);
              Architecture twin = sparse.twin().orElseThrow();
              assertThat(twin.twin()).as(name).isEmpty();
              try (Autoencoder a = Autoencoder.create("a", sparse, Learning.NONE, 5);
                  Autoencoder b = Autoencoder.create("b", twin, Learning.NONE, 5)) {
                assertThat(a.weights()).as(name).isEqualTo(b.weights());
              }
            });
  }

  @Test
  void aPenaltyLowersTheActivityBelowTheTwins() {
    SyntheticDigits digits = new SyntheticDigits(640, 100, 50, 1);
    Recipe shipped = Recipe.open("sparse-tiny.synthetic-digits");
    Measurement measurement = family().measurements().get(0);
    double[] activity = new double[2];
    for (int i = 0; i < 2; i++) {
      Sparsity sparsity = i == 0 ? new Sparsity.L1(1) : new Sparsity.None();
      Architecture architecture =
          new SparseArchitecture(
              Shape.MNIST, List.of(32), 16, CodeActivation.RELU, false, sparsity);
      ObjectNode json = (ObjectNode) Json.tree(shipped.withValidation(50));
      json.remove("variant");
      json.set("architecture", Json.tree(architecture));
      Recipe recipe = Json.convert(json, Recipe.class, "test");
      Autoencoder model = new Trainer(recipe, digits, 1).run(TrainingListener.NONE).model();
      Map<String, Double> numbers = measurement.of(model, digits, Split.TEST, 1);
      assertThat(numbers.keySet()).isEqualTo(measurement.meanings().keySet());
      activity[i] = numbers.get(CodeSparsity.MEAN_ACTIVITY);
    }
    assertThat(activity[0]).isLessThan(0.5 * activity[1]);
  }
}
