package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.zoo.Verification;
import io.github.aezoo.zoo.Zoo;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Recomputes the numbers on model cards. */
@CommandLine.Command(
    name = "verify",
    description =
        "Recomputes the reference reconstructions of models and, if their data is found, every number"
            + " on the card. The exit code is 1 if a check fails.",
    footerHeading = Command.EXAMPLES,
    footer = {"  zoo verify 'vae-*'", "  zoo verify runs/my-small"})
public final class VerifyCommand extends Command {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "Model ids with wildcards, or a checkpoint folder (default: all models).")
  private String pattern;

  @Override
  public Integer call() {
    List<Verification> all;
    try (Progress progress = progress("verify", 0, "models")) {
      all =
          Zoo.verify(
              pattern,
              verification -> progress.note(mark(verification.ok()) + verification.id()),
              options().zoo(progress));
    }
    print(all, () -> people(all));
    return all.stream().allMatch(Verification::ok) ? 0 : 1;
  }

  private void people(List<Verification> all) {
    for (Verification v : all) {
      long good = v.checks().stream().filter(Verification.Check::ok).count();
      out()
          .printf(
              "%s%s: %d of %d checks%s%s%n",
              mark(v.ok()),
              v.id(),
              good,
              v.checks().size(),
              options().choice().gpu().isPresent()
                  ? ", largest CPU/GPU difference %.3g".formatted(v.largestDifference())
                  : "",
              v.withNumbers() ? "" : " (data not found: reference reconstructions only)");
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
    return ok ? "ok   " : "FAIL ";
  }
}
