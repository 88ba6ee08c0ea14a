package io.github.aezoo.sequential;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ConvLayers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Layers in a row: {@code encoder-1 ..}, the code, {@code decoder-1 ..}, the reconstruction.
 *
 * <p>A decoder that ends in a sigmoid leaves it to the output layer. One that ends otherwise gives
 * whatever values its last layer does, and learns by squared or absolute error alone.
 *
 * @param input shape of an image, {@code [C, H, W]}
 * @param encoderLayers the layers from the image to the code, at most 256
 * @param decoderLayers the layers from the code to the image, at most 256; as many values come out
 *     as an image has
 */
public record SequentialArchitecture(
    Shape input, List<LayerSpec> encoderLayers, List<LayerSpec> decoderLayers)
    implements Architecture {
  /** Layers of either part. */
  static final int MAX_LAYERS = 256;

  private static final String ENCODER = "encoder";
  private static final String DECODER = "decoder";

  /** Checks that each layer takes what the one before it gives. */
  public SequentialArchitecture {
    if (input == null) {
      throw new ZooException("key 'input' is missing: the shape of an image");
    }
    encoderLayers = checked("encoderLayers", encoderLayers);
    decoderLayers = checked("decoderLayers", decoderLayers);
    Size out = through(DECODER, decoderLayers, through(ENCODER, encoderLayers, Size.of(input)));
    if (out.values() != input.size() || (out.maps() && !out.equals(Size.of(input)))) {
      throw new ZooException(
          "an output of the same shape as the input, %s, expected; the last layer gives %s"
              .formatted(input, out));
    }
  }

  private static List<LayerSpec> checked(String key, List<LayerSpec> layers) {
    if (layers == null || layers.size() > MAX_LAYERS) {
      throw new ZooException("key '%s': at most %d layers expected".formatted(key, MAX_LAYERS));
    }
    return List.copyOf(layers);
  }

  private static Size through(String part, List<LayerSpec> layers, Size in) {
    Size size = in;
    for (int i = 0; i < layers.size(); i++) {
      try {
        size = layers.get(i).after(size);
      } catch (ZooException e) {
        throw new ZooException("layer %s-%d: %s".formatted(part, i + 1, e.getMessage()), e);
      }
    }
    return size;
  }

  private Size code() {
    return through(ENCODER, encoderLayers, Size.of(input));
  }

  @Override
  public int latentSize() {
    return code().values();
  }

  /** Whether the output layer is a sigmoid, so that any loss fits. */
  public boolean endsInSigmoid() {
    return !decoderLayers.isEmpty()
        && decoderLayers.get(decoderLayers.size() - 1) instanceof LayerSpec.Activation a
        && a.function() == Nonlinearity.SIGMOID;
  }

  @Override
  public InputType inputType() {
    return ConvLayers.inputType(input);
  }

  /** Names and shapes of all weights, as {@link Autoencoder#weights} has them. */
  public Map<String, long[]> parameters() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    Size between = parameters(ENCODER, encoderLayers, Size.of(input), shapes);
    parameters(DECODER, decoderLayers, between, shapes);
    return shapes;
  }

  private static Size parameters(
      String part, List<LayerSpec> layers, Size in, Map<String, long[]> into) {
    Size size = in;
    for (int i = 0; i < layers.size(); i++) {
      String layer = part + "-" + (i + 1);
      layers.get(i).parameters(size).forEach((name, shape) -> into.put(layer + "." + name, shape));
      size = layers.get(i).after(size);
    }
    return size;
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    GraphWriter writer = new GraphWriter(graph, from, Size.of(input), Size.of(input));
    writer.add(ENCODER, encoderLayers);
    writer.code(CODE);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    GraphWriter writer = new GraphWriter(graph, from, code().flat(), code());
    boolean sigmoid = endsInSigmoid();
    writer.add(
        DECODER, sigmoid ? decoderLayers.subList(0, decoderLayers.size() - 1) : decoderLayers);
    writer.output(input, sigmoid, loss);
  }

  @Override
  public ComputationGraphConfiguration network(Learning learning, long seed) {
    if (learning.loss() == Loss.BCE && !learning.equals(Learning.NONE) && !endsInSigmoid()) {
      throw new ZooException(
          "loss bce takes a network that ends in a sigmoid; this one ends in %s: choose squared-error"
              .formatted(
                  decoderLayers.isEmpty()
                      ? "its code"
                      : decoderLayers.get(decoderLayers.size() - 1)));
    }
    return Architecture.super.network(learning, seed);
  }
}
