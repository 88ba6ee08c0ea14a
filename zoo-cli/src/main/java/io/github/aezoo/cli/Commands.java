package io.github.aezoo.cli;

import io.github.aezoo.cli.command.AnomaliesCommand;
import io.github.aezoo.cli.command.BenchCommand;
import io.github.aezoo.cli.command.CodesCommand;
import io.github.aezoo.cli.command.CompletionCommand;
import io.github.aezoo.cli.command.DataCommand;
import io.github.aezoo.cli.command.DemoCommand;
import io.github.aezoo.cli.command.DoctorCommand;
import io.github.aezoo.cli.command.EncodeCommand;
import io.github.aezoo.cli.command.EvaluateCommand;
import io.github.aezoo.cli.command.ExportCommand;
import io.github.aezoo.cli.command.FinetuneCommand;
import io.github.aezoo.cli.command.GenerateCommand;
import io.github.aezoo.cli.command.HelpCommand;
import io.github.aezoo.cli.command.ImportCommand;
import io.github.aezoo.cli.command.InterpolateCommand;
import io.github.aezoo.cli.command.ListCommand;
import io.github.aezoo.cli.command.PublishCommand;
import io.github.aezoo.cli.command.RecipesCommand;
import io.github.aezoo.cli.command.ReconstructCommand;
import io.github.aezoo.cli.command.ReportCommand;
import io.github.aezoo.cli.command.RestoreCommand;
import io.github.aezoo.cli.command.ShowCommand;
import io.github.aezoo.cli.command.TrainCommand;
import io.github.aezoo.cli.command.VerifyCommand;
import java.util.List;

/** The commands by their names, in the order in which the help shows them. */
final class Commands {
  private static final List<String> NAMES =
      List.of(
          "list",
          "show",
          "data",
          "demo",
          "reconstruct",
          "restore",
          "encode",
          "codes",
          "generate",
          "interpolate",
          "anomalies",
          "evaluate",
          "report",
          "verify",
          "recipes",
          "train",
          "finetune",
          "import",
          "publish",
          "export",
          "bench",
          "doctor",
          "completion",
          "help");

  private Commands() {}

  /**
   * The commands that a command line can need. All are a third of a second of reading annotations;
   * when the first word is a command, no other can follow it, but for those that speak of all.
   */
  static List<String> neededBy(String... words) {
    String first = words.length == 0 ? "" : words[0];
    boolean alone = NAMES.contains(first) && !first.equals("help") && !first.equals("completion");
    return alone ? List.of(first) : NAMES;
  }

  /** The class of a command; none of the others is loaded. */
  static Class<?> type(String name) {
    return switch (name) {
      case "list" -> ListCommand.class;
      case "show" -> ShowCommand.class;
      case "data" -> DataCommand.class;
      case "demo" -> DemoCommand.class;
      case "reconstruct" -> ReconstructCommand.class;
      case "restore" -> RestoreCommand.class;
      case "encode" -> EncodeCommand.class;
      case "codes" -> CodesCommand.class;
      case "generate" -> GenerateCommand.class;
      case "interpolate" -> InterpolateCommand.class;
      case "anomalies" -> AnomaliesCommand.class;
      case "evaluate" -> EvaluateCommand.class;
      case "report" -> ReportCommand.class;
      case "verify" -> VerifyCommand.class;
      case "recipes" -> RecipesCommand.class;
      case "train" -> TrainCommand.class;
      case "finetune" -> FinetuneCommand.class;
      case "import" -> ImportCommand.class;
      case "publish" -> PublishCommand.class;
      case "export" -> ExportCommand.class;
      case "bench" -> BenchCommand.class;
      case "doctor" -> DoctorCommand.class;
      case "completion" -> CompletionCommand.class;
      case "help" -> HelpCommand.class;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
