package io.github.aezoo.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** DL4J's own layers are the oracle of ours. */
@Tag("engine")
class PatchLayerTest {
  /** What a layer is made of; {@code size} is the height, the width is one more. */
  record Case(boolean transposed, int kernel, int stride, int size, int in, int out, int n) {
    static Case of(boolean transposed, int kernel, int stride, int size, int... inOutN) {
      return new Case(transposed, kernel, stride, size, inOutN[0], inOutN[1], inOutN[2]);
    }

    Layer layer(boolean ours) {
      return layer(ours, Activation.ELU);
    }

    Layer layer(boolean ours, Activation activation) {
      if (transposed) {
        Deconvolution2D.Builder builder =
            new Deconvolution2D.Builder(kernel, kernel)
                .stride(stride, stride)
                .convolutionMode(ConvolutionMode.Same)
                .nIn(in)
                .nOut(out)
                .activation(activation);
        return ours ? new PatchDeconvolution(builder) : builder.build();
      }
      ConvolutionLayer.Builder builder =
          new ConvolutionLayer.Builder(kernel, kernel)
              .stride(stride, stride)
              .convolutionMode(ConvolutionMode.Same)
              .nIn(in)
              .nOut(out)
              .activation(activation);
      return ours ? new PatchConvolution(builder) : builder.build();
    }
  }

