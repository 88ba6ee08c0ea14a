package io.github.aezoo.contractive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.export.ExportContract;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Measurement;
import io.github.aezoo.model.ModelFamily;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.train.TrainingResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractiveTest extends ExportContract {
  private static final SyntheticDigits DIGITS = new SyntheticDigits(640, 100, 50, 1);

  @Override
  protected ModelFamily family() {
    return new Contractive();
  }

  /** Sums of (in + 1) * out over the layers, computed apart from this code. */
  @Override
  protected Map<String, Parameters> parameters() {
    return Map.of(
        "tiny", new Parameters(50_992, 199_712),
        "small", new Parameters(785_284, 3_075_572),
        "deep", new Parameters(1_036_034, 3_326_322));
  }

  /**
   * Every activation, stacked, beside {@code tiny} with one layer; with a penalty that outweighs
   * the loss's rounding.
   */
  @Override
  protected Map<String, Architecture> gradientCases() {
    Map<String, Architecture> cases = new LinkedHashMap<>(super.gradientCases());
    for (Squashing f : Squashing.values()) {
      cases.put(f + " stacked", of(List.of(6), 4, f, 3));
    }
    return cases;
  }

  private ContractiveArchitecture of(
      List<Integer> hidden, int latentSize, Squashing f, double penalty) {
    return new ContractiveArchitecture(gradientShape(), hidden, latentSize, f, penalty);
  }

  private static final String INPUT = "\"input\":{\"channels\":1,\"height\":28,\"width\":28}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "latentSize":0,"activation":"tanh","penalty":1   | a.json: key 'latentSize': 1 to 65536 units expected; got 0
          "latentSize":8,"activation":"tanh","penalty":-1  | a.json: key 'penalty': 0 to 1000000 expected; got -1.0
          "latentSize":8,"activation":"tanh","penalty":1e7 | a.json: key 'penalty': 0 to 1000000 expected; got 1.0E7
          "latentSize":8,"penalty":1                       | a.json: key 'activation': sigmoid, tanh or softplus expected
          """)
  void whatCannotBeIsRefusedByKey(String rest, String message) {
    assertThatThrownBy(
            () ->
                Json.read("{" + INPUT + "," + rest + "}", ContractiveArchitecture.class, "a.json"))
        .isInstanceOf(ZooException.class)
        .hasMessage(message);
  }

  @Test
  void theTwinDiffersInThePenaltyAlone() {
    ContractiveArchitecture deep = of(List.of(7), 5, Squashing.TANH, 2);
    assertThat(deep.twin()).contains(of(List.of(7), 5, Squashing.TANH, 0));
    assertThat(deep.twin().orElseThrow().twin()).isEmpty();
  }

  @Test
  void theLayersSurviveTheJsonOfDl4j() {
    ComputationGraphConfiguration network =
        of(List.of(7), 5, Squashing.SOFTPLUS, 2).network(Learning.NONE, 1);
    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(network.toJson());
    assertThat(read).isEqualTo(network);
    assertThat(read)
        .isNotEqualTo(of(List.of(7), 5, Squashing.SOFTPLUS, 3).network(Learning.NONE, 1));
  }

  @Test
  void validationCountsThePenalty() {
    double without = train(0).log().get(0).validation();
    assertThat(train(5).log().get(0).validation()).isGreaterThan(without + 0.001);
  }

  @Test
  void trainingWithThePenaltyContracts() {
    double twin = contraction(train(0)).get("jacobianNorm");
    assertThat(contraction(train(5)).get("jacobianNorm")).isPositive().isLessThan(twin / 2);
  }

  @Test
  void measurementsAreRepeatableAndEveryKeyHasAMeaning() {
    TrainingResult result = train(1);
    assertThat(contraction(result)).isEqualTo(contraction(result));
    for (Measurement measurement : family().measurements()) {
      assertThat(measurement.of(result.model(), DIGITS, Split.TEST, 1).keySet())
          .isEqualTo(measurement.meanings().keySet());
    }
  }

  private static TrainingResult train(double penalty) {
    Recipe tiny = Recipe.open("contractive-tiny.synthetic-digits").withEpochs(5);
    String json =
        Json.text(tiny)
            .replaceFirst(
                "\"variant\"\\s*:\\s*\"tiny\"",
                "\"architecture\":{%s,\"latentSize\":32,\"activation\":\"softplus\",\"penalty\":%s}"
                    .formatted(INPUT, penalty));
    return new Trainer(Json.read(json, Recipe.class, "test"), DIGITS, 1).run(TrainingListener.NONE);
  }

  private static Map<String, Double> contraction(TrainingResult result) {
    return new Contraction().of(result.model(), DIGITS, Split.TEST, 1);
  }
}
