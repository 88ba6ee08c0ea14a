package io.github.aezoo.io;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Strict JSON to and from records: unknown keys, missing numbers and duplicate keys are errors, and
 * an error names the source, the key and what is allowed there.
 */
public final class Json {
  private static final int MAX_BYTES = 16 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .serializationInclusion(JsonInclude.Include.NON_ABSENT)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build());
  }

  private Json() {}

  /**
   * A value of a map that keeps its key when it is null: otherwise keys without a value are left
   * out. So rows of a list have the same keys.
   */
  public static Object orNull(Object value) {
    return value == null ? NullNode.getInstance() : value;
  }

  /** Any value as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Any value as indented text that ends with a line feed. */
  public static String text(Object value) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    ObjectWriter writer = MAPPER.writer(printer);
    try {
      return writer.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the zoo is not JSON", e);
    }
  }

  /** Any value on one line, without a line feed. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the zoo is not JSON", e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws ZooException when the file cannot be read or is not what {@code type} asks for
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw tooLong(file.toString(), size);
      }
      return read(Files.readAllBytes(file), type, file.toString());
    } catch (IOException e) {
      throw new ZooException("cannot read " + file + ": " + SafeFiles.reason(e), e);
    }
  }

  /** Reads UTF-8 bytes; {@code source} names them in errors. */
  public static <T> T read(byte[] json, Class<T> type, String source) {
    if (json.length > MAX_BYTES) {
      throw tooLong(source, json.length);
    }
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new ZooException(source + ": " + jsonName(type) + " expected; got null");
      }
      return value;
    } catch (IOException e) {
      throw explain(e, source);
    }
  }

  /** Reads text; {@code source} names it in errors. */
  public static <T> T read(String json, Class<T> type, String source) {
    return read(json.getBytes(StandardCharsets.UTF_8), type, source);
  }

  /** Turns a tree into a record; {@code source} names it in errors. */
  public static <T> T convert(JsonNode tree, Class<T> type, String source) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw explain(e, source);
    }
  }

  private static ZooException tooLong(String source, long bytes) {
    return new ZooException(
        "%s has %,d bytes; a JSON file of the zoo has at most %,d"
            .formatted(source, bytes, MAX_BYTES));
  }

  private static ZooException explain(IOException e, String source) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof ZooException z) {
        return new ZooException(source + ": " + path(e) + z.getMessage(), e);
      }
    }
    if (e instanceof ValueInstantiationException v
        && v.getCause() instanceof NullPointerException) {
      return new ZooException(
          "%s: %sa part of this %s is missing or null"
              .formatted(source, path(v), v.getType().getRawClass().getSimpleName()),
          e);
    }
    if (e instanceof UnrecognizedPropertyException u) {
      String known =
          u.getKnownPropertyIds().stream()
              .map(Object::toString)
              .sorted()
              .collect(Collectors.joining(", "));
      return new ZooException(
          "%s: unknown key '%s'; allowed here: %s".formatted(source, keys(u), known), e);
    }
    if (e instanceof InvalidTypeIdException t) {
      return new ZooException(
          "%s: %sunknown type '%s'; %s"
              .formatted(source, path(t), t.getTypeId(), firstLine(t.getOriginalMessage())),
          e);
    }
    if (e instanceof InvalidFormatException f && f.getTargetType().isEnum()) {
      return new ZooException(
          "%s: %sone of %s expected; got '%s'"
              .formatted(
                  source,
                  path(f),
                  // As they are written in JSON, which is not always as Java names them.
                  Arrays.stream(f.getTargetType().getEnumConstants())
                      .map(constant -> tree(constant).asText())
                      .collect(Collectors.joining(", ")),
                  f.getValue()),
          e);
    }
    if (e instanceof MismatchedInputException m
        && m.getTargetType() != null
        && m.getTargetType().isPrimitive()
        && m.getOriginalMessage().startsWith("Cannot map `null`")) {
      return new ZooException(
          "%s: key '%s' is missing; %s expected"
              .formatted(source, keys(m), m.getTargetType().getSimpleName()),
          e);
    }
    if (e instanceof MismatchedInputException m && m.getTargetType() != null) {
      return new ZooException(
          "%s: %s%s expected; %s"
              .formatted(
                  source, path(m), jsonName(m.getTargetType()), came(m.getOriginalMessage())),
          e);
    }
    if (e instanceof JsonProcessingException p) {
      String at = p.getLocation() == null ? "" : " at line " + p.getLocation().getLineNr();
      return new ZooException(
          "%s is not valid JSON%s: %s".formatted(source, at, firstLine(p.getOriginalMessage())), e);
    }
    return new ZooException("cannot read " + source + ": " + SafeFiles.reason(e), e);
  }

  private static String path(IOException e) {
    String keys = e instanceof JsonMappingException m ? keys(m) : "";
    return keys.isEmpty() ? "" : "key '" + keys + "': ";
  }

  private static String keys(JsonMappingException e) {
    return e.getPath().stream()
        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static String jsonName(Class<?> type) {
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : type.getSimpleName();
  }

  /** Jackson's words without its advice to programmers. */
  private static String came(String message) {
    return firstLine(message).replaceFirst(" \\((set|but|although|token|enable|no|for) .*", "");
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
