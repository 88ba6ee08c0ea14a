package io.github.aezoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.io.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a command gave: exit code, standard output, standard error. */
public record Ran(int code, String out, String err) {
  /** Runs {@code zoo} inside this process. */
  public static Ran zoo(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        ZooCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true), words(args))
            .execute(words(args));
    return new Ran(code, out.toString(), err.toString());
  }

  /** Runs {@code zoo} on the tests' own models, with their store. */
  public static Ran tiny(Object... args) {
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--catalogue", TinyZoo.catalogue(), "--store", TinyZoo.store()));
    return zoo(all.toArray());
  }

  static String[] words(Object... args) {
    return java.util.Arrays.stream(args).map(Object::toString).toArray(String[]::new);
  }

  /** Fails unless the exit code is 0. */
  public Ran ok() {
    assertThat(code).as("exit code; standard error: %s", err).isZero();
    return this;
  }

  /** Standard output as the one JSON document that it must be. */
  public JsonNode json() {
    return Json.read(ok().out, JsonNode.class, "standard output");
  }

  /** A failure as users must see it: the code, one line, no trace, nothing on standard output. */
  public Ran fails(int expected, String... parts) {
    assertThat(code).as("exit code; standard error: %s", err).isEqualTo(expected);
    assertThat(err.lines()).as(err).hasSize(1);
    assertThat(err).startsWith("zoo: ").contains(parts);
    assertThat(err).doesNotContain("internal error", "Exception", "\tat ");
    assertThat(out).isEmpty();
    return this;
  }

  /** The same with {@code --json}: the code, one document, nothing on standard error. */
  Ran failsAsJson(int expected, String... parts) {
    assertThat(code).as("exit code; standard output: %s", out).isEqualTo(expected);
    JsonNode document = Json.read(out, JsonNode.class, "standard output");
    assertThat(keys(document)).containsExactly("error");
    assertThat(document.get("error").asText())
        .contains(parts)
        .doesNotContain("internal error", "\n")
        .doesNotStartWith("zoo: ");
    assertThat(err).isEmpty();
    return this;
  }

  /** The names of an object's values, in their order. */
  public static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  static boolean isEmptyFolder(Path folder) {
    String[] inside = folder.toFile().list();
    return inside == null || inside.length == 0;
  }
}
