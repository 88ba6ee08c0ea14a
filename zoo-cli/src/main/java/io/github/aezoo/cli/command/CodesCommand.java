package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.PictureOutput;
import io.github.aezoo.cli.option.SplitOption;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.cli.print.Table;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.codes.NearSamples;
import io.github.aezoo.report.NearRows;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.Codes;
import io.github.aezoo.zoo.Zoo;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how well codes separate classes, or finds nearest neighbours. */
@CommandLine.Command(
    name = "codes",
    description = {
      "Measures how well codes separate classes.",
      "Compared with pixels and PCA, by nearest neighbours, linear probe, linear discriminant analysis"
          + " and k-means.",
      "With --query or --out: finds the nearest neighbours of images, by codes and by pixels."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo codes undercomplete-deep.mnist vae-dense-z20.mnist --data mnist",
      "  zoo codes conv-base.mnist --data mnist --query 18,247 --out runs/near.png"
    })
public final class CodesCommand extends Command {
  private static final int SHOWN = 4;
  private static final int MOST = 100;

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = "Model ids or checkpoint folders.")
  private List<String> models;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "Input data.")
  private String data;

  @Mixin private SplitOption split;

  @Option(
      names = "--query",
      split = ",",
      paramLabel = "I",
      description =
          "Indices of images in the split, from 0 (default with --out: images of different classes).")
  private List<Integer> queries;

  @Option(
      names = "--neighbours",
      paramLabel = "N",
      defaultValue = "9",
      description = "Number of neighbours of each image (default: ${DEFAULT-VALUE}).")
  private int neighbours;

  @Option(names = "--out", paramLabel = "FILE.png", description = "Picture of the neighbours.")
  private Path out;

  @Option(names = "--overwrite", description = "Overwrite an existing file.")
  private boolean overwrite;

  @Override
  public Integer call() {
    requireRange("--neighbours", neighbours, 1, MOST);
    if (out != null) {
      PictureOutput.requireFree(this, "--out", out, overwrite);
    }
    List<Checkpoint> checkpoints = models.stream().map(options()::model).toList();
    Dataset images = options().dataFor(checkpoints, data);
    if (out != null) {
      PictureOutput.requireImages(this, "--out", images.preparation());
    }
    ZooOptions wanted = split.in(options().zoo());
    if (queries == null && out == null) {
      scores(checkpoints, images, wanted);
    } else {
      nearest(checkpoints, images, wanted);
    }
    return 0;
  }

  private void scores(List<Checkpoint> checkpoints, Dataset images, ZooOptions wanted) {
    Codes.Scores scores;
    try (Progress progress = progress("codes", checkpoints.size(), "models")) {
      scores = Zoo.codes(checkpoints, images, wanted.progress(progress));
    }
    print(scores, () -> people(scores));
  }

  private void people(Codes.Scores scores) {
    out().println(scores.basis());
    if (scores.rows().isEmpty()) {
      return;
    }
    out().println();
    List<String> head = new ArrayList<>(List.of("", "VALUES"));
    head.addAll(scores.meanings().keySet());
    Table table = new Table(head.toArray(String[]::new));
    scores
        .rows()
        .forEach(
            (name, row) -> {
              List<Object> cells = new ArrayList<>(List.of(name, Numbers.grouped(row.size())));
              scores
                  .meanings()
                  .keySet()
                  .forEach(key -> cells.add(Numbers.metric(row.values().get(key))));
              table.row(cells.toArray());
            });
    table.print(out());
    out().println();
    scores.meanings().forEach((key, meaning) -> out().println(key + ": " + meaning));
  }

  private void nearest(List<Checkpoint> checkpoints, Dataset images, ZooOptions wanted) {
    Codes.Nearest nearest = found(checkpoints, images, wanted);
    if (out != null) {
      PictureGrid.save(
          out,
          NearRows.of(images, nearest.split(), nearest.near(), nearest.found()),
          images.shape());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data", images.name());
    json.put("split", nearest.split().id());
    json.put("among", nearest.near().among());
    json.put("neighboursOf", nearest.near().from().id());
    json.put("found", nearest.found().stream().map(one -> row(images, nearest, one)).toList());
    json.put("out", out == null ? null : out.toString());
    print(json, () -> people(nearest));
  }

  /** With the names of files, where images have them. */
  private static Map<String, Object> row(
      Dataset images, Codes.Nearest nearest, NearSamples.Found one) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("query", one.query());
    images.source(nearest.split(), one.query()).ifPresent(file -> row.put("file", file));
    row.put("encoding", one.encoding());
    List<Map<String, Object>> near = new ArrayList<>();
    one.near()
        .forEach(
            n -> {
              Map<String, Object> neighbour = new LinkedHashMap<>();
              neighbour.put("index", n.index());
              images
                  .source(nearest.near().from(), n.index())
                  .ifPresent(file -> neighbour.put("file", file));
              neighbour.put("distance", n.distance());
              near.add(neighbour);
            });
    row.put("near", near);
    return row;
  }

  private Codes.Nearest found(List<Checkpoint> checkpoints, Dataset images, ZooOptions wanted) {
    if (queries == null) {
      return Codes.nearest(checkpoints, images, wanted, SHOWN, neighbours);
    }
    int[] indices = queries.stream().mapToInt(Integer::intValue).toArray();
    return Codes.nearest(checkpoints, images, wanted, indices, neighbours);
  }

  private void people(Codes.Nearest nearest) {
    NearSamples near = nearest.near();
    out().println("Nearest neighbours among " + near.among() + ":");
    out().println();
    Table table = new Table("QUERY", "BY", "NEAREST");
    for (NearSamples.Found one : nearest.found()) {
      table.row(
          near.placed(nearest.split(), one.query()),
          one.encoding(),
          one.near().stream()
              .map(n -> near.placed(near.from(), n.index()))
              .collect(Collectors.joining(", ")));
    }
    table.print(out());
    if (out != null) {
      out().println();
      out().println(out);
    }
  }
}
