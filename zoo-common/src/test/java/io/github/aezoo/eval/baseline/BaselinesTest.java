package io.github.aezoo.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.ArrayDataset;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.eval.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
  private static final ArrayDataset DATA = ArrayDataset.factors(new Shape(1, 6, 6), 200, 40, 8);

  @TempDir Path folder;

  @Test
  void baselinesAreInTheOrderOfReports() {
    Map<String, Evaluation> all =
        new Baselines()
            .evaluate(
                new Evaluator(),
                DATA,
                Split.TEST,
                4,
                Optional.of(images -> new float[images.length]));
    assertThat(all.keySet()).containsExactly("pca", "pcaClipped", "meanImage", "untrained");
    assertThat(all.get("pca").metric("mse")).isLessThan(all.get("meanImage").metric("mse") / 2);
    assertThat(all.get("pcaClipped").metric("mse"))
        .isLessThanOrEqualTo(all.get("pca").metric("mse"));
    assertThat(all.get("meanImage").metric("mse")).isLessThan(all.get("untrained").metric("mse"));
  }

  @Test
  void dataWithoutTrainingImagesHasNoFittedBaselines() {
    ArrayDataset testOnly =
        new ArrayDataset("t", new Shape(1, 1, 1), List.of()).with(Split.TEST, new float[][] {{1}});
    assertThat(new Baselines().of(testOnly, 1, Optional.of(x -> x)).keySet())
        .containsExactly("untrained");
  }

  @Test
  void codesAsLargeAsTheInputHaveNoPcaBesideThem() {
    assertThat(new Baselines().of(DATA, 1000, Optional.empty()).keySet())
        .containsExactly("meanImage");
    Dataset large = ArrayDataset.factors(new Shape(1, 33, 32), 40, 10, 3);
    Baselines baselines = new Baselines();
    assertThat(baselines.of(large, 33 * 32, Optional.empty()).keySet())
        .containsExactly("meanImage");
    assertThat(baselines.of(large, 8, Optional.empty()).keySet())
        .containsExactly("pca", "pcaClipped", "meanImage");
  }

  @Test
  void cacheGivesTheSameNumbersAndADamagedOneIsReplaced() throws IOException {
    Map<String, Evaluation> fresh = measure();
    Path file;
    try (var files = Files.list(folder)) {
      file = files.toList().get(0);
    }
    byte[] good = Files.readAllBytes(file);
    assertThat(measure()).isEqualTo(fresh);
    Files.write(file, new byte[100]);
    assertThat(measure()).isEqualTo(fresh);
    assertThat(Files.readAllBytes(file)).isEqualTo(good);
  }

  @Test
  void aCacheThatCannotBeWrittenIsNoFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Baselines baselines = new Baselines(file);
    assertThat(baselines.pca(DATA, 2).components()).isEqualTo(36);
  }

  @Test
  void otherTrainingImagesHaveAnotherKey() {
    String whole = PcaStore.key(DATA, 36);
    String one = PcaStore.key(DATA.withValidation(20, 1), 36);
    String two = PcaStore.key(DATA.withValidation(20, 2), 36);
    assertThat(List.of(whole, one, two)).doesNotHaveDuplicates();
    assertThat(whole).startsWith("pca-factors-200-36-");
  }

  private Map<String, Evaluation> measure() {
    return new Baselines(folder).evaluate(new Evaluator(), DATA, Split.TEST, 3, Optional.empty());
  }
}
