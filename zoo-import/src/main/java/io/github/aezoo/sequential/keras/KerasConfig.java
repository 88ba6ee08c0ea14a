package io.github.aezoo.sequential.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.LayerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of a model's configuration in the order in which an image passes them, models within
 * the model included.
 */
final class KerasConfig {
  private static final Set<String> GRAPHS = Set.of("Functional", "Model");
  private static final String SEQUENTIAL = "Sequential";
  private static final int MAX_DEPTH = 8;

  private final List<KerasLayer> layers = new ArrayList<>();

  KerasConfig(JsonNode model) {
    add(model, null, "", 0);
  }

  List<KerasLayer> layers() {
    return layers;
  }

  private static boolean isModel(String type) {
    return type.equals(SEQUENTIAL) || GRAPHS.contains(type);
  }

  private void add(JsonNode model, String top, String path, int depth) {
    String type = model.path("class_name").asText();
    JsonNode config = model.path("config");
    JsonNode all = config.isArray() ? config : config.path("layers");
    if (!isModel(type) || !all.isArray() || depth > MAX_DEPTH) {
      throw new ZooException(
          "a Sequential or functional model of Keras expected; got '%s'%s: build the model from layers, without a class of its own"
              .formatted(type, depth > MAX_DEPTH ? ", nested too deeply" : ""));
    }
    Map<String, KerasLayer> named = new LinkedHashMap<>();
    Map<String, JsonNode> nodes = new HashMap<>();
    Map<String, Integer> used = new HashMap<>();
    for (JsonNode layer : all) {
      String kind = layer.path("class_name").asText();
      String name = layer.path("config").path("name").asText(layer.path("name").asText());
      if (name.isEmpty() || name.contains("/")) {
        throw new ZooException("layers with names expected; got " + name);
      }
      int same = used.merge(snake(kind), 1, Integer::sum) - 1;
      String folder = path + "layers/" + snake(kind) + (same == 0 ? "" : "_" + same);
      KerasLayer made =
          new KerasLayer(name, kind, layer.path("config"), top == null ? name : top, folder);
      if (named.put(name, made) != null) {
        throw new LayerException(name, "another name expected; it is there twice");
      }
      String registered = layer.path("registered_name").asText("");
      if (registered.contains(">")) {
        throw new LayerException(name, "layers of Keras itself expected; got " + registered);
      }
      nodes.put(name, layer);
    }
    List<String> order =
        type.equals(SEQUENTIAL) ? List.copyOf(named.keySet()) : chain(config, nodes);
    for (String name : order) {
      KerasLayer layer = named.get(name);
      if (isModel(layer.type())) {
        add(nodes.get(name), layer.top(), layer.path() + "/", depth + 1);
      } else {
        layers.add(layer);
      }
    }
  }

  /** The layers of a graph, from its input to its output; all must be on the way. */
  private static List<String> chain(JsonNode config, Map<String, JsonNode> nodes) {
    List<String> order = new ArrayList<>();
    String at = only(config.path("output_layers"), "output");
    String first = only(config.path("input_layers"), "input");
    while (true) {
      JsonNode layer = nodes.get(at);
      if (layer == null || order.contains(at)) {
        throw new ZooException(
            "layers in a row expected; '%s' is unknown or in a circle".formatted(at));
      }
      order.add(0, at);
      if (at.equals(first)) {
        break;
      }
      at = before(at, layer.path("inbound_nodes"));
    }
    if (order.size() != nodes.size()) {
      throw new ZooException(
          "layers in a row expected; of %s these are on the way: %s"
              .formatted(nodes.keySet().stream().sorted().toList(), order));
    }
    return order;
  }

  /** {@code ["name", 0, 0]}, or a list of one such. */
  private static String only(JsonNode layers, String what) {
    JsonNode one = layers.size() == 1 ? layers.get(0) : layers;
    if (!one.path(0).isTextual() || one.size() != 3) {
      throw new ZooException("one %s expected; got %s".formatted(what, layers));
    }
    return one.get(0).asText();
  }

  private static String before(String name, JsonNode calls) {
    if (calls.size() != 1) {
      throw new LayerException(
          name, "to be used once expected; got %d times".formatted(calls.size()));
    }
    List<String> from = new ArrayList<>();
    JsonNode call = calls.get(0);
    if (call.isArray()) {
      // Keras 2: [[name, node, tensor, {}]].
      call.forEach(tensor -> from.add(tensor.path(0).asText()));
    } else {
      // Keras 3: tensors with their history in the arguments.
      call.findValues("keras_history").forEach(history -> from.add(history.path(0).asText()));
    }
    if (from.size() != 1) {
      throw new LayerException(name, "one layer before it expected, layers in a row; got " + from);
    }
    return from.get(0);
  }

  /** As Keras names folders of weights: {@code Conv2DTranspose} is {@code conv2d_transpose}. */
  static String snake(String type) {
    return type.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** The sizes of an image, without the batch, where the file says them; 0 for an open one. */
  Optional<int[]> inputSizes() {
    if (layers.isEmpty()) {
      throw new ZooException("a model of layers expected; it has none");
    }
    JsonNode config = layers.get(0).config();
    for (String key : new String[] {"batch_shape", "batch_input_shape"}) {
      JsonNode shape = config.path(key);
      if (shape.isArray() && shape.size() > 1) {
        int[] sizes = new int[shape.size() - 1];
        for (int i = 0; i < sizes.length; i++) {
          sizes[i] = shape.get(i + 1).asInt(0);
        }
        return Optional.of(sizes);
      }
    }
    return Optional.empty();
  }
}
