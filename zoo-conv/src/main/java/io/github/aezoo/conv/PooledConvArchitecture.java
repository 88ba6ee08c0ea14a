package io.github.aezoo.conv;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ConvLayers;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;

/**
 * Convolutions with pooling, and convolutions with upsampling back; no dense layer, so the code is
 * a small map: the network of the Keras blog, "<a
 * href="https://blog.keras.io/building-autoencoders-in-keras.html">Building Autoencoders in
 * Keras</a>".
 *
 * <pre>
 * input          [N, C, H, W]
 * encoder-1 ..   [N, filters[i], h(i), w(i)]      3 x 3, ELU; h(0) = H
 * pool-1 ..      [N, filters[i], h(i+1), w(i+1)]  2 x 2, maximum; h(i+1) = h(i) / 2, rounded up
 * code           [N, last filters * h(n) * w(n)]
 * decoder-n ..   [N, filters[i], h(i+1), w(i+1)]  3 x 3, ELU
 * up-n ..        [N, filters[i], h(i), w(i)]      every value four times, cropped to the size
 * logits         [N, C, H, W]                     3 x 3
 * reconstruction [N, C, H, W]                     sigmoid
 * </pre>
 *
 * <p>The blog's third convolution has no padding, which brings 16 pixels to 14; here a crop brings
 * 8 to 7, so that other sizes go, too.
 *
 * @param input shape of an image, {@code [C, H, W]}; H and W divisible by 4
 * @param filters feature maps of the encoder's convolutions, outermost first; 1 to 8 of them
 */
public record PooledConvArchitecture(Shape input, List<Integer> filters)
    implements ConvArchitecture {
  private static final int KERNEL = 3;
  private static final int HALVINGS = 2;

  /** Checks the sizes. */
  public PooledConvArchitecture {
    filters = ConvLayers.requireFilters(filters);
    ConvLayers.requireHalving(input, HALVINGS);
  }

  @Override
  public int latentSize() {
    return innermost() * size(input.height(), filters.size()) * size(input.width(), filters.size());
  }

  @Override
  public Optional<Architecture> at(Shape shape) {
    return Optional.of(new PooledConvArchitecture(shape, filters));
  }

  @Override
  public InputType inputType() {
    return ConvLayers.inputType(input);
  }

  private int innermost() {
    return filters.get(filters.size() - 1);
  }

  /** A side after so many poolings, each of which rounds up. */
  private static int size(int side, int poolings) {
    return (side + (1 << poolings) - 1) >> poolings;
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    int in = input.channels();
    String previous = from;
    for (int i = 0; i < filters.size(); i++) {
      String name = "encoder-" + (i + 1);
      String pool = "pool-" + (i + 1);
      graph
          .addLayer(
              name, ConvLayers.convolution(in, filters.get(i), KERNEL, 1, Activation.ELU), previous)
          .addLayer(pool, ConvLayers.pooling(), name);
      previous = pool;
      in = filters.get(i);
    }
    graph.addLayer(
        CODE,
        new ActivationLayer(Activation.IDENTITY),
        new CnnToFeedForwardPreProcessor(
            size(input.height(), filters.size()), size(input.width(), filters.size()), in),
        previous);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    graph.addLayer(
        "decoder-maps",
        new ActivationLayer(Activation.IDENTITY),
        new FeedForwardToCnnPreProcessor(
            size(input.height(), filters.size()), size(input.width(), filters.size()), innermost()),
        from);
    int in = innermost();
    String previous = "decoder-maps";
    for (int i = filters.size() - 1; i >= 0; i--) {
      String name = "decoder-" + (i + 1);
      String up = "up-" + (i + 1);
      graph
          .addLayer(
              name, ConvLayers.convolution(in, filters.get(i), KERNEL, 1, Activation.ELU), previous)
          .addLayer(up, ConvLayers.doubling(), name);
      previous = crop(graph, up, i);
      in = filters.get(i);
    }
    graph
        .addLayer(
            "logits",
            ConvLayers.convolution(in, input.channels(), KERNEL, 1, Activation.IDENTITY),
            previous)
        .addLayer(RECONSTRUCTION, ConvLayers.output(loss), "logits");
  }

  /** Takes away the row and the column that rounding up added. */
  private String crop(GraphBuilder graph, String from, int level) {
    int rows = 2 * size(input.height(), level + 1) - size(input.height(), level);
    int columns = 2 * size(input.width(), level + 1) - size(input.width(), level);
    if (rows == 0 && columns == 0) {
      return from;
    }
    String name = "crop-" + (level + 1);
    graph.addLayer(name, new Cropping2D.Builder(0, rows, 0, columns).build(), from);
    return name;
  }
}
