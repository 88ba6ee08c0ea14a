package io.github.aezoo.sequential.dl4j;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.Images;
import io.github.aezoo.sequential.LayerChain;
import io.github.aezoo.sequential.LayerException;
import io.github.aezoo.sequential.LayerSpec;
import io.github.aezoo.zoo.imports.ImportedModel;
import io.github.aezoo.zoo.imports.ModelReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The layers of a MultiLayerNetwork or of a ComputationGraph without branches, as a JSON tree. */
final class Dl4jConfiguration {
  private static final String VERTEX = "org.deeplearning4j.nn.conf.graph.LayerVertex";
  private static final String PREPROCESSORS = "org.deeplearning4j.nn.conf.preprocessor.";
  private static final String TO_MAPS = PREPROCESSORS + "FeedForwardToCnnPreProcessor";
  private static final String TO_ROW = PREPROCESSORS + "CnnToFeedForwardPreProcessor";

  private static final Pattern KNOWN =
      Pattern.compile("(org\\.deeplearning4j|org\\.nd4j|io\\.github\\.aezoo)\\.[A-Za-z0-9_.$]+");

  private final List<Dl4jLayer> layers;

  Dl4jConfiguration(byte[] json) {
    JsonNode root = Json.read(json, JsonNode.class, "configuration.json");
    requireKnownPlaces(root);
    layers = root.has("confs") ? ofLayers(root) : ofGraph(root);
    if (layers.isEmpty()) {
      throw new ZooException("configuration.json: layers expected; it has none");
    }
  }

  /** Nothing of these classes is loaded; a file that names others is no work of DL4J's alone. */
  private static void requireKnownPlaces(JsonNode root) {
    JsonNode name = root.get("@class");
    if (name != null && !KNOWN.matcher(name.asText()).matches()) {
      throw new ZooException(
          "configuration.json: classes of Deeplearning4j expected; got '%s'"
              .formatted(name.asText().replaceAll("[^ -~]", "?")));
    }
    for (JsonNode value : root) {
      if (value.isContainerNode()) {
        requireKnownPlaces(value);
      }
    }
  }

  private static List<Dl4jLayer> ofLayers(JsonNode root) {
    List<Dl4jLayer> layers = new ArrayList<>();
    JsonNode before = root.path("inputPreProcessors");
    int i = 0;
    for (JsonNode conf : root.path("confs")) {
      JsonNode layer = conf.path("layer");
      layers.add(
          new Dl4jLayer(
              layer.path("layerName").asText("layer" + i),
              layer,
              before.path(Integer.toString(i))));
      i++;
    }
    return layers;
  }

  private static List<Dl4jLayer> ofGraph(JsonNode root) {
    JsonNode vertices = root.path("vertices");
    String at = only(root.path("networkInputs"), "networkInputs");
    String end = only(root.path("networkOutputs"), "networkOutputs");
    Map<String, String> takers = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("vertexInputs").properties()) {
      String other = takers.put(only(entry.getValue(), entry.getKey()), entry.getKey());
      if (other != null) {
        throw new ZooException(
            "layers in a row expected; '%s' and '%s' have the same input"
                .formatted(other, entry.getKey()));
      }
    }
    List<Dl4jLayer> layers = new ArrayList<>();
    Set<String> met = new HashSet<>();
    while (!at.equals(end)) {
      at = takers.get(at);
      if (at == null || !met.add(at)) {
        throw new ZooException("layers in a row up to '%s' expected".formatted(end));
      }
      JsonNode vertex = vertices.path(at);
      String type = vertex.path("@class").asText("none");
      if (!type.equals(VERTEX)) {
        throw new ZooException("vertex '%s': a layer expected; got %s".formatted(at, type));
      }
      layers.add(
          new Dl4jLayer(at, vertex.path("layerConf").path("layer"), vertex.path("preProcessor")));
    }
    if (layers.size() != vertices.size()) {
      throw new ZooException(
          "layers in a row expected; %d of %d are on the way"
              .formatted(layers.size(), vertices.size()));
    }
    return layers;
  }

  private static String only(JsonNode list, String what) {
    if (list.size() != 1 || !list.path(0).isTextual()) {
      throw new ZooException("%s: one expected; got %s".formatted(what, list));
    }
    return list.get(0).asText();
  }

  /** The whole with its parameters. */
  ImportedModel model(Coefficients values, ModelReader.Wishes wishes) {
    LayerChain chain = new LayerChain(image(wishes));
    Dl4jLayers known = new Dl4jLayers(chain, values);
    for (int i = 0; i < layers.size(); i++) {
      Dl4jLayer layer = layers.get(i);
      before(layer, chain, i == 0);
      known.add(layer);
    }
    values.requireEnd();
    return chain.finish(wishes.code(), false, Dl4jReader.notAsked());
  }

  private static void before(Dl4jLayer layer, LayerChain chain, boolean first) {
    JsonNode p = layer.before();
    String type = p.path("@class").asText("");
    boolean row = first && layer.type().endsWith(".DenseLayer");
    if (type.equals(TO_ROW) || (type.isEmpty() && row)) {
      if (chain.size().maps()) {
        chain.add(layer.name(), new LayerSpec.Flatten());
      }
    } else if (type.equals(TO_MAPS)) {
      LayerSpec.Reshape maps = maps(p);
      if (!chain.size().equals(maps.after(chain.size()))) {
        chain.add(layer.name(), maps);
      }
    } else if (!type.isEmpty()) {
      throw new LayerException(
          layer.name(), "maps to rows or rows to maps before it expected; got " + type);
    }
  }

  private static LayerSpec.Reshape maps(JsonNode p) {
    return new LayerSpec.Reshape(
        Dl4jLayer.whole(p, "numChannels"),
        Dl4jLayer.whole(p, "inputHeight"),
        Dl4jLayer.whole(p, "inputWidth"));
  }

  private Shape image(ModelReader.Wishes wishes) {
    Dl4jLayer first = layers.get(0);
    if (first.before().path("@class").asText("").equals(TO_MAPS)) {
      LayerSpec.Reshape maps = maps(first.before());
      return Images.agreed(new Shape(maps.channels(), maps.height(), maps.width()), wishes.input());
    }
    if (first.type().endsWith(".DenseLayer")) {
      return Images.ofRow(first.whole("nin"), wishes.input());
    }
    return Images.asked(wishes.input());
  }
}
