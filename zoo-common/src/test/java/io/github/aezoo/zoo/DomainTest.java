package io.github.aezoo.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.io.Json;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.probe.WithProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
@ExtendWith(WithProbe.class)
class DomainTest {
  @TempDir private static Path trained;
  @TempDir private Path folder;

  private static Checkpoint checkpoint;

  private final List<String> notices = new ArrayList<>();
  private final ZooOptions options = ZooOptions.standard().notices(notices::add);

  @BeforeAll
  static void train() {
    checkpoint = TrainedProbe.into(trained.resolve("run"), trained);
  }

  /** The checkpoint with another first result on its card. */
  private Checkpoint with(Consumer<ObjectNode> change) throws IOException {
    Path copy = folder.resolve("copy");
    checkpoint.copyTo(copy, checkpoint.card());
    ObjectNode card = (ObjectNode) Json.tree(checkpoint.card());
    change.accept((ObjectNode) card.get("results").get(0));
    Files.writeString(copy.resolve("card.json"), Json.text(card));
    return Checkpoint.open(copy);
  }

  private static void usualErrors(ObjectNode result, double p50, double p99) {
    ObjectNode percentiles = (ObjectNode) result.get("evaluation").get("msePercentiles");
    percentiles.put("p50", p50).put("p75", p50).put("p99", p99);
  }

  private void encode(Checkpoint model) {
    Zoo.encode(model, TrainedProbe.DATA, folder.resolve("codes.csv"), options);
  }

  @Test
  void nothingIsSaidOfWhatTheModelLearned() {
    encode(checkpoint);
    assertThat(notices).isEmpty();
  }

  @Test
  void errorsFarAboveTheUsualOnesAreTold() throws IOException {
    double usual = checkpoint.card().results().get(0).evaluation().msePercentiles().get("p50") / 10;
    encode(with(result -> usualErrors(result, usual, 2 * usual)));
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("these images are unlike", " 10.", "times that of synthetic-digits")
        .endsWith("train or fine-tune a model on such images");
  }

  @Test
  void reconstructionsTellToo() throws IOException {
    Checkpoint narrow = with(result -> usualErrors(result, 1e-4, 1e-3));
    Zoo.reconstruct(narrow, TrainedProbe.DATA, 3, "none", options);
    Zoo.reconstruct(
        narrow, TrainedProbe.DATA, 3, "none", folder.resolve("grid.png"), false, options);
    assertThat(notices).hasSize(2);
  }

  @Test
  void whatDamageMakesOfSamplesIsUsualForAModelThatRepairsIt() throws IOException {
    Checkpoint repairs =
        with(
            result -> {
              usualErrors(result, 1e-4, 1e-3);
              result.withObject("/baselines/corrupted").put("mse", 0.9);
            });
    encode(repairs);
    assertThat(notices).isEmpty();
  }

  @Test
  void aCardWithoutNumbersTellsNothing() throws IOException {
    Path copy = folder.resolve("copy");
    checkpoint.copyTo(copy, checkpoint.card());
    ObjectNode card = (ObjectNode) Json.tree(checkpoint.card());
    ((ArrayNode) card.get("results")).removeAll();
    Files.writeString(copy.resolve("card.json"), Json.text(card));
    encode(Checkpoint.open(copy));
    assertThat(notices).isEmpty();
  }

  @Test
  void errorsThatAreNoNumbersAreUnlikeAll() {
    assertThat(new Domain(checkpoint).warning(Double.NaN, "rows")).isPresent();
    float[] samples = {0, 0, 1, 1};
    double[] errors = Autoencoder.squaredErrors(samples, new float[] {0, 2, 1, 1}, 2);
    assertThat(Domain.median(errors)).isEqualTo(2);
    assertThat(Domain.median(3, 1, 2)).isEqualTo(2);
  }
}
