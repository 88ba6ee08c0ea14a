package io.github.aezoo.sequential.dl4j;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.io.ZooException;

/**
 * A layer of a configuration.
 *
 * @param name of the layer
 * @param settings its JSON
 * @param before the preprocessor in front of it; missing without one
 */
record Dl4jLayer(String name, JsonNode settings, JsonNode before) {
  private static final int MAX = 1 << 24;

  /** The class that DL4J would load; a word here. */
  String type() {
    return settings.path("@class").asText("none");
  }

  int whole(String key) {
    return whole(settings, key);
  }

  static int whole(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > MAX) {
      throw new ZooException("%s: 1 to %,d expected; got %s".formatted(key, MAX, value));
    }
    return value.intValue();
  }

  double number(String key) {
    JsonNode value = settings.path(key);
    if (!value.isNumber()) {
      throw new ZooException("%s: a number expected; got %s".formatted(key, value));
    }
    return value.doubleValue();
  }

  boolean flag(String key) {
    return settings.path(key).asBoolean(false);
  }

  /** So many small numbers. */
  int[] wholes(String key, int n) {
    JsonNode list = settings.path(key);
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      JsonNode value = list.path(i);
      if (list.size() != n || !value.isInt() || value.intValue() < 0 || value.intValue() > 1024) {
        throw new ZooException(
            "%s: %d numbers of 0 to 1024 expected; got %s".formatted(key, n, list));
      }
      values[i] = value.intValue();
    }
    return values;
  }

  void require(String key, String only) {
    JsonNode value = settings.path(key);
    if (value.isTextual() && !value.asText().equals(only)) {
      throw new ZooException("%s %s expected; got %s".formatted(key, only, value.asText()));
    }
  }
}
