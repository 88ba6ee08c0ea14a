package io.github.aezoo.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import io.github.aezoo.export.ExportContract;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.ModelFamily;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class SequentialTest extends ExportContract {
  private static final LayerSpec SIGMOID = new LayerSpec.Activation(Nonlinearity.SIGMOID);
  private static final LayerSpec TANH = new LayerSpec.Activation(Nonlinearity.TANH);

  @Override
  protected ModelFamily family() {
    return new Sequential();
  }

  /** Convolution, two dense layers and a transposed convolution, summed by hand. */
  @Override
  protected Map<String, Parameters> parameters() {
    return Map.of(
        "tiny",
        new Parameters(
            (9 * 4 + 4) + (784 * 16 + 16) + (16 * 784 + 784) + (4 * 16 + 1),
            (27 * 4 + 4) + (1024 * 16 + 16) + (16 * 1024 + 1024) + (3 * 4 * 16 + 3)));
  }

  @Override
  protected Map<String, Architecture> gradientCases() {
    Map<String, Architecture> cases = new LinkedHashMap<>();
    cases.put("tiny", family().variants().get(TINY).apply(gradientShape()));
    cases.put("every kind of layer", everyLayer());
    cases.put("rows", rows(SIGMOID));
    return cases;
  }

  @Override
  protected Set<String> withoutPlan() {
    return Set.of("every kind of layer");
  }

  /** Image 1 x 6 x 5. */
  private static SequentialArchitecture everyLayer() {
    return new SequentialArchitecture(
        new Shape(1, 6, 5),
        List.of(
            new LayerSpec.ZeroPadding(new Padding(1, 0, 0, 1)), // 1 x 7 x 6
            new LayerSpec.Convolution(2, new Window(2, 3, 1, 2), 1, new Padding(0, 1, 1, 0)),
            TANH, // 2 x 7 x 3
            new LayerSpec.BatchNormalisation(1e-3, 0.9),
            new LayerSpec.Convolution(3, Window.square(2, 1), 2, new Padding(1, 1, 1, 1)),
            new LayerSpec.AveragePooling(Window.square(2, 2), new Padding(0, 1, 0, 1)), // 3 x 4 x 2
            new LayerSpec.MaxPooling(new Window(2, 1, 2, 1), Padding.NONE)), // 3 x 2 x 2
        List.of(
            new LayerSpec.Reshape(2, 2, 3),
            new LayerSpec.TransposedConvolution(
                2, new Window(3, 2, 2, 2), new Padding(1, 0, 0, 1)), // 2 x 4 x 5
            new LayerSpec.Activation(Nonlinearity.LEAKY_RELU, 0.2),
            new LayerSpec.Upsampling(2, 1), // 2 x 8 x 5
            new LayerSpec.Cropping(new Padding(1, 1, 0, 0)),
            new LayerSpec.Convolution(1, Window.square(3, 1), 1, new Padding(1, 1, 1, 1)),
            SIGMOID));
  }

  private static SequentialArchitecture rows(LayerSpec... end) {
    List<LayerSpec> decoder = new java.util.ArrayList<>(List.of(new LayerSpec.Dense(12)));
    decoder.addAll(List.of(end));
    return new SequentialArchitecture(
        new Shape(3, 2, 2),
        List.of(
            new LayerSpec.Flatten(),
            new LayerSpec.Dense(5),
            TANH,
            new LayerSpec.BatchNormalisation(1e-5, 0.9),
            new LayerSpec.Dense(2)),
        decoder);
  }

  @Test
  void aFailureNamesTheInnermostLayerOnce() {
    Runnable failing =
        () -> {
          throw new ZooException("two sides expected");
        };
    assertThatThrownBy(
            () ->
                LayerChain.within(
                    "all", "Model", () -> LayerChain.within("first", "Conv", failing)))
        .isInstanceOf(LayerException.class)
        .hasMessage("layer 'first' (Conv): two sides expected");
  }

  @Test
  void parametersAreThoseOfTheNetwork() {
    for (SequentialArchitecture architecture : List.of(everyLayer(), rows(SIGMOID))) {
      try (Autoencoder model = Autoencoder.create("x", architecture, Learning.NONE, 1)) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        model.weights().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        assertThat(architecture.parameters().keySet()).isEqualTo(shapes.keySet());
        shapes.forEach(
            (name, shape) ->
                assertThat(architecture.parameters().get(name)).as(name).isEqualTo(shape));
      }
    }
  }

  @Test
  void anEndWithoutSigmoidGivesWhatTheNetworkDoes() {
    Architecture linear = rows();
    checkGradient("linear", linear, Loss.SQUARED_ERROR);
    checkGradient("linear", linear, Loss.ABSOLUTE_ERROR);
    try (Autoencoder model = Autoencoder.create("linear", linear, Learning.NONE, 1)) {
      INDArray w = model.network().getParam("decoder-1_W");
      w.muli(100);
      INDArray out = model.reconstruct(Nd4j.rand(linear.input().batch(20)));
      assertThat(out.minNumber().doubleValue()).isLessThan(-1);
      assertThat(out.maxNumber().doubleValue()).isGreaterThan(2);
    }
    assertThatThrownBy(() -> linear.network(new Learning(Loss.BCE, new Sgd(0.1), 0), 1))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("squared-error");
  }

  @Test
  void layersThatDoNotFitAreNamed() {
    Shape image = new Shape(1, 4, 4);
    LayerSpec dense = new LayerSpec.Dense(16);
    LayerSpec flat = new LayerSpec.Flatten();
    assertThatThrownBy(() -> new SequentialArchitecture(image, List.of(dense), List.of()))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("encoder-1")
        .hasMessageContaining("flatten");
    assertThatThrownBy(
            () -> new SequentialArchitecture(image, List.of(flat), List.of(new LayerSpec.Dense(9))))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("gives 9");
    assertThatThrownBy(
            () ->
                new SequentialArchitecture(
                    image,
                    List.of(new LayerSpec.Upsampling(64, 64), new LayerSpec.Upsampling(64, 64)),
                    List.of()))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("encoder-2")
        .hasMessageContaining("at most");
  }
}
