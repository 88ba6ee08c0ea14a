package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Results;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.Wording;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Prints a model card. */
@CommandLine.Command(
    name = "show",
    description = "Prints the model card: architecture, training, metrics and baselines.",
    footerHeading = Command.EXAMPLES,
    footer = {"  zoo show undercomplete-large.mnist", "  zoo show runs/my-small --json"})
public final class ShowCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "A model id or a checkpoint folder.")
  private String model;

  @Override
  public boolean computes() {
    return false;
  }

  @Override
  public Integer call() {
    Checkpoint checkpoint = options().model(model);
    print(checkpoint.card(), () -> card(checkpoint.card()));
    return 0;
  }

  private void card(ModelCard card) {
    out().println(card.id());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("architecture", card.family() + " " + card.architecture());
    facts.put("input", card.input().table() != null ? rows(card.input()) : card.images());
    facts.put("code", card.latentSize() + " values");
    facts.put("parameters", Numbers.grouped(card.parameters()));
    if (card.origin() == null) {
      training(card, facts);
    } else {
      facts.put(
          "imported from",
          "%s (%s), SHA-256 %s"
              .formatted(card.origin().file(), card.origin().format(), card.origin().sha256()));
    }
    facts.put(
        card.origin() == null ? "recipe" : "to train on",
        card.recipe().name() + ", seed " + card.recipe().seed());
    facts.put(
        "weights",
        Numbers.megabytes(card.weights().bytes()) + ", SHA-256 " + card.weights().sha256());
    facts.put("measured with", card.environment().toString().replaceFirst("Environment", ""));
    facts.put("licence", card.licence());
    facts.put("limits", card.limits());
    facts.forEach((name, value) -> out().printf("  %-14s%s%n", name, value));
    if (card.detection() != null) {
      out().println();
      out().println(Results.describe(card.detection()));
    }
    for (ModelCard.Result result : card.results()) {
      out().println();
      Results.print(card, result, out());
    }
    card.meanings(card.results())
        .forEach((key, meaning) -> out().printf("  %s: %s%n", key, meaning));
  }

  private static void training(ModelCard card, Map<String, String> facts) {
    ModelCard.Training t = card.training();
    Wording words = Wording.of(card.input().imageShape());
    facts.put(
        "trained on",
        "%s: %,d %s, and %,d more for validation"
            .formatted(
                card.data().name(), card.data().train(), words.many(), card.data().validation()));
    facts.put(
        "training",
        "%d epochs (best %d), %.1f minutes with %d threads, %,.0f %s/s"
            .formatted(
                t.epochs(),
                t.bestEpoch(),
                t.minutes(),
                t.threads(),
                t.samplesPerSecond(),
                words.many()));
  }

  private static String rows(ModelCard.Input input) {
    return "rows of a table with the columns %s (%d values), scaled to [%s, %s]"
        .formatted(
            input.table().columns().stream()
                .map(TableColumn::name)
                .collect(Collectors.joining(", ")),
            input.table().width(),
            Numbers.metric(input.low()),
            Numbers.metric(input.high()));
  }
}
