package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.keys;
import static io.github.aezoo.cli.Ran.tiny;
import static io.github.aezoo.cli.Ran.zoo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.TinyZoo;
import io.github.aezoo.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of what there is: the same keys in every row, and all of it. */
final class ListsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  @ParameterizedTest
  @CsvSource({"list", "data list", "recipes"})
  void everyRowHasTheSameKeys(String command) {
    List<Object> words =
        Stream.concat(Stream.of(command.split(" ")), Stream.of("--json"))
            .map(Object.class::cast)
            .toList();
    JsonNode rows = zoo(words.toArray()).json();
    assertThat(rows).hasSizeGreaterThan(3);
    List<String> first = keys(rows.get(0));
    rows.forEach(row -> assertThat(keys(row)).as("%s", row).containsExactlyElementsOf(first));
  }

  @Test
  void aModelWithHyperparametersOfItsOwnHasVariantNull() {
    JsonNode row = zoo("list", "contractive-small.fashion-mnist", "--json").json().get(0);
    assertThat(row.get("variant").isNull()).isTrue();
  }

  @Test
  void dataThatIsNotHereIsFoundNowhere() {
    JsonNode rows = tiny("data", "list", "--data-dir", "nowhere", "--json").json();
    assertThat(rows.get(0).get("found").isNull()).isTrue();
    assertThat(tiny("data", "list", "--data-dir", "nowhere").ok().out())
        .contains("no: zoo data fetch mnist");
  }

  @Test
  void recipesAreAllFilesOfAllFamilies() throws IOException {
    List<String> files;
    try (Stream<Path> all = Files.find(ROOT, 12, (file, is) -> isRecipe(file))) {
      files = all.map(f -> f.getFileName().toString().replace(".json", "")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(50);
    assertThat(Recipe.shipped()).extracting(Recipe::name).containsExactlyElementsOf(files);
  }

  private static boolean isRecipe(Path file) {
    String path = file.toString().replace('\\', '/');
    return path.contains("/src/main/resources/") && path.matches(".*/recipes/[^/]+\\.json");
  }

  @Test
  void recipesPrintsATableThatPatternsFilter() {
    String all = zoo("recipes").ok().out();
    assertThat(all.lines().findFirst()).get().asString().startsWith("RECIPE ").endsWith("EXPECTED");
    assertThat(all).contains(TinyZoo.RECIPE, "undercomplete-deep.mnist ", "mse 0.00466");
    String some = zoo("recipes", "undercomplete-d?ep.*").ok().out();
    assertThat(some.lines()).hasSize(3).allMatch(line -> line.length() <= 80);
    assertThat(zoo("recipes", "nothing*").ok().out()).contains("no recipe matches", "zoo recipes");
    assertThat(zoo("recipes", "nothing*", "--json").json()).isEmpty();
  }

  @Test
  void recipesAsJsonTellsWhatIsExpectedAndWhichModelCameOfIt() {
    JsonNode row = zoo("recipes", "undercomplete-deep.mnist", "--json").json().get(0);
    assertThat(keys(row))
        .containsExactly("name", "family", "variant", "data", "epochs", "expected", "model");
    assertThat(keys(row.get("expected"))).containsExactly("metric", "value", "minutes");
    assertThat(row.get("model").asText()).isEqualTo("undercomplete-deep.mnist.v1");
    JsonNode tests = zoo("recipes", TinyZoo.RECIPE, "--json").json().get(0);
    assertThat(tests.get("expected").isNull()).isTrue();
    assertThat(tests.get("model").isNull()).isTrue();
    assertThat(tiny("recipes", TinyZoo.RECIPE, "--json").json().get(0).get("model").asText())
        .isEqualTo(TinyZoo.MODEL);
  }
}
