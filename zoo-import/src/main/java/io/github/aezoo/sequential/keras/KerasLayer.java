package io.github.aezoo.sequential.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.io.ZooException;
import java.util.List;

/**
 * A layer as a model's configuration names it.
 *
 * @param name of the layer
 * @param type its class in Keras, a plain word here
 * @param config its settings
 * @param top the layer of the whole model that it is in, or itself
 * @param path where {@code .keras} files have its weights
 */
record KerasLayer(String name, String type, JsonNode config, String top, String path) {
  /** A whole number. */
  int whole(String key) {
    JsonNode value = config.path(key);
    if (!value.isInt()) {
      throw bad(key, "a whole number");
    }
    return value.intValue();
  }

  /** A number, or another where the file says none. */
  double number(String key, double otherwise) {
    JsonNode value = config.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    // Keras 3 writes numbers of its backend as {"class_name": .., "config": {"value": ..}}.
    JsonNode plain = value.isObject() ? value.path("config").path("value") : value;
    if (!plain.isNumber()) {
      throw bad(key, "a number");
    }
    return plain.doubleValue();
  }

  boolean flag(String key, boolean otherwise) {
    return config.path(key).asBoolean(otherwise);
  }

  /** A word, or another where the file says none. */
  String word(String key, String otherwise) {
    return config.path(key).asText(otherwise);
  }

  /** Two whole numbers, of which a file may write one for both. */
  int[] pair(String key, int... otherwise) {
    JsonNode value = config.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (value.isInt()) {
      return new int[] {value.intValue(), value.intValue()};
    }
    if (!value.isArray() || value.size() != 2 || !value.get(0).isInt() || !value.get(1).isInt()) {
      throw bad(key, "two whole numbers");
    }
    return new int[] {value.get(0).intValue(), value.get(1).intValue()};
  }

  /** Top, bottom, left and right. */
  int[] edges(String key) {
    JsonNode value = config.path(key);
    if (value.isArray() && value.size() == 2 && value.get(0).isArray()) {
      List<JsonNode> all =
          List.of(
              value.get(0).path(0),
              value.get(0).path(1),
              value.get(1).path(0),
              value.get(1).path(1));
      if (all.stream().allMatch(JsonNode::isInt)) {
        return all.stream().mapToInt(JsonNode::intValue).toArray();
      }
      throw bad(key, "two pairs of whole numbers");
    }
    int[] both = pair(key, 0, 0);
    return new int[] {both[0], both[0], both[1], both[1]};
  }

  /** The name of a function, which files write plainly or as a function of Keras. */
  String function(String key) {
    JsonNode value = config.path(key);
    if (value.isObject() && value.path("config").isTextual()) {
      return value.path("config").asText();
    }
    if (value.isMissingNode() || value.isNull()) {
      return "linear";
    }
    if (!value.isTextual()) {
      throw bad(key, "the name of a function");
    }
    return value.asText();
  }

  /** Refuses a setting that the zoo's layers do not have. */
  void require(String key, String only) {
    JsonNode value = config.path(key);
    if (!value.isMissingNode() && !value.isNull() && !value.asText().equals(only)) {
      throw bad(key, only);
    }
  }

  ZooException bad(String key, String expected) {
    return new ZooException("%s: %s expected; got %s".formatted(key, expected, config.path(key)));
  }
}