  /** Output, weight gradient, bias gradient, input gradient. */
  record Pass(INDArray output, INDArray weight, INDArray bias, INDArray input) {
    List<INDArray> all() {
      return List.of(output, weight, bias, input);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    int[][] channels = {{1, 3, 5}, {3, 2, 1}, {8, 2, 5}, {2, 7, 1}};
    for (boolean transposed : new boolean[] {false, true}) {
      for (int kernel = 1; kernel <= 5; kernel++) {
        for (int stride : new int[] {1, 2, 4}) {
          // DL4J refuses strides that leave out rows of the image.
          if (stride <= kernel + 1) {
            for (int i = 0; i < channels.length; i++) {
              cases.add(Case.of(transposed, kernel, stride, 7 + (i + kernel) % 2, channels[i]));
            }
          }
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheStockLayerInDouble(Case c) {
    assertThat(worst(c, DataType.DOUBLE)).isLessThan(1e-10);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheStockLayerInFloat(Case c) {
    assertThat(worst(c, DataType.FLOAT)).isLessThan(1e-4);
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"RELU", "ELU", "IDENTITY", "SIGMOID", "TANH", "LEAKYRELU", "SWISH"})
  void activationsEqualThoseOfTheStockLayer(Activation activation) {
    for (boolean transposed : new boolean[] {false, true}) {
      Case c = Case.of(transposed, 3, 2, 7, 2, 3, 4);
      assertThat(worst(c, DataType.DOUBLE, c.layer(false, activation), c.layer(true, activation)))
          .isLessThan(1e-10);
    }
  }

  @Test
  void batchesOfSeveralBlocksEqualTheStockLayer() {
    // 31 x 32 places with 4 x 4 x 16 values: one image is almost a block.
    for (boolean transposed : new boolean[] {false, true}) {
      assertThat(worst(Case.of(transposed, 4, 1, 31, 16, 6, 3), DataType.DOUBLE)).isLessThan(1e-10);
      assertThat(worst(Case.of(transposed, 3, 1, 31, 16, 2, 4), DataType.DOUBLE)).isLessThan(1e-10);
      assertThat(worst(Case.of(transposed, 3, 2, 31, 20, 50, 9), DataType.DOUBLE))
          .isLessThan(1e-10);
    }
  }

  private static double worst(Case c, DataType type) {
    return worst(c, type, c.layer(false), c.layer(true));
  }

  private static double worst(Case c, DataType type, Layer stockLayer, Layer ourLayer) {
    MultiLayerNetwork stock = network(type, 7, stockLayer);
    MultiLayerNetwork ours = network(type, 8, ourLayer);
    // Biases that are 0 would hide mistakes.
    stock.params().addi(noise(type, 3, stock.params().shape()).muli(0.1));
    ours.setParams(stock.params().dup());
    INDArray x = noise(type, 1, c.n, c.in, c.size, c.size + 1);
    List<INDArray> expected = pass(stock, x).all();
    List<INDArray> came = pass(ours, x).all();
    double worst = 0;
    for (int i = 0; i < expected.size(); i++) {
      assertThat(came.get(i).shape()).isEqualTo(expected.get(i).shape());
      double scale = Math.max(1e-3, expected.get(i).amaxNumber().doubleValue());
      double difference = expected.get(i).sub(came.get(i)).amaxNumber().doubleValue();
      worst = Math.max(worst, difference / scale);
    }
    return worst;
  }

  private static Pass pass(MultiLayerNetwork network, INDArray x) {
    org.deeplearning4j.nn.api.Layer layer = network.getLayer(0);
    INDArray gradient = Nd4j.create(x.dataType(), 1, network.numParams());
    layer.setBackpropGradientsViewArray(gradient);
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    layer.setInput(x, none);
    INDArray output = layer.activate(true, none).dup('c');
    INDArray epsilon = noise(x.dataType(), 2, output.shape());
    Pair<org.deeplearning4j.nn.gradient.Gradient, INDArray> back =
        layer.backpropGradient(epsilon, none);
    return new Pass(
        output,
        back.getFirst().getGradientFor("W").dup('c'),
        back.getFirst().getGradientFor("b").dup('c'),
        back.getSecond().dup('c'));
  }

  private static MultiLayerNetwork network(DataType type, long seed, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(seed).dataType(type).updater(new NoOp()).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static INDArray noise(DataType type, long seed, long... shape) {
    long n = 1;
    for (long d : shape) {
      n *= d;
    }
    return Nd4j.createFromArray(new Random(seed).doubles(n, -1, 1).toArray())
        .castTo(type)
        .reshape('c', shape);
  }

  private static Layer loss() {
    return new CnnLossLayer.Builder(new LossMSE()).activation(Activation.SIGMOID).build();
  }

  private static MultiLayerNetwork autoencoder(boolean ours, DataType type) {
    return network(
        type,
        5,
        Case.of(false, 3, 1, 8, 1, 4, 0).layer(ours),
        Case.of(false, 4, 2, 8, 4, 3, 0).layer(ours, Activation.TANH),
        Case.of(true, 4, 2, 4, 3, 5, 0).layer(ours),
        Case.of(false, 3, 1, 8, 5, 1, 0).layer(ours, Activation.IDENTITY),
        loss());
  }

  @Test
  void seedsGiveTheWeightsOfStockLayers() {
    assertThat(autoencoder(true, DataType.FLOAT).params())
        .isEqualTo(autoencoder(false, DataType.FLOAT).params());
  }

  @Test
  void batchesOfOtherSizesMayFollowEachOther() {
    MultiLayerNetwork stock = autoencoder(false, DataType.DOUBLE);
    MultiLayerNetwork ours = autoencoder(true, DataType.DOUBLE);
    int[][] sizes = {{5, 8, 8}, {2, 8, 8}, {5, 12, 8}, {7, 8, 8}};
    for (int[] s : sizes) {
      INDArray x = noise(DataType.DOUBLE, 3, s[0], 1, s[1], s[2]);
      for (MultiLayerNetwork network : List.of(stock, ours)) {
        network.setInput(x);
        network.setLabels(x);
        network.computeGradientAndScore();
      }
      close(ours.getFlattenedGradients(), stock.getFlattenedGradients());
      INDArray other = noise(DataType.DOUBLE, 4, s[0] + 1, 1, s[1], s[2]);
      close(ours.output(other), stock.output(other));
    }
  }

  @Test
  void fittingEqualsThatOfStockLayers() {
    MultiLayerNetwork stock = autoencoder(false, DataType.DOUBLE);
    MultiLayerNetwork ours = autoencoder(true, DataType.DOUBLE);
    INDArray x = noise(DataType.DOUBLE, 3, 4, 1, 8, 8);
    for (int i = 0; i < 3; i++) {
      stock.fit(new DataSet(x, x));
      ours.fit(new DataSet(x, x));
    }
    close(ours.params(), stock.params());
  }

  private static void close(INDArray came, INDArray expected) {
    assertThat(came.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-10);
  }

  @Test
  void gradientsAreThoseOfDifferences() {
    MultiLayerNetwork network = autoencoder(true, DataType.DOUBLE);
    INDArray x = noise(DataType.DOUBLE, 3, 2, 1, 8, 8);
    assertThat(differences(network, x, 1)).isLessThan(1e-4);
    assertThat(differences(network, x, 1.05)).isGreaterThan(1e-2);
  }

  private static double differences(MultiLayerNetwork network, INDArray x, double scale) {
    INDArray parameters = network.params();
    score(network, x);
    INDArray gradient = network.getFlattenedGradients().dup();
    double worst = 0;
    for (long i = 0; i < parameters.length(); i += 3) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + 1e-5);
      double up = score(network, x);
      parameters.putScalar(i, value - 1e-5);
      double down = score(network, x);
      parameters.putScalar(i, value);
      // The gradient is a sum over images, the score is a mean.
      double analytic = scale * gradient.getDouble(i) / x.size(0);
      double numeric = (up - down) / 2e-5;
      double error = Math.abs(analytic - numeric) / (Math.abs(analytic) + Math.abs(numeric) + 1e-6);
      worst = Math.max(worst, error);
    }
    return worst;
  }

  private static double score(MultiLayerNetwork network, INDArray x) {
    network.setInput(x);
    network.setLabels(x);
    network.computeGradientAndScore();
    return network.score();
  }

  @Test
  void configurationsSurviveJson() {
    MultiLayerConfiguration conf = autoencoder(true, DataType.FLOAT).getLayerWiseConfigurations();
    MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(conf.toJson());
    assertThat(read).isEqualTo(conf);
    assertThat(read.getConf(0).getLayer()).isInstanceOf(PatchConvolution.class);
    assertThat(read.getConf(2).getLayer()).isInstanceOf(PatchDeconvolution.class);
    assertThat(conf.clone()).isEqualTo(conf);
  }

  @Test
  void layersEqualThoseOfTheSameKindAlone() {
    Case c = Case.of(false, 3, 1, 8, 1, 4, 0);
    assertThat(c.layer(true)).isEqualTo(c.layer(true)).hasSameHashCodeAs(c.layer(true));
    assertThat(c.layer(true)).isNotEqualTo(c.layer(false));
    assertThat(c.layer(false)).isNotEqualTo(c.layer(true));
    assertThat(c.layer(true)).isNotEqualTo(Case.of(false, 3, 2, 8, 1, 4, 0).layer(true));
  }

  @Test
  void dropoutOnTheInputReachesOutputAndGradient() {
    List<Pass> passes = new ArrayList<>();
    for (boolean ours : new boolean[] {false, true}) {
      Layer layer = Case.of(false, 3, 1, 8, 2, 4, 3).layer(ours);
      layer.setIDropout(new Dropout(0.5));
      MultiLayerNetwork network = network(DataType.DOUBLE, 7, layer);
      Nd4j.getRandom().setSeed(11);
      passes.add(pass(network, noise(DataType.DOUBLE, 1, 3, 2, 8, 9)));
    }
    for (int i = 0; i < 4; i++) {
      close(passes.get(1).all().get(i), passes.get(0).all().get(i));
    }
    assertThat(passes.get(1).input().eq(0).castTo(DataType.DOUBLE).meanNumber().doubleValue())
        .isBetween(0.3, 0.7);
  }

  @Test
  void whatIsNotSupportedIsRefused() {
    Layer truncating = new PatchConvolution(new ConvolutionLayer.Builder(3, 3).nIn(1).nOut(1));
    assertThatThrownBy(() -> network(DataType.FLOAT, 1, truncating))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ConvolutionMode.Same");
    Layer oblong =
        new PatchDeconvolution(
            new Deconvolution2D.Builder(3, 2).convolutionMode(ConvolutionMode.Same).nIn(1).nOut(1));
    assertThatThrownBy(() -> network(DataType.FLOAT, 1, oblong))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("square kernels");
  }
}
