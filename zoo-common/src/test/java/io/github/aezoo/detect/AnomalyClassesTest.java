package io.github.aezoo.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnomalyClassesTest {
  private static List<String> words(String text) {
    return text == null ? List.of() : List.of(text.split("/"));
  }

  @ParameterizedTest
  @CsvSource({
    "0/1,1",
    "0.0/1.0,1.0",
    "-1/1,-1",
    "-1.0/1.0,-1.0",
    "False/True,True",
    "no/YES,YES",
    "anomaly/normal,anomaly",
    "Inlier/Outlier,Outlier",
    "attack/benign,attack",
    "fraud/non-fraud,fraud",
    "legit/Fraudulent,Fraudulent",
    "good/bad,bad",
    "f/t,t",
    "normal/neptune/smurf,neptune/smurf",
    "neptune./normal.,neptune.",
    "0,",
    "1,1",
    "normal,",
    "abnormal/not anomalous,abnormal"
  })
  void namesTell(String classes, String anomalies) {
    assertThat(AnomalyClasses.of(words(classes), Optional.of("label"))).contains(words(anomalies));
  }

  @ParameterizedTest
  @CsvSource({"cat/dog", "0/1/2", "1/2", "fraud/card/cash", "0/1/1.0", "a/normal/benign", "0/yes"})
  void otherNamesDoNot(String classes) {
    assertThat(AnomalyClasses.of(words(classes), Optional.of("label"))).isEmpty();
  }

  @Test
  void aColumnCalledOutlierMayMeanTheOtherOne() {
    assertThat(AnomalyClasses.of(List.of("-1", "1"), Optional.of("is_outlier"))).isEmpty();
    assertThat(AnomalyClasses.of(List.of("0", "1"), Optional.of("is_outlier")))
        .contains(List.of("1"));
  }

  @Test
  void classesOfOtherDataAreFoundAgain() {
    Optional<String> label = Optional.of("label");
    assertThat(AnomalyClasses.there(List.of("1"), List.of("0.0", "1.0"), label))
        .containsExactly("1.0");
    assertThat(AnomalyClasses.there(List.of("1"), List.of("no", "yes"), label))
        .containsExactly("yes");
    assertThat(AnomalyClasses.there(List.of("3"), List.of("1", "3"), label)).containsExactly("3");
    assertThat(AnomalyClasses.there(List.of("1"), List.of("cat", "dog"), label)).isEmpty();
    assertThat(AnomalyClasses.there(List.of(), List.of("0", "1"), label)).isEmpty();
  }
}
