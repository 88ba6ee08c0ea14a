package io.github.aezoo.zoo;

import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.eval.Metrics;
import io.github.aezoo.eval.baseline.Baselines;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Measurement;
import io.github.aezoo.model.ModelFamily;
import io.github.aezoo.train.Recipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a catalogue as a Markdown page whose numbers are all read from model cards. */
public final class ModelTables {
  private static final String HEAD =
      """
      # Models

      Every number here is read from a model card. `./zoo list --markdown` prints this page, `./zoo show MODEL` prints a
      card, and `./zoo verify` recomputes its numbers. All metrics are measured on the test split, which was used for no
      choice.

      """;

  private static final String MODELS =
      """
      The headline is the main metric of a model: `mse` is the mean squared error of a pixel, `bce` the
      cross-entropy of a pixel in nats, `psnrDb` the signal-to-noise ratio of a repaired image in dB. PCA has as many
      components as the model has code values, and gets the same input. There is no PCA for codes
      that are not smaller than the image.

      """;

  private static final String MEASURED =
      """
      ## What families measure

      Some families have metrics besides reconstruction errors. A twin is the same network without the family's penalty,
      trained in the same way from the same seed.

      """;

  private static final String DAMAGED =
      """
      ## Damaged images

      Mean signal-to-noise ratio of repaired images in dB, compared with the damaged images and the best classical filter.
      The settings of the filters were chosen on validation images. For a recipe without a shipped model, the number is the
      expected result that the recipe states.

      """;

  /** Baselines that are no classical filter; what is left is one. */
  private static final Set<String> NO_FILTER =
      Set.of(
          Baselines.PCA,
          Baselines.PCA_CLIPPED,
          Baselines.MEAN_IMAGE,
          Baselines.UNTRAINED,
          Baselines.CORRUPTED);

  private final List<Catalogue.Entry> entries;
  private final Map<String, ModelCard> cards = new LinkedHashMap<>();
  private final StringBuilder page = new StringBuilder();

  private ModelTables(Catalogue catalogue, List<Catalogue.Entry> entries) {
    this.entries = entries;
    entries.forEach(e -> cards.put(e.id(), catalogue.checkpoint(e.id()).card()));
  }

  /**
   * The page of some of a catalogue's models; reads their cards alone.
   *
   * @throws io.github.aezoo.io.ZooException when a card cannot be read
   */
  public static String markdown(Catalogue catalogue, List<Catalogue.Entry> entries) {
    ModelTables tables = new ModelTables(catalogue, entries);
    tables.page.append(HEAD).append(MODELS);
    Map<String, List<Catalogue.Entry>> families =
        entries.stream()
            .collect(
                Collectors.groupingBy(Catalogue.Entry::family, TreeMap::new, Collectors.toList()));
    families.forEach(tables::models);
    tables.measured(families);
    tables.damaged();
    return tables.page.toString().stripTrailing() + "\n";
  }

  private void models(String id, List<Catalogue.Entry> models) {
    line("## " + id);
    line("");
    family(id).ifPresent(f -> line(sentence(f.summary()) + " " + sentence(f.paper()) + "\n"));
    row("model", "data", "codes", "parameters", "size", "headline", "PCA");
    rule(7);
    for (Catalogue.Entry e : models) {
      String metric = e.headline().metric();
      row(
          code(e.id()),
          e.dataset(),
          String.valueOf(e.latentSize()),
          "%,d".formatted(e.parameters()),
          String.format(Locale.ROOT, "%.1f MB", e.bytes() / 1e6),
          metric + " " + number(e.headline().value()),
          cards.get(e.id()).results().stream()
              .findFirst()
              .map(r -> number(r.baselines().getOrDefault(Baselines.PCA, Map.of()).get(metric)))
              .orElse(""));
    }
    line("");
  }

  private void measured(Map<String, List<Catalogue.Entry>> families) {
    boolean begun = false;
    for (Map.Entry<String, List<Catalogue.Entry>> family : families.entrySet()) {
      List<ModelCard> measured =
          family.getValue().stream()
              .map(e -> cards.get(e.id()))
              .filter(c -> !first(c).map(ModelCard.Result::measurements).orElse(Map.of()).isEmpty())
              .toList();
      if (!measured.isEmpty()) {
        if (!begun) {
          page.append(MEASURED);
          begun = true;
        }
        measured(family.getKey(), measured);
      }
    }
  }

  private static Optional<ModelCard.Result> first(ModelCard card) {
    return card.results().stream().findFirst();
  }

  private void measured(String family, List<ModelCard> measured) {
    Set<String> keys = new LinkedHashSet<>();
    measured.forEach(c -> keys.addAll(values(c, "model").keySet()));
    line("### " + family);
    line("");
    List<String> head = new ArrayList<>(List.of("of"));
    keys.forEach(key -> head.add(code(key)));
    row(head.toArray(String[]::new));
    rule(head.size());
    // What else stands beside the models is the same for all of the same data.
    Map<String, Map<String, Double>> beside = new LinkedHashMap<>();
    for (ModelCard card : measured) {
      row(code(card.id()), keys, values(card, "model"));
      Map<String, Double> twin = values(card, Companions.TWIN);
      if (!twin.isEmpty()) {
        row("its twin", keys, twin);
      }
      ModelCard.Result result = first(card).orElseThrow();
      result.measurements().keySet().stream()
          .filter(name -> !name.equals("model") && !Companions.MEANINGS.containsKey(name))
          .forEach(
              name ->
                  beside.putIfAbsent(
                      name + " (" + result.evaluation().dataset() + ")",
                      result.measurements().get(name)));
    }
    beside.forEach((name, values) -> row(name, keys, values));
    line("");
    meanings(family, keys, measured);
  }

