package io.github.aezoo.cli.run;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.cli.print.Table;
import io.github.aezoo.eval.Spread;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.study.AdBench;
import io.github.aezoo.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A published protocol run over a folder of tables, as a table of means and standard deviations
 * over seeds.
 */
public record ProtocolRun(
    Command command, String folder, String detector, Recipe recipe, int seeds, boolean heldOut)
    implements Callable<Integer> {
  /** As a command names it. */
  public static final String ADBENCH = "adbench";

  @Override
  public Integer call() {
    Path path =
        SafeFiles.path(folder)
            .orElseThrow(() -> new ZooException(folder + ": a folder of tables expected"));
    List<AdBench.Result> all;
    try (Progress progress = command.progress(ADBENCH, AdBench.tables(path).size(), "tables")) {
      all = new AdBench(recipe, heldOut).runAll(path, seeds, progress);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("protocol", ADBENCH);
    json.put("detector", detector);
    json.put("seeds", seeds);
    json.put("heldOut", heldOut);
    json.put("results", all);
    command.print(json, () -> people(all));
    return 0;
  }

  private void people(List<AdBench.Result> all) {
    List<String> trainings = all.stream().map(AdBench.Result::training).distinct().toList();
    for (String training : trainings) {
      List<AdBench.Result> own = all.stream().filter(r -> r.training().equals(training)).toList();
      List<String> detectors = own.stream().map(AdBench.Result::detector).distinct().toList();
      List<String> head = new ArrayList<>(List.of("TABLE"));
      detectors.forEach(d -> head.addAll(List.of(d + " AUROC", "AP")));
      Table table = new Table(head.toArray(String[]::new));
      List<String> names = own.stream().map(AdBench.Result::table).distinct().toList();
      for (String name : names) {
        List<Object> cells = new ArrayList<>(List.of(name));
        for (String d : detectors) {
          own.stream()
              .filter(r -> r.table().equals(name) && r.detector().equals(d))
              .forEach(r -> cells.addAll(List.of(spread(r.auroc()), spread(r.averagePrecision()))));
        }
        table.row(cells.toArray());
      }
      List<Object> means = new ArrayList<>(List.of("mean"));
      for (String d : detectors) {
        List<AdBench.Result> column = own.stream().filter(r -> r.detector().equals(d)).toList();
        means.add(mean(column.stream().map(AdBench.Result::auroc).toList()));
        means.add(mean(column.stream().map(AdBench.Result::averagePrecision).toList()));
      }
      table.row(means.toArray());
      command.out().printf("trained on %s rows, %d seeds%n", training, seeds);
      table.print(command.out());
      command.out().println();
    }
  }

  private static String mean(List<List<Double>> values) {
    return String.format(
        Locale.ROOT,
        "%.4f",
        values.stream().flatMap(List::stream).mapToDouble(v -> v).average().orElseThrow());
  }

  private static String spread(List<Double> values) {
    return Numbers.spread(Spread.of(values));
  }
}
