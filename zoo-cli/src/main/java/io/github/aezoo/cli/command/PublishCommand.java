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

/** Adds a checkpoint to a catalogue folder. */
@CommandLine.Command(
    name = "publish",
    description = "Adds a checkpoint to a catalogue folder, which '--catalogue FOLDER' reads.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo publish runs/my-small --to my-zoo",
      "  zoo publish runs/mine --to my-zoo --id conv-small.pets.v2 --headline psnrDb \\",
      "      --licence CC-BY-4.0"
    })
public final class PublishCommand extends Command {
  @Parameters(
      paramLabel = "CHECKPOINT",
      description = "Checkpoint folder, as 'zoo train' writes it.")
  private Path checkpoint;

  @Option(names = "--to", required = true, paramLabel = "FOLDER", description = "Catalogue folder.")
  private Path folder;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description =
          "Model id <family>-<variant>.<dataset>.v<n> (default: the id on the card, with v1).")
  private String id;

  @Option(
      names = "--licence",
      paramLabel = "L",
      description =
          "Licence of the weights, for example MIT (default: the one on the card; a model of your own"
              + " data has none).")
  private String licence;

  @Option(
      names = "--headline",
      paramLabel = "METRIC",
      defaultValue = "mse",
      description = "Metric that 'zoo list' shows (default: ${DEFAULT-VALUE}).")
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