  /** A model's reconstruction error, then what the family measured of it. */
  private static Map<String, Double> values(ModelCard card, String row) {
    ModelCard.Result result = first(card).orElseThrow();
    Map<String, Double> measured = result.measurements().get(row);
    if (measured == null) {
      return Map.of();
    }
    Map<String, Double> values = new LinkedHashMap<>();
    String mse = Metrics.MSE.metric().id();
    Double error =
        row.equals("model")
            ? result.evaluation().metrics().get(mse)
            : result.baselines().getOrDefault(row, Map.of()).get(mse);
    if (error != null) {
      values.put(mse, error);
    }
    values.putAll(measured);
    return values;
  }

  private void meanings(String family, Set<String> keys, List<ModelCard> measured) {
    Set<String> rows = new LinkedHashSet<>();
    measured.forEach(c -> rows.addAll(first(c).orElseThrow().measurements().keySet()));
    Map<String, String> told = new LinkedHashMap<>();
    for (Measurement m : family(family).map(ModelFamily::measurements).orElse(List.of())) {
      m.meanings().forEach((key, meaning) -> put(told, keys.contains(key), code(key), meaning));
      m.rows().forEach((row, meaning) -> put(told, rows.contains(row), row, meaning));
    }
    told.forEach((name, meaning) -> line("- " + name + ": " + meaning));
    line("");
  }

  private static void put(Map<String, String> told, boolean shown, String name, String meaning) {
    if (shown) {
      told.putIfAbsent(name, meaning);
    }
  }

  /**
   * Something that repairs images.
   *
   * @param who a model or a recipe
   * @param baselines of a model, by their names; empty of a recipe
   * @param value what it reaches, in dB
   */
  private record Repair(String who, Map<String, Map<String, Double>> baselines, double value) {}

  private void damaged() {
    Map<String, Map<String, List<Repair>>> byData = new TreeMap<>();
    for (ModelCard card : cards.values()) {
      for (ModelCard.Result r : card.results()) {
        Evaluation e = r.evaluation();
        if (e.corruption() != null) {
          repairs(byData, e.dataset(), e.corruption())
              .add(new Repair(code(card.id()), r.baselines(), e.metric(psnr())));
        }
      }
    }
    if (byData.isEmpty()) {
      return;
    }
    Set<String> trained =
        entries.stream().map(e -> Catalogue.unversioned(e.id())).collect(Collectors.toSet());
    for (Recipe recipe : Recipe.shipped()) {
      if (byData.containsKey(recipe.data().toString())
          && !trained.contains(recipe.name())
          && !recipe.corruption().equals(Corruptions.NONE)
          && recipe.expected() != null
          && recipe.expected().metric().equals(psnr())) {
        repairs(byData, recipe.data().toString(), recipe.corruption())
            .add(
                new Repair(
                    code(recipe.name()) + ", a recipe", Map.of(), recipe.expected().value()));
      }
    }
    page.append(DAMAGED);
    byData.forEach(this::damaged);
  }

  private static List<Repair> repairs(
      Map<String, Map<String, List<Repair>>> byData, String data, String damage) {
    return byData
        .computeIfAbsent(data, d -> new LinkedHashMap<>())
        .computeIfAbsent(damage, d -> new ArrayList<>());
  }

  private void damaged(String data, Map<String, List<Repair>> byDamage) {
    line("### " + data);
    line("");
    row("damage", "damaged", "classical filter", "repaired", "by");
    rule(5);
    byDamage.forEach(
        (damage, all) -> {
          List<Repair> best = new ArrayList<>(all);
          best.sort(Comparator.comparingDouble(Repair::value).reversed());
          for (Repair r : best) {
            row(
                code(damage),
                decibels(r.baselines().get(Baselines.CORRUPTED)),
                filter(r.baselines()),
                String.format(Locale.ROOT, "%.2f", r.value()),
                r.who());
          }
        });
    line("");
  }

  private static String filter(Map<String, Map<String, Double>> baselines) {
    return baselines.keySet().stream()
        .filter(name -> !NO_FILTER.contains(name) && !Companions.MEANINGS.containsKey(name))
        .map(name -> decibels(baselines.get(name)) + " (" + name + ")")
        .collect(Collectors.joining(", "));
  }

  private static String decibels(Map<String, Double> metrics) {
    Double value = metrics == null ? null : metrics.get(psnr());
    return value == null ? "" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String psnr() {
    return Metrics.PSNR_DB.metric().id();
  }

  private static Optional<ModelFamily> family(String id) {
    return Families.all().stream().filter(f -> f.id().equals(id)).findFirst();
  }

  private void row(String name, Set<String> keys, Map<String, Double> values) {
    List<String> cells = new ArrayList<>(List.of(name));
    keys.forEach(key -> cells.add(number(values.get(key))));
    row(cells.toArray(String[]::new));
  }

  private void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void rule(int columns) {
    line("|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  /** Four significant digits; whole numbers as they are. */
  private static String number(Double value) {
    if (value == null) {
      return "";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return String.valueOf(value.longValue());
    }
    int whole = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
    return String.format(Locale.ROOT, "%." + Math.max(0, 3 - whole) + "f", value);
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String sentence(String text) {
    String upper = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    return upper.endsWith(".") ? upper : upper + ".";
  }
}
