package io.github.aezoo.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.aezoo.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The detector of rows by the protocol of ADBench, trained on normal rows, on the three smallest
 * tables with one seed; the module's README has all six with three, and the command.
 */
final class AdBenchTest {
  @Tag("eval")
  @Test
  void theAutoencoderFindsNineOfTenPairsAndAboutWhatPcaFinds() {
    String root = System.getenv("ZOO_DATA");
    assumeTrue(root != null, "ZOO_DATA is not set: the tables are not read");
    AdBench bench = new AdBench(Recipe.open("detector-dense.table"), false);
    List<AdBench.Result> results = new ArrayList<>();
    for (Path table : AdBench.tables(Path.of(root, "tabular"))) {
      if (table.getFileName().toString().matches("(breastw|cardio|thyroid)\\.csv\\.gz")) {
        results.addAll(bench.run(table, 1, List.of(AdBench.NORMAL)));
      }
    }
    List<AdBench.Result> own = of(results, "autoencoder");
    assertThat(own).hasSize(3);
    assertThat(own)
        .allSatisfy(r -> assertThat(r.auroc().get(0)).as(r.table()).isGreaterThanOrEqualTo(0.9));
    // The standard deviation of a mean over seeds is about 0.005 on these tables.
    assertThat(mean(own)).isGreaterThan(mean(of(results, "pca")) - 0.01);
  }

  private static List<AdBench.Result> of(List<AdBench.Result> results, String detector) {
    return results.stream().filter(r -> r.detector().equals(detector)).toList();
  }

  private static double mean(List<AdBench.Result> results) {
    return results.stream().mapToDouble(r -> r.auroc().get(0)).average().orElseThrow();
  }
}
