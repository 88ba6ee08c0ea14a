package io.github.aezoo.undercomplete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.aezoo.train.Recipe;
import io.github.aezoo.zoo.AdBench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The detector of rows on the six tables, by the protocol of ADBench, seeds 1 to 3. */
final class AdBenchTest {
  private static final Set<String> EASIER = Set.of("breastw", "cardio", "satimage-2", "thyroid");
  private static final int SEEDS = 3;

  @Test
  void theAutoencoderFindsAtLeastWhatPcaFinds() {
    String root = System.getenv("ZOO_DATA");
    assumeTrue(root != null, "ZOO_DATA is not set: the tables are not read");
    AdBench bench = new AdBench(Recipe.open("detector-dense.table"), false);
    List<AdBench.Result> results = new ArrayList<>();
    List<Path> tables = AdBench.tables(Path.of(root, "tabular"));
    assertThat(tables).hasSize(6);
    tables.forEach(table -> results.addAll(bench.run(table, SEEDS)));
    for (String training : new String[] {AdBench.CONTAMINATED, AdBench.NORMAL}) {
      Predicate<AdBench.Result> trained = r -> r.training().equals(training);
      double own = mean(results, trained.and(r -> r.detector().equals("autoencoder")));
      double pca = mean(results, trained.and(r -> r.detector().equals("pca")));
      assertThat(own).as(training).isGreaterThanOrEqualTo(pca);
      for (String table : EASIER) {
        double auroc =
            mean(
                results,
                trained.and(r -> r.table().equals(table) && r.detector().equals("autoencoder")));
        assertThat(auroc).as(table + ", " + training).isGreaterThanOrEqualTo(0.9);
      }
    }
  }

  private static double mean(List<AdBench.Result> results, Predicate<AdBench.Result> which) {
    return results.stream()
        .filter(which)
        .flatMap(r -> r.auroc().stream())
        .mapToDouble(v -> v)
        .average()
        .orElseThrow();
  }
}
