package io.github.aezoo.model;

import io.github.aezoo.data.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The structure of an autoencoder: typed hyper-parameters that know how to add an encoder and a
 * decoder to a DL4J graph.
 *
 * <p>Implementations are records, validated in their compact constructor, and pure: the same
 * arguments give the same network. Jackson writes and reads them by their components.
 */
public interface Architecture {
  /** The vertex that takes images. */
  String INPUT = "input";

  /** The vertex whose activations are the code, {@code [N, latentSize]}. */
  String CODE = "code";

  /** The vertex whose activations are the reconstruction. */
  String RECONSTRUCTION = "reconstruction";

  /** The shape {@code [C, H, W]} of one image. */
  Shape input();

  /** How many values a code has. */
  int latentSize();

  /** What the graph's input looks like: {@code [N, C * H * W]} unless an architecture convolves. */
  default InputType inputType() {
    return InputType.feedForward(input().size());
  }

  /** Images {@code [N, C, H, W]} as the graph takes them, without a copy where that can be. */
  default INDArray laidOut(INDArray images) {
    boolean convolves = inputType().getType() == InputType.Type.CNN;
    return convolves ? images : images.reshape('c', images.size(0), input().size());
  }

  /**
   * Whether codes were trained to follow N(0, I), so that decoding a draw from it makes an image.
   */
  default boolean generates() {
    return false;
  }

  /**
   * Whether reconstructions may have any value; otherwise they are in [0, 1], as pixels are. Such a
   * network learns by squared or absolute error.
   */
  default boolean linear() {
    return false;
  }

  /**
   * The same network for images of another shape, when the weights do not depend on it, as those of
   * convolutions do not; empty otherwise.
   *
   * @throws io.github.aezoo.io.ZooException when the network cannot take the shape
   */
  default Optional<Architecture> at(Shape shape) {
    return Optional.empty();
  }

  /**
   * The same network without what its family adds to the loss: what a penalty is measured against.
   * Empty when nothing is added.
   */
  default Optional<Architecture> twin() {
    return Optional.empty();
  }

  /**
   * Adds layers that lead from a vertex to {@link #CODE}.
   *
   * @param from the vertex that carries the image
   */
  void addEncoder(GraphBuilder graph, String from);

  /**
   * Adds layers that lead from a vertex to {@link #RECONSTRUCTION}, an output layer with pixels in
   * [0, 1], or values of any size when {@link #linear}.
   *
   * @param from the vertex that carries the code
   * @param loss what the output layer minimises
   */
  void addDecoder(GraphBuilder graph, String from, Loss loss);

  /** The whole network, ready to be trained. */
  default ComputationGraphConfiguration network(Learning learning, long seed) {
    GraphBuilder graph = builder(learning, seed).addInputs(INPUT);
    addEncoder(graph, INPUT);
    addDecoder(graph, CODE, learning.loss());
    ComputationGraphConfiguration network =
        graph.setOutputs(RECONSTRUCTION).setInputTypes(inputType()).build();
    network.getVertices().values().forEach(Architecture::regularizeOnce);
    return network;
  }

  /** DL4J adds the regularization of all layers to each of them twice. */
  private static void regularizeOnce(GraphVertex vertex) {
    if (vertex instanceof LayerVertex layer
        && layer.getLayerConf().getLayer() instanceof BaseLayer settings
        && settings.getRegularization() != null) {
      settings.setRegularization(
          new ArrayList<>(new LinkedHashSet<>(settings.getRegularization())));
    }
  }

  /** The encoder alone: images to codes. */
  default ComputationGraphConfiguration encoder() {
    GraphBuilder graph = builder(Learning.NONE, 0).addInputs(INPUT);
    addEncoder(graph, INPUT);
    return graph.setOutputs(CODE).setInputTypes(inputType()).build();
  }

  /** The decoder alone: codes to images. */
  default ComputationGraphConfiguration decoder() {
    GraphBuilder graph = builder(Learning.NONE, 0).addInputs(CODE);
    addDecoder(graph, CODE, Learning.NONE.loss());
    return graph
        .setOutputs(RECONSTRUCTION)
        .setInputTypes(InputType.feedForward(latentSize()))
        .build();
  }

  private static GraphBuilder builder(Learning learning, long seed) {
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .updater(learning.updater());
    if (learning.weightDecay() > 0) {
      builder.weightDecay(learning.weightDecay());
    }
    return builder.graphBuilder();
  }
}
