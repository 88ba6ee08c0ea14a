package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.Publication;
import io.github.aezoo.zoo.Zoo;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a checkpoint into a catalogue folder. */
@CommandLine.Command(
    name = "publish",
    description = "Puts a checkpoint into a folder that '--catalogue FOLDER' reads.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo publish runs/my-small --to my-zoo",
      "  zoo publish runs/mine --to my-zoo --id conv-small.pets.v2 --headline psnrDb \\",
      "      --licence CC-BY-4.0"
    })
public final class PublishCommand extends Command {
  @Parameters(paramLabel = "CHECKPOINT", description = "A folder that 'zoo train' wrote.")
  private Path checkpoint;

  @Option(names = "--to", required = true, paramLabel = "FOLDER", description = "The catalogue.")
  private Path folder;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "<family>-<variant>.<dataset>.v<n> (default: the card's id and v1).")
  private String id;

  @Option(
      names = "--licence",
      paramLabel = "L",
      description =
          "Of the weights, as MIT (default: that of the card, which a model of your own data has"
              + " not).")
  private String licence;

  @Option(
      names = "--headline",
      paramLabel = "METRIC",
      defaultValue = "mse",
      description = "What 'zoo list' shows (default: ${DEFAULT-VALUE}).")
  private String headline;

  @Override
  public boolean computes() {
    return false;
  }

  @Override
  public Integer call() {
    Checkpoint source = Checkpoint.open(checkpoint);
    String name = id == null ? Publication.usualId(source.card()) : id;
    Catalogue.Entry entry =
        Zoo.publish(source, name, headline, Optional.ofNullable(licence), folder);
    print(entry, () -> out().println(folder.resolve(entry.id())));
    return 0;
  }
}
