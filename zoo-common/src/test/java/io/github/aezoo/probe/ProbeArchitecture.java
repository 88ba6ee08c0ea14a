package io.github.aezoo.probe;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * One hidden layer, for tests.
 *
 * @param input shape of an image, {@code [C, H, W]}
 * @param latentSize values of a code
 * @param keep probability that dropout keeps a value of the hidden layer; 1 for no dropout
 * @param normalised whether batch normalisation follows the hidden layer
 */
public record ProbeArchitecture(Shape input, int latentSize, double keep, boolean normalised)
    implements Architecture {
  private static final int HIDDEN = 12;

  /** Dropout stands for a family's penalty. */
  @Override
  public Optional<Architecture> twin() {
    return keep < 1
        ? Optional.of(new ProbeArchitecture(input, latentSize, 1, normalised))
        : Optional.empty();
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    graph.addLayer(
        "hidden",
        new DenseLayer.Builder().nIn(input.size()).nOut(HIDDEN).activation(Activation.TANH).build(),
        from);
    String last = "hidden";
    if (normalised) {
      graph.addLayer(
          "normal", new BatchNormalization.Builder().nIn(HIDDEN).nOut(HIDDEN).build(), last);
      last = "normal";
    }
    DenseLayer.Builder code =
        new DenseLayer.Builder().nIn(HIDDEN).nOut(latentSize).activation(Activation.IDENTITY);
    if (keep < 1) {
      code.dropOut(keep);
    }
    graph.addLayer(CODE, code.build(), last);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    graph.addLayer(
        RECONSTRUCTION,
        new OutputLayer.Builder(loss.function())
            .nIn(latentSize)
            .nOut(input.size())
            .activation(Activation.SIGMOID)
            .build(),
        from);
  }
}
