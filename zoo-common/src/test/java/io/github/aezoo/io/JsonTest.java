package io.github.aezoo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @TempDir private Path folder;

  /** A colour. */
  enum Colour {
    @JsonProperty("light-red")
    LIGHT_RED,
    @JsonProperty("blue")
    BLUE
  }

  /** Checks a range. */
  record Inner(double rate) {
    Inner {
      if (rate > 1) {
        throw new ZooException("key 'rate': at most 1 expected; got " + rate);
      }
    }
  }

  /** Has one key of each kind. */
  record Sample(String name, int count, Colour colour, Inner inner, List<Integer> sizes) {}

  private static final String GOOD =
      "{\"name\":\"n\",\"count\":2,\"colour\":\"light-red\",\"inner\":{\"rate\":0.5},\"sizes\":[1,2]}";

  @Test
  void aRecordSurvivesTextAndLine() {
    Sample sample = new Sample("n", 2, Colour.LIGHT_RED, new Inner(0.5), List.of(1, 2));
    assertThat(Json.line(sample)).isEqualTo(GOOD);
    assertThat(Json.read(Json.text(sample), Sample.class, "s")).isEqualTo(sample);
    assertThat(Json.convert(Json.tree(sample), Sample.class, "s")).isEqualTo(sample);
    assertThat(Json.text(sample)).endsWith("}\n").doesNotContain("\r");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "count":2     | "count":2,"cuont":3 | s.json: unknown key 'cuont'; allowed here: colour, count, inner, name, sizes
          "rate":0.5    | "rate":0.5,"r":1    | s.json: unknown key 'inner.r'; allowed here: rate
          "count":2,    | ``                  | s.json: key 'count' is missing; int expected
          "count":2     | "count":null        | s.json: key 'count' is missing; int expected
          "rate":0.5    | ``                  | s.json: key 'inner.rate' is missing; double expected
          "rate":0.5    | "rate":3            | s.json: key 'inner': key 'rate': at most 1 expected; got 3.0
          light-red     | green               | s.json: key 'colour': one of light-red, blue expected; got 'green'
          """)
  void aMistakeIsNamedWithItsSourceKeyAndWhatIsAllowed(String good, String bad, String message) {
    assertThatThrownBy(
            () -> Json.read(GOOD.replace(good, bad == null ? "" : bad), Sample.class, "s.json"))
        .isInstanceOf(ZooException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "count":2  | "count":"2"         | s.json: key 'count': int expected; |
          "count":2  | "count":2.5         | s.json: key 'count':
          "count":2  | "count":99999999999 | s.json
          "count":2  | "count":true        | s.json: key 'count': int expected;
          [1,2]      | 7                   | s.json: key 'sizes': a list expected;
          [1,2]      | [1,"x"]             | s.json: key 'sizes.[1]':
          {"rate":0.5} | 3                 | s.json: key 'inner': an object expected;
          "count":2  | "count":2,"count":2 | s.json is not valid JSON at line 1: Duplicate field 'count'
          "count":2  | "count":            | s.json is not valid JSON at line 1:
          [1,2]}     | [1,2]} 3            | s.json
          [1,2]}     | [1,2]               | s.json is not valid JSON at line 1:
          """)
  void wrongTypesAndBrokenTextNameSourceAndKey(String good, String bad, String beginning) {
    assertThatThrownBy(() -> Json.read(GOOD.replace(good, bad), Sample.class, "s.json"))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith(beginning)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void nothingAtAllAndDeepNestingAreRefused() {
    assertThatThrownBy(() -> Json.read("", Sample.class, "s.json"))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("s.json");
    assertThatThrownBy(
            () ->
                Json.read(
                    "[".repeat(5000), com.fasterxml.jackson.databind.JsonNode.class, "s.json"))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("s.json");
  }

  @Test
  void filesThatAreMissingOrFarTooLargeAreRefused() throws Exception {
    Path none = folder.resolve("none.json");
    assertThatThrownBy(() -> Json.read(none, Sample.class))
        .isInstanceOf(ZooException.class)
        .hasMessage("cannot read " + none + ": no such file or folder");
    Path large = Files.write(folder.resolve("large.json"), new byte[(16 << 20) + 1]);
    assertThatThrownBy(() -> Json.read(large, Sample.class))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "%s has %,d bytes; a JSON file of the zoo has at most %,d"
                .formatted(large, 16777217, 16777216));
  }
}
