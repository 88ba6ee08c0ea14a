package io.github.aezoo.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.ZooOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two classes of digits, without a command. */
class ClassStudyTest {
  @TempDir private Path out;

  private ClassStudyOptions options() {
    return ClassStudyOptions.usual()
        .withDetector("undercomplete-tiny.synthetic-digits")
        .withClasses(List.of("1", "8"))
        .withEpochs(20)
        .withImages(300)
        .withOut(out);
  }

  private ClassStudy study(ClassProtocol protocol) {
    return study(protocol, options());
  }

  private static ClassStudy study(ClassProtocol protocol, ClassStudyOptions options) {
    return new ClassStudy(protocol, SyntheticDigits.NAME, options);
  }

  private static ZooOptions zoo() {
    return ZooOptions.standard().threads(1);
  }

  @Test
  void whatIsFinishedIsNotRunAgain() throws IOException {
    List<String> tasks = new ArrayList<>();
    StudyListener listener =
        (task, steps) -> {
          tasks.add(task);
          return TrainingListener.NONE;
        };
    ClassResults results = study(ClassProtocol.ONE_CLASS).run(zoo(), listener).orElseThrow();
    assertThat(tasks).containsExactly("class 1, 1 of 2", "class 8, 2 of 2");
    assertThat(results.results()).extracting(ClassResults.Result::name).containsExactly("1", "8");
    assertThat(results.results()).allMatch(r -> r.auroc() > 0.8 && r.auroc() <= 1);
    double sum = results.results().stream().mapToDouble(ClassResults.Result::auroc).sum();
    assertThat(results.means().get("auroc").mean()).isEqualTo(sum / 2);
    assertThat(results.table())
        .hasSize(3)
        .allMatch(r -> r.size() == 1 + results.columnNames().size());
    assertThat(out.resolve(ClassStudy.PAGE)).content().contains("AUROC by class");

    Path file = out.resolve(ClassStudy.FILE);
    JsonNode whole = Json.read(file, JsonNode.class);
    assertThat(whole.fieldNames())
        .toIterable()
        .containsExactly("settings", "classes", "mean", "runs");
    ((ArrayNode) whole.get("runs")).remove(1);
    Files.writeString(file, Json.text(whole));
    Files.delete(out.resolve("8/card.json"));
    tasks.clear();
    assertThat(study(ClassProtocol.ONE_CLASS).run(zoo(), listener).orElseThrow())
        .isEqualTo(results);
    assertThat(tasks).containsExactly("class 8, 2 of 2");

    assertThatThrownBy(() -> study(ClassProtocol.ONE_CLASS_OUT).run(zoo(), listener))
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo("overwrite"))
        .hasMessageContaining("protocol.json has runs with other settings");
  }

  @Test
  void aStudyThatIsAskedToStopSavesAndGoesOnLater() {
    ClassStudyOptions few = options().withEpochs(4).withClasses(List.of("1"));
    ClassStudy study = study(ClassProtocol.ONE_CLASS, few);
    List<Boolean> saving = new ArrayList<>();
    StudyListener stops =
        (task, steps) ->
            TrainingListener.steps(
                (step, total) -> {
                  if (step == total / 2) {
                    saving.add(study.requestStop());
                  }
                });
    assertThat(study.run(zoo(), stops)).isEmpty();
    assertThat(saving).containsExactly(true);
    assertThat(study.requestStop()).isFalse();
    assertThat(out.resolve("1/card.json")).doesNotExist();
    assertThat(study(ClassProtocol.ONE_CLASS, few).run(zoo(), StudyListener.NONE)).isPresent();
    assertThat(out.resolve("1/card.json")).exists();
  }

  @Test
  void aStudyNeedsASeedAndDataThatHasClasses() {
    assertThatThrownBy(() -> options().withSeeds(0))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("1 or more expected; got 0");
    assertThatThrownBy(
            () ->
                new ClassStudy(ClassProtocol.ONE_CLASS, "synthetic-digits:only=3", options())
                    .run(zoo(), StudyListener.NONE))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("the protocol chooses the training classes");
  }
}
