package io.github.aezoo.cli;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.zoo.Assessment;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.Verification;
import io.github.aezoo.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Recomputes what cards say. */
@CommandLine.Command(
    name = "verify",
    description =
        "Recomputes reference reconstructions and, where the data is found, every number on the"
            + " card; exit code 1 when one is off.",
    footerHeading = Command.EXAMPLES,
    footer = {"  zoo verify 'vae-*'", "  zoo verify runs/my-small"})
final class VerifyCommand extends Command {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "Ids with wildcards, or a checkpoint folder (default: all models).")
  private String pattern;

  /** Rows of a table are prepared for each model as those that it was trained on. */
  private record Opened(String name, ModelCard.Input input) {}

  @Override
  public Integer call() {
    List<Verification> all = new ArrayList<>();
    // One object for all: baselines of one data set are fitted once.
    Assessment assessment = new Assessment(options().cache(), (done, total) -> {});
    Map<Opened, Optional<Dataset>> opened = new HashMap<>();
    List<Checkpoint> checkpoints = checkpoints();
    try (Progress progress = progress("verify", checkpoints.size(), "models")) {
      for (Checkpoint checkpoint : checkpoints) {
        Verification verification =
            Verification.of(
                checkpoint,
                name ->
                    opened.computeIfAbsent(
                        new Opened(name, checkpoint.card().input()),
                        o -> options().found(o.name(), o.input())),
                name -> Zoo.find(options().catalogue(), name),
                assessment);
        all.add(verification);
        progress.note(mark(verification.ok()) + verification.id());
        progress.at(all.size());
      }
    }
    print(all, () -> people(all));
    return all.stream().allMatch(Verification::ok) ? 0 : 1;
  }

  private List<Checkpoint> checkpoints() {
    Optional<Path> folder =
        Optional.ofNullable(pattern).flatMap(SafeFiles::path).filter(Files::isDirectory);
    if (folder.isPresent()) {
      return List.of(Checkpoint.open(folder.get()));
    }
    Catalogue catalogue = options().catalogue();
    List<Checkpoint> matching =
        catalogue.entries().stream()
            .filter(e -> ListCommand.matches(pattern, e.id()))
            .map(e -> catalogue.checkpoint(e.id()))
            .toList();
    if (matching.isEmpty()) {
      throw new ZooException("no model matches '" + pattern + "'; 'zoo list' prints all");
    }
    return matching;
  }

  private void people(List<Verification> all) {
    for (Verification v : all) {
      long good = v.checks().stream().filter(Verification.Check::ok).count();
      out()
          .printf(
              "%s %s: %d of %d checks%s%s%n",
              mark(v.ok()),
              v.id(),
              good,
              v.checks().size(),
              options().choice().gpu().isPresent()
                  ? ", largest CPU/GPU difference %.3g".formatted(v.largestDifference())
                  : "",
              v.withNumbers() ? "" : " (its data was not found: reference reconstructions only)");
      v.checks().stream()
          .filter(c -> !c.ok() || options().verbose())
          .forEach(
              c ->
                  out()
                      .printf(
                          "     %s%s: expected %s, got %s, tolerance %s%n",
                          mark(c.ok()), c.name(), c.expected(), c.got(), c.tolerance()));
    }
  }

  private static String mark(boolean ok) {
    return ok ? "ok  " : "OFF ";
  }
}
