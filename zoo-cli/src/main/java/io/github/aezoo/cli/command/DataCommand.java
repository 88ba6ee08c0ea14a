package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.cli.print.Table;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.source.KnownDataset;
import io.github.aezoo.data.source.KnownDatasets;
import io.github.aezoo.data.source.SplitSummary;
import io.github.aezoo.io.Json;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Lists, downloads and describes data sets. */
@CommandLine.Command(
    name = "data",
    description = "Lists, downloads and describes data sets.",
    subcommands = {DataCommand.Listing.class, DataCommand.Fetch.class, DataCommand.Describe.class},
    footerHeading = Command.EXAMPLES,
    footer = {"  zoo data list", "  zoo data describe synthetic-digits"})
public final class DataCommand extends Command {
  @CommandLine.Spec private CommandLine.Model.CommandSpec usage;

  @Override
  public boolean computes() {
    return false;
  }

  @Override
  public Integer call() {
    usage.commandLine().usage(out());
    return 0;
  }

  /** Known data sets and where they were found. */
  @CommandLine.Command(
      name = "list",
      description = "Lists the known data sets and the folders where they were found.",
      footerHeading = Command.EXAMPLES,
      footer = {"  zoo data list", "  zoo data list --data-dir /data --json"})
  static final class Listing extends Command {
    @Override
    public boolean computes() {
      return false;
    }

    @Override
    public Integer call() {
      KnownDatasets known = KnownDatasets.shipped();
      List<Map<String, Object>> rows = new ArrayList<>();
      for (KnownDataset row : known.all()) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", row.name());
        json.put("licence", row.licence());
        json.put(
            "found",
            Json.orNull(
                known.find(row.name(), options().dataRoots()).map(Path::toString).orElse(null)));
        rows.add(json);
      }
      Map<String, Object> synthetic = new LinkedHashMap<>();
      synthetic.put("name", SyntheticDigits.NAME);
      synthetic.put("licence", "Apache-2.0");
      synthetic.put("found", "drawn on demand");
      rows.add(synthetic);
      print(
          rows,
          () -> {
            Table table = new Table("DATA", "LICENCE", "FOUND");
            rows.forEach(
                r ->
                    table.row(
                        r.get("name"),
                        r.get("licence"),
                        r.get("found") instanceof String folder
                            ? folder
                            : "no: zoo data fetch " + r.get("name")));
            table.print(out());
          });
      return 0;
    }
  }

  /** Downloads a known data set into the store. */
  @CommandLine.Command(
      name = "fetch",
      description = "Downloads a known data set into the store and checks its SHA-256.",
      footerHeading = Command.EXAMPLES,
      footer = {"  zoo data fetch mnist", "  zoo data fetch fashion-mnist --store /data/zoo"})
  static final class Fetch extends Command {
    @Parameters(paramLabel = "NAME", description = "Name of a data set, see 'zoo data list'.")
    private String name;

    @Override
    public boolean computes() {
      return false;
    }

    @Override
    public Integer call() {
      Path folder;
      try (Progress progress = progress("fetch " + name, 0, "bytes")) {
        folder =
            KnownDatasets.shipped()
                .fetch(name, options().storedData(), bytes -> progress.at(bytes));
      }
      print(Map.of("name", name, "folder", folder.toString()), () -> out().println(folder));
      return 0;
    }
  }

  /** Shape, counts, range and checks of any data. */
  @CommandLine.Command(
      name = "describe",
      description =
          "Prints how any data was read and what was assumed, and its shape, number of samples,"
              + " range, mean and SHA-256.",
      footerHeading = Command.EXAMPLES,
      footer = {
        "  zoo data describe synthetic-digits",
        "  zoo data describe rows.csv:label=class --json"
      })
  static final class Describe extends Command {
    @Parameters(
        paramLabel = "DATA",
        description = "A data set, a folder of images, an IDX file or a table.")
    private String data;

    @Override
    public boolean computes() {
      return false;
    }

    @Override
    public Integer call() {
      Dataset images = options().data(data);
      long total = images.splits().stream().mapToLong(images::size).sum();
      List<Map<String, Object>> splits;
      try (Progress progress = progress("read", total, "samples")) {
        splits = Zoo.describe(images, options().zoo(progress)).stream().map(Describe::row).toList();
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", images.name());
      json.put("shape", images.shape().toArray());
      json.put("classes", images.classes());
      json.put("splits", splits);
      json.put("description", images.description());
      print(
          json,
          () -> {
            out().println(images.name() + " " + images.shape());
            if (!images.classes().isEmpty()) {
              out().println("classes: " + String.join(", ", images.classes()));
            }
            images.description().forEach(out()::println);
            Table table = new Table("SPLIT", "IMAGES", "MIN", "MAX", "MEAN", "STD", "SHA-256");
            splits.forEach(
                s ->
                    table.row(
                        s.get("split"),
                        Numbers.grouped((Integer) s.get("images")),
                        Numbers.metric((Double) s.get("min")),
                        Numbers.metric((Double) s.get("max")),
                        Numbers.metric((Double) s.get("mean")),
                        Numbers.metric((Double) s.get("standardDeviation")),
                        s.get("sha256") instanceof String sha256 ? sha256.substring(0, 12) : ""));
            table.print(out());
            // What has to be known was told when the data was opened.
            images.description().stream()
                .filter(line -> !images.notes().contains(line))
                .forEach(line -> out().println(line));
          });
      return 0;
    }

    private static Map<String, Object> row(SplitSummary s) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("split", s.split().id());
      row.put("images", s.samples());
      row.put("min", s.min());
      row.put("max", s.max());
      row.put("mean", s.mean());
      row.put("standardDeviation", s.standardDeviation());
      row.put("sha256", Json.orNull(s.sha256().orElse(null)));
      return row;
    }
  }
}
