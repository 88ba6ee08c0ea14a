package io.github.aezoo.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.DenseStack;
import io.github.aezoo.model.nn.StandardForm;
import io.github.aezoo.model.nn.StandardOperation;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** What is refused; that everything else is translated rightly is checked by families. */
@Tag("engine")
class OnnxPartTest {
  private static final Shape SHAPE = new Shape(1, 2, 2);

  /** Extends a layer of DL4J's and could do anything. */
  private static class Silent extends DenseLayer {
    private static final long serialVersionUID = 1L;

    Silent(Activation activation) {
      setNIn(4);
      setNOut(2);
      setWeightInitFn(WeightInit.XAVIER.getWeightInitFunction());
      setActivationFn(activation.getActivationFunction());
    }
  }

  private static final class Telling extends Silent implements StandardForm {
    private static final long serialVersionUID = 1L;

    Telling(Activation activation) {
      super(activation);
    }

    @Override
    public List<StandardOperation> inUse(InputType input) {
      return List.of(new StandardOperation.Inherited());
    }
  }

  private record OneLayer(DenseLayer layer) implements Architecture {
    @Override
    public Shape input() {
      return SHAPE;
    }

    @Override
    public int latentSize() {
      return 2;
    }

    @Override
    public void addEncoder(GraphBuilder graph, String from) {
      graph.addLayer(CODE, layer.clone(), from);
    }

    @Override
    public void addDecoder(GraphBuilder graph, String from, Loss loss) {
      new DenseStack(SHAPE, List.of()).addDecoder(graph, from, 2, loss);
    }
  }

  private static byte[] encoder(DenseLayer layer) {
    try (Autoencoder model = Autoencoder.create("odd", new OneLayer(layer), Learning.NONE, 1)) {
      return OnnxPart.ENCODER.of(model, Map.of());
    }
  }

  @Test
  void aLayerThatDoesNotSayWhatItDoesIsRefused() {
    assertThatThrownBy(() -> encoder(new Silent(Activation.ELU)))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("layer 'code' cannot be written as ONNX, which has no Silent")
        .hasMessageContaining("StandardForm");
    assertThat(encoder(new Telling(Activation.ELU))).isNotEmpty();
  }

  @Test
  void anActivationThatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> encoder(new Telling(Activation.CUBE)))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("layer 'code'")
        .hasMessageContaining("ActivationCube");
  }
}
