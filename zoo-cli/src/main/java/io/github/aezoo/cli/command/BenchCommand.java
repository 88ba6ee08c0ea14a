package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.cli.print.Table;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.train.Throughput;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures training and inference speed on this machine. */
@CommandLine.Command(
    name = "bench",
    description =
        "Measures training and inference speed on this machine. Nothing else should run on it.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo bench undercomplete-deep.mnist",
      "  zoo bench conv-base.mnist --batch 512 --device gpu --json"
    })
public final class BenchCommand extends Command {
  @Option(
      names = "--stock",
      description =
          "Also measure DL4J's own fit() on the same network, with the OMP_NUM_THREADS that is set.")
  private boolean stock;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Batch size (default: the recipe's). Use a large one on a GPU.")
  private Integer batch;

  @Parameters(
      arity = "0..*",
      paramLabel = "MODEL",
      description = "Model ids or checkpoint folders (default: all models).")
  private List<String> models = List.of();

  private record Row(
      String model,
      int batch,
      double trainSamplesPerSecond,
      double inferSamplesPerSecond,
      double feedSamplesPerSecond,
      Double stockSamplesPerSecond) {
    static Row of(String model, Throughput t) {
      return new Row(
          model,
          t.batch(),
          t.trainSamplesPerSecond(),
          t.inferSamplesPerSecond(),
          t.feedSamplesPerSecond(),
          t.stockSamplesPerSecond());
    }
  }

  @Override
  public Integer call() {
    requireRange("--batch", batch, 1, Throughput.MAX_BATCH);
    Catalogue catalogue = options().catalogue();
    List<String> ids =
        models.isEmpty() ? catalogue.entries().stream().map(e -> e.id()).toList() : models;
    List<Row> rows = new ArrayList<>();
    try (Progress progress = progress("bench", ids.size(), "models")) {
      for (String id : ids) {
        Checkpoint checkpoint = options().model(id);
        rows.add(
            Row.of(
                checkpoint.card().id(),
                Zoo.bench(checkpoint, Optional.ofNullable(batch), stock, options().zoo())));
        progress.at(rows.size());
      }
    }
    print(
        rows,
        () -> {
          Table table = new Table("MODEL", "BATCH", "TRAIN/S", "INFER/S", "FEED/S", "STOCK FIT/S");
          for (Row r : rows) {
            table.row(
                r.model,
                r.batch,
                Numbers.grouped(Math.round(r.trainSamplesPerSecond)),
                Numbers.grouped(Math.round(r.inferSamplesPerSecond)),
                Numbers.grouped(Math.round(r.feedSamplesPerSecond)),
                r.stockSamplesPerSecond == null
                    ? ""
                    : Numbers.grouped(Math.round(r.stockSamplesPerSecond)));
          }
          table.print(out());
        });
    return 0;
  }
}
