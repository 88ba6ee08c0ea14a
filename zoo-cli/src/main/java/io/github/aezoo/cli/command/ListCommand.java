package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Table;
import io.github.aezoo.io.Json;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.ModelTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the models; reads only the catalogue. */
@CommandLine.Command(
    name = "list",
    description = "Lists the models with code size, parameters, file size and headline metric.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo list '*.fashion-mnist.*'",
      "  zoo list --family vae --json",
      "  zoo list --markdown"
    })
public final class ListCommand extends Command {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "Ids with wildcards, for example '*.mnist.*'.")
  private String pattern;

  @Option(names = "--family", paramLabel = "F", description = "Only models of this family.")
  private String family;

  @Option(
      names = "--dataset",
      paramLabel = "D",
      description = "Only models trained on this data set.")
  private String dataset;

  @Option(
      names = "--markdown",
      description = "Print the metrics of all model cards as Markdown (docs/models.md).")
  private boolean markdown;

  @Override
  public boolean computes() {
    return false;
  }

  @Override
  public Integer call() {
    List<Catalogue.Entry> entries =
        options().catalogue().matching(pattern).stream()
            .filter(e -> family == null || e.family().equals(family))
            .filter(e -> dataset == null || e.dataset().equals(dataset))
            .toList();
    if (markdown) {
      if (options().json()) {
        throw wrongUsage("--markdown and --json exclude each other");
      }
      out().print(ModelTables.markdown(options().catalogue(), entries));
      out().flush();
      return 0;
    }
    print(json(entries), () -> people(entries));
    return 0;
  }

  private static List<Map<String, Object>> json(List<Catalogue.Entry> entries) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Catalogue.Entry e : entries) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", e.id());
      row.put("family", e.family());
      row.put("variant", Json.orNull(e.variant()));
      row.put("dataset", e.dataset());
      row.put("input", e.input());
      row.put("latentSize", e.latentSize());
      row.put("parameters", e.parameters());
      row.put("bytes", e.bytes());
      row.put("sha256", e.sha256());
      row.put("headline", e.headline());
      all.add(row);
    }
    return all;
  }

  /** Fits into 80 columns with the longest ids; shapes and splits are on the card. */
  private void people(List<Catalogue.Entry> entries) {
    if (entries.isEmpty()) {
      boolean all = pattern == null && family == null && dataset == null;
      out().println(all ? "the catalogue is empty" : "no model matches; 'zoo list' prints all");
      return;
    }
    Table table = new Table("MODEL", "CODES", "PARAMS", "SIZE", "HEADLINE");
    for (Catalogue.Entry e : entries) {
      Catalogue.Headline h = e.headline();
      table.row(
          e.id(),
          e.latentSize(),
          Numbers.grouped(e.parameters()),
          Numbers.megabytes(e.bytes()),
          h.metric() + " " + Numbers.metric(h.value()));
    }
    table.print(out());
  }
}
