package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Table;
import io.github.aezoo.io.Json;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Zoo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Lists the shipped recipes and their expected results. */
@CommandLine.Command(
    name = "recipes",
    description = "Lists the recipes for 'zoo train': data, epochs, expected minutes and metric.",
    footerHeading = Command.EXAMPLES,
    footer = {"  zoo recipes", "  zoo recipes 'undercomplete-*.mnist' --json"})
public final class RecipesCommand extends Command {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "Names with wildcards, for example '*.mnist'.")
  private String pattern;

  @Override
  public boolean computes() {
    return false;
  }

  @Override
  public Integer call() {
    List<Recipe> recipes = Zoo.recipes(pattern);
    print(json(recipes), () -> people(recipes));
    return 0;
  }

  private List<Map<String, Object>> json(List<Recipe> recipes) {
    Catalogue models = options().catalogue();
    List<Map<String, Object>> all = new ArrayList<>();
    for (Recipe r : recipes) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", r.name());
      row.put("family", r.family());
      row.put("variant", Json.orNull(r.variant()));
      row.put("data", r.data());
      row.put("epochs", r.epochs());
      row.put("expected", Json.orNull(r.expected()));
      row.put("model", Json.orNull(models.has(r.name()) ? models.entry(r.name()).id() : null));
      all.add(row);
    }
    return all;
  }

  /** A recipe's name is the model's, which 'zoo list' prints with its version. */
  private void people(List<Recipe> recipes) {
    if (recipes.isEmpty()) {
      out().println("no recipe matches; 'zoo recipes' prints all");
      return;
    }
    Table table = new Table("RECIPE", "DATA", "EPOCHS", "MINUTES", "EXPECTED");
    for (Recipe r : recipes) {
      Recipe.Expected e = r.expected();
      table.row(
          r.name(),
          r.data(),
          r.epochs(),
          e == null ? "" : String.format(Locale.ROOT, "%.1f", e.minutes()),
          e == null ? "" : e.metric() + " " + Numbers.metric(e.value()));
    }
    table.print(out());
  }
}
