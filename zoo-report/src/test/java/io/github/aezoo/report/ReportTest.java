package io.github.aezoo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ReportWriter;
import io.github.aezoo.zoo.ReportWriter.MeasuredModel;
import io.github.aezoo.zoo.TrainedProbe;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Reports of a model, without a command. */
@ExtendWith(WithProbe.class)
class ReportTest {
  @TempDir private static Path folder;
  private static Checkpoint model;

  @BeforeAll
  static void train() {
    model = TrainedProbe.into(folder.resolve("run"), folder);
  }

  private static Report report() {
    return Report.of(List.of(model), TrainedProbe.DATA);
  }

  @Test
  void aReportHasTheNumbersThatItGives() {
    Path page = folder.resolve("page.html");
    List<MeasuredModel> numbers = report().write(page);
    assertThat(numbers).hasSize(1);
    assertThat(numbers.get(0).id()).isEqualTo(TrainedProbe.RECIPE.name());
    assertThat(numbers.get(0).result().evaluation().split()).isEqualTo("test");
    double mse = numbers.get(0).result().evaluation().metrics().get("mse");
    assertThat(page)
        .content()
        .contains("Autoencoders on " + TrainedProbe.DATA.name(), "a map of codes", "</html>")
        .contains(Numbers.metric(mse));
  }

  @Test
  void optionsChooseTheSplitAndAreToldOfModels() {
    List<String> told = new ArrayList<>();
    Path page = folder.resolve("validation.html");
    List<MeasuredModel> numbers =
        report()
            .with(
                ZooOptions.standard()
                    .split(Split.VALIDATION)
                    .progress((done, total) -> told.add(done + " of " + total)))
            .write(page);
    assertThat(numbers.get(0).result().evaluation().split()).isEqualTo("validation");
    assertThat(told).containsExactly("1 of 1");
    assertThat(page).content().contains("</html>");
  }

  @Test
  void zooCommonFindsTheWriter() {
    Path page = folder.resolve("found.html");
    List<MeasuredModel> numbers =
        ReportWriter.here().write(List.of(model), TrainedProbe.DATA, ZooOptions.standard(), page);
    assertThat(numbers).hasSize(1);
    assertThat(page).exists();
  }

  @Test
  void aReportOfNoModelIsRefused() {
    assertThatThrownBy(() -> Report.of(List.of(), TrainedProbe.DATA))
        .isInstanceOf(ZooException.class)
        .hasMessage("a report is about one model or more; none given");
  }
}
