package io.github.aezoo.model.nn;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Loss;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * The convolutional layers that families share, all on {@code [N, C, H, W]} and padded so that a
 * stride alone changes the size.
 */
public final class ConvLayers {
  private static final int MAX_FILTERS = 4096;
  private static final int MAX_DEPTH = 8;

  private ConvLayers() {}

  /**
   * Variances of what DL4J's batch normalisation keeps: deviations' logarithms to the base of 10.
   */
  public static float[] variance(float[] logarithms) {
    float[] variance = new float[logarithms.length];
    for (int i = 0; i < variance.length; i++) {
      variance[i] = (float) Math.pow(10, 2.0 * logarithms[i]);
    }
    return variance;
  }

  /** What a graph of convolutions takes: {@code [N, C, H, W]}. */
  public static InputType inputType(Shape input) {
    return InputType.convolutional(
        input.height(), input.width(), input.channels(), CNN2DFormat.NCHW);
  }

  /** A layer {@code [N, in, H, W] -> [N, out, H / stride, W / stride]}. */
  public static ConvolutionLayer convolution(
      int in, int out, int kernel, int stride, Activation activation) {
    return new PatchConvolution(
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .convolutionMode(ConvolutionMode.Same)
            .dataFormat(CNN2DFormat.NCHW)
            .nIn(in)
            .nOut(out)
            .weightInit(WeightInit.XAVIER)
            .activation(activation));
  }

  /** A layer {@code [N, in, H, W] -> [N, out, stride H, stride W]}. */
  public static Deconvolution2D transposed(
      int in, int out, int kernel, int stride, Activation activation) {
    return new PatchDeconvolution(
        new Deconvolution2D.Builder(kernel, kernel)
            .stride(stride, stride)
            .convolutionMode(ConvolutionMode.Same)
            .dataFormat(CNN2DFormat.NCHW)
            .nIn(in)
            .nOut(out)
            .weightInit(WeightInit.XAVIER)
            .activation(activation));
  }

  /**
   * A layer {@code [N, C, H, W] -> [N, C, H / 2, W / 2]}: the largest of four values; sides that
   * are odd round up.
   */
  public static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .convolutionMode(ConvolutionMode.Same)
        .dataFormat(CNN2DFormat.NCHW)
        .build();
  }

  /** A layer {@code [N, C, H, W] -> [N, C, 2 H, 2 W]}: every value four times. */
  public static Upsampling2D doubling() {
    return new Upsampling2D.Builder(2).dataFormat(CNN2DFormat.NCHW).build();
  }

  /**
   * Adds {@code x + conv(ELU(conv(x)))} with kernels 3 x 3 (He, Zhang, Ren and Sun 2016, <a
   * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>), {@code [N, filters, H, W]}.
   *
   * @param normalised whether the inner x is normalised over the batch (Ioffe and Szegedy 2015, <a
   *     href="https://arxiv.org/abs/1502.03167">arXiv:1502.03167</a>)
   * @return the name of the vertex that carries the sum
   */
  public static String addResidualBlock(
      GraphBuilder graph, String name, String from, int filters, boolean normalised) {
    String inner = from;
    if (normalised) {
      inner = name + "-normal";
      graph.addLayer(
          inner, new BatchNormalization.Builder().nIn(filters).nOut(filters).build(), from);
    }
    graph
        .addLayer(name + "-a", convolution(filters, filters, 3, 1, Activation.ELU), inner)
        .addLayer(
            name + "-b", convolution(filters, filters, 3, 1, Activation.IDENTITY), name + "-a")
        .addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), from, name + "-b");
    return name;
  }

  /**
   * The output layer: logits {@code [N, C, H, W]} to pixels.
   *
   * <p>In NCHW only: in NHWC the score of DL4J's layer is too small by a factor of W.
   */
  public static CnnLossLayer output(Loss loss) {
    return new CnnLossLayer.Builder(loss.function())
        .format(CNN2DFormat.NCHW)
        .activation(Activation.SIGMOID)
        .build();
  }

  /**
   * Checks a number of feature maps.
   *
   * @param key the component that it came from, for the message
   */
  public static void requireFilters(String key, int filters) {
    if (filters < 1 || filters > MAX_FILTERS) {
      throw new ZooException(
          "key '%s': 1 to %d expected; got %d".formatted(key, MAX_FILTERS, filters));
    }
  }

  /**
   * Checks the feature maps of convolutions that follow each other, the key {@code filters}.
   *
   * @param filters 1 to 8 of them; null counts as none
   * @return a copy that does not change
   */
  public static List<Integer> requireFilters(List<Integer> filters) {
    List<Integer> copy = filters == null ? List.of() : List.copyOf(filters);
    if (copy.isEmpty() || copy.size() > MAX_DEPTH) {
      throw new ZooException(
          "key 'filters': 1 to %d convolutions expected; got %d".formatted(MAX_DEPTH, copy.size()));
    }
    copy.forEach(maps -> requireFilters("filters", maps));
    return copy;
  }

  /**
   * Checks that an image can be halved a number of times.
   *
   * @throws ZooException naming the nearest sizes when it cannot
   */
  public static void requireHalving(Shape input, int times) {
    if (input == null) {
      throw new ZooException("key 'input' is missing: the shape of an image");
    }
    int step = 1 << times;
    if (input.height() % step != 0 || input.width() % step != 0) {
      throw new ZooException(
          "images are halved %d times, so height and width must be divisible by %d; got %s: resize the"
                  .formatted(times, step, input)
              + " images to %s x %s (a folder of them: size=%dx%d)"
                  .formatted(
                      nearest(input.height(), step),
                      nearest(input.width(), step),
                      above(input.height(), step),
                      above(input.width(), step)));
    }
  }

  private static int above(int size, int step) {
    return (size + step - 1) / step * step;
  }

  /** The allowed sizes beside one that may not be allowed, as a message says them. */
  private static String nearest(int size, int step) {
    int below = size / step * step;
    if (below == size) {
      return Integer.toString(size);
    }
    return below == 0 ? Integer.toString(step) : "(" + below + " or " + (below + step) + ")";
  }
}
