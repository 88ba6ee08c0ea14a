package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.SplitOption;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.cli.print.Results;
import io.github.aezoo.cli.print.Table;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.Zoo;
import io.github.aezoo.zoo.ZooOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes the metrics of a model and its baselines. */
@CommandLine.Command(
    name = "evaluate",
    description =
        "Computes metrics, compared with PCA of the same code size, the mean image and an untrained network.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo evaluate undercomplete-deep.mnist --data mnist",
      "  zoo evaluate denoise-conv-base.mnist --data mnist --corrupt blur:1.5 --json"
    })
public final class EvaluateCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "A model id or a checkpoint folder.")
  private String model;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "Input data.")
  private String data;

  @Mixin private SplitOption split;

  @Option(
      names = "--corrupt",
      paramLabel = "SPEC",
      description = "Corrupt the inputs, for example gaussian:0.4 (default: as in training).")
  private String corruption;

  @Override
  public Integer call() {
    if (corruption != null) {
      requireCorruption(corruption);
    }
    Checkpoint checkpoint = options().model(model);
    Dataset images = options().dataFor(checkpoint, data);
    ZooOptions zoo = split.in(options().zoo());
    Split part = zoo.splitOf(images);
    ModelCard card = checkpoint.card();
    Wording words = Wording.of(images.shape());
    ModelCard.Result result;
    try (Progress progress = progress("evaluate", images.size(part), words.many())) {
      result =
          Zoo.evaluate(checkpoint, images, Optional.ofNullable(corruption), zoo.progress(progress));
    }
    print(json(card, result), () -> people(card, result));
    return 0;
  }

  private static Map<String, Object> json(ModelCard card, ModelCard.Result result) {
    Evaluation e = result.evaluation();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", card.id());
    json.put("data", e.dataset());
    json.put("split", e.split());
    json.put("samples", e.samples());
    json.put("corruption", e.corruption());
    json.put("metrics", e.metrics());
    json.put("baselines", result.baselines());
    json.put("measurements", result.measurements());
    json.put("classes", e.classes());
    json.put("msePercentiles", e.msePercentiles());
    return json;
  }

  private void people(ModelCard card, ModelCard.Result result) {
    Evaluation e = result.evaluation();
    Wording words = Wording.of(card.input().imageShape());
    out().print(card.id() + " on ");
    Results.print(card, result, out());
    if (!e.classes().isEmpty()) {
      out().println();
      Table classes = new Table("CLASS", words.many().toUpperCase(Locale.ROOT), "mse", "ssim");
      for (Evaluation.ClassScores c : e.classes()) {
        classes.row(
            c.name(),
            Numbers.grouped(c.samples()),
            Numbers.metric(c.metrics().get("mse")),
            Numbers.metric(c.metrics().get("ssim")));
      }
      classes.print(out());
    }
    out().println();
    StringBuilder percentiles = new StringBuilder("mse of " + words.many() + ":");
    e.msePercentiles()
        .forEach(
            (p, v) -> percentiles.append("  ").append(p).append(' ').append(Numbers.metric(v)));
    out().println(percentiles);
  }
}
