package io.github.aezoo.sequential.keras;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Models as Keras writes them, with what they compute: the layouts are those of keras/src/saving/
 * saving_lib.py, keras/src/legacy/saving/legacy_h5_format.py and, for the configuration of Keras 2,
 * keras/engine/functional.py.
 */
final class KerasFile {
  /** A stored array. */
  @SuppressWarnings("ArrayRecordComponent")
  record Array(int[] shape, float[] values) {}

  private record Layer(
      String type, String name, ObjectNode config, Map<String, Array> weights, KerasFile inner) {}

  private final String type;
  private final String name;
  private final List<Layer> layers = new ArrayList<>();
  private final List<UnaryOperator<Naive>> steps = new ArrayList<>();
  private final Random random;

  KerasFile(String type, String name, long seed) {
    this.type = type;
    this.name = name;
    this.random = new Random(seed);
  }

  static ObjectNode settings(Object... pairs) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < pairs.length; i += 2) {
      node.set((String) pairs[i], Json.tree(pairs[i + 1]));
    }
    return node;
  }

  Array array(double mean, double scale, int... shape) {
    int n = 1;
    for (int size : shape) {
      n *= size;
    }
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (mean + scale * random.nextGaussian());
    }
    return new Array(shape, values);
  }

  KerasFile layer(String kind, String layer, ObjectNode config, UnaryOperator<Naive> meaning) {
    return layer(kind, layer, config, Map.of(), meaning);
  }

  KerasFile layer(
      String kind,
      String layer,
      ObjectNode config,
      Map<String, Array> weights,
      UnaryOperator<Naive> meaning) {
    layers.add(new Layer(kind, layer, config, weights, null));
    steps.add(meaning);
    return this;
  }

  /** A layer with kernel and bias. */
  KerasFile weighted(
      String kind,
      String layer,
      ObjectNode config,
      Array kernel,
      Array bias,
      UnaryOperator<Naive> f) {
    Map<String, Array> weights = new LinkedHashMap<>();
    weights.put("kernel", kernel);
    weights.put("bias", bias);
    return layer(kind, layer, config, weights, f);
  }

  KerasFile model(KerasFile inner) {
    layers.add(new Layer(inner.type, inner.name, null, Map.of(), inner));
    steps.add(inner::compute);
    return this;
  }

  Naive compute(Naive image) {
    Naive at = image;
    for (UnaryOperator<Naive> step : steps) {
      at = step.apply(at);
    }
    return at;
  }

  /** {@code {"class_name", "config"}}, the graphs of Keras 2 or 3. */
  ObjectNode config(int version) {
    ObjectNode config = settings("name", name);
    ArrayNode all = config.putArray("layers");
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      ObjectNode node = all.addObject();
      node.put("class_name", layer.type);
      if (layer.inner == null) {
        node.set("config", layer.config.deepCopy().put("name", layer.name));
      } else {
        node.set("config", layer.inner.config(version).get("config"));
      }
      if (type.equals("Functional")) {
        node.put("name", layer.name);
        ArrayNode inbound = node.putArray("inbound_nodes");
        if (i > 0 && version == 2) {
          inbound.add(Json.tree(List.of(List.of(layers.get(i - 1).name, 0, 0, Map.of()))));
        } else if (i > 0) {
          inbound.add(
              Json.tree(
                  Map.of(
                      "args",
                      List.of(
                          Map.of(
                              "class_name",
                              "__keras_tensor__",
                              "config",
                              Map.of("keras_history", List.of(layers.get(i - 1).name, 0, 0)))),
                      "kwargs",
                      Map.of())));
        }
      }
    }
    if (type.equals("Functional")) {
      config.set("input_layers", ends(layers.get(0).name, version));
      config.set("output_layers", ends(layers.get(layers.size() - 1).name, version));
    }
    return settings("class_name", type, "config", config);
  }

  private static ArrayNode ends(String layer, int version) {
    ArrayNode one = (ArrayNode) Json.tree(List.of(layer, 0, 0));
    return version == 2 ? JsonNodeFactory.instance.arrayNode().add(one) : one;
  }

  /** {@code model.save("x.h5")}; Keras 2 ends the names of arrays in {@code :0}. */
  Path writeH5(Path file, int version) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putAttribute("model_config", Json.line(config(version)));
      WritableGroup root = hdf.putGroup("model_weights");
      root.putAttribute("layer_names", layers.stream().map(Layer::name).toArray(String[]::new));
      for (Layer layer : layers) {
        Map<String, Array> paths = new LinkedHashMap<>();
        paths(layer, version, paths);
        // Keras writes empty groups, too; jHDF's writer puts what follows one at a wrong address.
        if (paths.isEmpty()) {
          continue;
        }
        WritableGroup group = root.putGroup(layer.name);
        group.putAttribute("weight_names", paths.keySet().toArray(String[]::new));
        Map<String, WritableGroup> made = new HashMap<>();
        paths.forEach(
            (path, array) -> {
              int slash = path.indexOf('/');
              made.computeIfAbsent(path.substring(0, slash), group::putGroup)
                  .putDataset(path.substring(slash + 1), shaped(array));
            });
      }
    }
    return file;
  }

  /** A value that the file must hold. */
  float firstValue() {
    return layers.stream()
        .flatMap(layer -> layer.weights.values().stream())
        .findFirst()
        .orElseThrow()
        .values[0];
  }

  private static void paths(Layer layer, int version, Map<String, Array> into) {
    if (layer.inner != null) {
      layer.inner.layers.forEach(l -> paths(l, version, into));
    }
    layer.weights.forEach(
        (variable, array) ->
            into.put(layer.name + "/" + variable + (version == 2 ? ":0" : ""), array));
  }

  /** {@code model.save("x.keras")}. */
  Path writeKeras(Path file) {
    Path h5 = file.resolveSibling("model.weights.h5");
    try (WritableHdfFile hdf = HdfFile.write(h5)) {
      vars(hdf);
    }
    SafeFiles.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          put(
              zip,
              "metadata.json",
              "{\"keras_version\": \"3.8.0\"}".getBytes(StandardCharsets.UTF_8));
          put(zip, "config.json", Json.line(config(3)).getBytes(StandardCharsets.UTF_8));
          put(zip, "model.weights.h5", Files.readAllBytes(h5));
          zip.finish();
        });
    return file;
  }

  static void put(ZipOutputStream zip, String entry, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(entry));
    zip.write(content);
    zip.closeEntry();
  }

  private void vars(WritableGroup into) {
    WritableGroup all = into.putGroup("layers");
    Map<String, Integer> used = new HashMap<>();
    for (Layer layer : layers) {
      String snake =
          Map.of(
                  "Conv2D", "conv2d",
                  "Conv2DTranspose", "conv2d_transpose",
                  "BatchNormalization", "batch_normalization",
                  "InputLayer", "input_layer",
                  "Dense", "dense",
                  "Sequential", "sequential",
                  "Functional", "functional")
              .getOrDefault(layer.type, layer.type);
      int n = used.merge(snake, 1, Integer::sum) - 1;
      if (layer.weights.isEmpty() && layer.inner == null) {
        continue;
      }
      WritableGroup group = all.putGroup(n == 0 ? snake : snake + "_" + n);
      if (layer.inner != null) {
        layer.inner.vars(group);
        continue;
      }
      WritableGroup vars = group.putGroup("vars");
      int place = 0;
      for (Array array : layer.weights.values()) {
        vars.putDataset(Integer.toString(place++), shaped(array));
      }
    }
  }

  /** Nested Java arrays, as the writer of HDF5 wants them. */
  private static Object shaped(Array array) {
    return shaped(array.values, array.shape, 0, new int[] {0});
  }

  private static Object shaped(float[] values, int[] shape, int d, int[] at) {
    Object made =
        java.lang.reflect.Array.newInstance(
            float.class, java.util.Arrays.copyOfRange(shape, d, shape.length));
    for (int i = 0; i < shape[d]; i++) {
      if (d == shape.length - 1) {
        ((float[]) made)[i] = values[at[0]++];
      } else {
        ((Object[]) made)[i] = shaped(values, shape, d + 1, at);
      }
    }
    return made;
  }
}
