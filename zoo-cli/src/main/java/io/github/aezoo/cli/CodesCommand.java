package io.github.aezoo.cli;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.eval.baseline.Baselines;
import io.github.aezoo.eval.codes.CodeScores;
import io.github.aezoo.eval.codes.Encoding;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.report.CodeSections;
import io.github.aezoo.report.NearImages;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.report.Samples;
import io.github.aezoo.zoo.Checkpoint;
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

/** What codes tell of classes, beside pixels and PCA; or the nearest images of some. */
@CommandLine.Command(
    name = "codes",
    description = {
      "How well codes tell classes apart, beside pixels and PCA: nearest neighbours, a linear probe,"
          + " linear discriminant analysis, k-means.",
      "With --query or --out: the images nearest to some, by codes and by pixels."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo codes undercomplete-deep.mnist vae-dense-z20.mnist --data mnist",
      "  zoo codes conv-base.mnist --data mnist --query 18,247 --out runs/near.png"
    })
final class CodesCommand extends Command {
  private static final int SHOWN = 4;
  private static final int MOST = 100;

  @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Ids, or checkpoint folders.")
  private List<String> models;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "What is encoded.")
  private String data;

  @Mixin private SplitOption split;

  @Option(
      names = "--query",
      split = ",",
      paramLabel = "I",
      description = "Numbers of images in the split, from 0 (default with --out: some classes).")
  private List<Integer> queries;

  @Option(
      names = "--neighbours",
      paramLabel = "N",
      defaultValue = "9",
      description = "How many are shown (default: ${DEFAULT-VALUE}).")
  private int neighbours;

  @Option(names = "--out", paramLabel = "FILE.png", description = "A picture of the neighbours.")
  private Path out;

  @Option(names = "--overwrite", description = "Replaces FILE.png when it is there.")
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
    Split part = split.of(images);
    long seed = options().seed().orElse(checkpoints.get(0).card().recipe().seed());
    if (queries == null && out == null) {
      numbers(checkpoints, images, part, seed);
    } else {
      neighbours(checkpoints, images, part, seed);
    }
    return 0;
  }

  private void numbers(List<Checkpoint> checkpoints, Dataset images, Split part, long seed) {
    CodeSections codes = new CodeSections(images, part, new Baselines(options().cache()), seed);
    try (Progress progress = progress("codes", checkpoints.size(), "models")) {
      int done = 0;
      for (Checkpoint checkpoint : checkpoints) {
        try (Autoencoder model = checkpoint.load()) {
          codes.score(checkpoint.card().id(), model);
        }
        progress.at(++done);
      }
    }
    Map<String, CodeSections.Scored> rows = codes.scored();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data", images.name());
    json.put("split", part.id());
    json.put("basis", codes.basis());
    json.put("rows", rows);
    json.put("meanings", CodeScores.meanings());
    print(json, () -> people(codes.basis(), rows));
  }

  private void people(String basis, Map<String, CodeSections.Scored> rows) {
    out().println(basis);
    if (rows.isEmpty()) {
      return;
    }
    out().println();
    List<String> head = new ArrayList<>(List.of("", "VALUES"));
    head.addAll(CodeScores.meanings().keySet());
    Table table = new Table(head.toArray(String[]::new));
    rows.forEach(
        (name, row) -> {
          List<Object> cells = new ArrayList<>(List.of(name, Numbers.grouped(row.size())));
          CodeScores.meanings()
              .keySet()
              .forEach(key -> cells.add(Numbers.metric(row.values().get(key))));
          table.row(cells.toArray());
        });
    table.print(out());
    out().println();
    CodeScores.meanings().forEach((key, meaning) -> out().println(key + ": " + meaning));
  }

  private void neighbours(List<Checkpoint> checkpoints, Dataset images, Split part, long seed) {
    int[] asked = asked(images, part);
    NearImages near = new NearImages(images, part, seed);
    List<Autoencoder> open = new ArrayList<>();
    List<NearImages.Found> found;
    try {
      List<Encoding> encodings = new ArrayList<>();
      for (Checkpoint checkpoint : checkpoints) {
        Autoencoder model = checkpoint.load();
        open.add(model);
        encodings.add(Encoding.codes(checkpoint.card().id(), model));
      }
      encodings.add(Encoding.pixels(images.shape()));
      found = near.of(encodings, asked, neighbours);
    } finally {
      open.forEach(Autoencoder::close);
    }
    if (out != null) {
      PictureGrid.save(out, near.rows(found), images.shape());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data", images.name());
    json.put("split", part.id());
    json.put("among", near.among());
    json.put("neighboursOf", near.from().id());
    json.put("found", found);
    json.put("out", out == null ? null : out.toString());
    print(json, () -> people(near, found, part));
  }

  private int[] asked(Dataset images, Split part) {
    if (queries == null) {
      return Samples.spread(images, part, SHOWN);
    }
    int size = images.size(part);
    for (int query : queries) {
      if (query < 0 || query >= size) {
        throw new ZooException(
            "--query: %s 0 to %d of the %s split of %s expected; came %d"
                .formatted(
                    Wording.of(images.shape()).many(), size - 1, part.id(), images.name(), query));
      }
    }
    return queries.stream().mapToInt(Integer::intValue).toArray();
  }

  private void people(NearImages near, List<NearImages.Found> found, Split part) {
    out().println("Nearest of " + near.among() + ":");
    out().println();
    Table table = new Table("QUERY", "BY", "NEAREST");
    for (NearImages.Found one : found) {
      table.row(
          near.placed(part, one.query()),
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
