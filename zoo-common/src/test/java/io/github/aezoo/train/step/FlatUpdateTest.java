package io.github.aezoo.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/** One pass over all parameters does what DL4J's updaters do. */
@Tag("engine")
class FlatUpdateTest {
  private static final int N = 8;

  /** More parameters than a piece has, batch normalisation, and two sizes of states. */
  private static ComputationGraph network(IUpdater updater, double weightDecay, double l2) {
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder().seed(3).updater(updater);
    if (weightDecay > 0) {
      builder.weightDecay(weightDecay);
    }
    if (l2 > 0) {
      builder.l2(l2);
    }
    ComputationGraph graph =
        new ComputationGraph(
            builder
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", dense(70, 60), "in")
                .addLayer("n", new BatchNormalization.Builder().nIn(60).nOut(60).build(), "a")
                .addLayer("b", dense(60, 50), "n")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(new LossL2())
                        .nIn(50)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "b")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static IUpdater updater(UpdateRule rule) {
    return switch (rule) {
      case ADAM -> new Adam(0.002);
      case NADAM -> new Nadam(0.002);
      case SGD -> new Sgd(0.05);
      case NESTEROVS -> new Nesterovs(0.05, 0.9);
      case RMSPROP -> new RmsProp(0.002);
      case NONE -> new NoOp();
    };
  }

  private static FlatUpdate of(ComputationGraph network, INDArray gradient, Map<String, Double> r) {
    return FlatUpdate.of(network, gradient, r).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(value = UpdateRule.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aHundredStepsAreThoseOfDl4j(UpdateRule type) {
    ComputationGraph theirs = network(updater(type), 0.01, 0);
    ComputationGraph ours = network(updater(type), 0.01, 0);
    INDArray gradient = Nd4j.create(ours.numParams());
    FlatUpdate update = of(ours, gradient, Map.of());
    theirs.initGradientsView();
    theirs.setInputs(Nd4j.rand(N, 70));
    theirs.setLabels(Nd4j.rand(N, 3));
    for (int step = 0; step < 100; step++) {
      theirs.computeGradientAndScore();
      INDArray flat = theirs.getFlattenedGradients();
      gradient.assign(flat.reshape(gradient.shape()));
      theirs
          .getUpdater(true)
          .update(theirs.gradient(), step, 0, N, LayerWorkspaceMgr.noWorkspaces());
      theirs.params().subi(flat.reshape(theirs.params().shape()));
      // In pieces as plans give them, and in another order.
      everything(ours, update, step);
      assertThat(ours.params().sub(theirs.params()).amaxNumber().doubleValue())
          .as("%s, step %d", type, step)
          .isLessThan(1e-6);
    }
    INDArray state = theirs.getUpdater(true).getStateViewArray();
    if (state != null && state.length() > 0) {
      INDArray own = ours.getUpdater(true).getStateViewArray();
      assertThat(own.sub(state).amaxNumber().doubleValue()).isLessThan(1e-5);
    }
  }

  private static void everything(ComputationGraph network, FlatUpdate update, int step) {
    var step0 = update.step(N, step, 0);
    network
        .paramTable()
        .forEach(
            (key, values) -> {
              int from = (int) values.offset();
              int count = (int) values.length();
              int half = count / 2;
              step0.at(from + half, count - half);
              step0.at(from, half);
            });
  }

  @Test
  void aRateMultipliesTheStepsOfItsParameterAlone() {
    ComputationGraph whole = network(updater(UpdateRule.ADAM), 0, 0);
    ComputationGraph slow = network(updater(UpdateRule.ADAM), 0, 0);
    INDArray gradient = Nd4j.ones(whole.numParams()).castTo(whole.params().dataType());
    INDArray before = whole.params().dup();
    everything(whole, of(whole, gradient, Map.of()), 0);
    everything(slow, of(slow, gradient, Map.of("a.W", 0.25, "b.W", 0.0)), 0);
    INDArray a = slow.getParam("a_W").sub(whole.getParam("a_W"));
    // Adam's first step is the learning rate: three quarters of it are missing.
    assertThat(a.minNumber().doubleValue()).isBetween(0.00149, 0.00151);
    assertThat(a.maxNumber().doubleValue()).isBetween(0.00149, 0.00151);
    int from = (int) slow.getParam("b_W").offset();
    int count = (int) slow.getParam("b_W").length();
    for (int i = from; i < from + count; i++) {
      assertThat(slow.params().getFloat(i)).isEqualTo(before.getFloat(i));
    }
    assertThat(slow.getParam("out_W")).isEqualTo(whole.getParam("out_W"));
  }

  @Test
  void whatItDoesNotKnowIsLeftToDl4j() {
    INDArray gradient = Nd4j.create(network(new AdaDelta(), 0, 0).numParams());
    assertThat(FlatUpdate.of(network(new AdaDelta(), 0, 0), gradient, Map.of())).isEmpty();
    ComputationGraph l2 = network(updater(UpdateRule.ADAM), 0, 0.1);
    assertThat(FlatUpdate.of(l2, gradient, Map.of())).isEmpty();
  }
}
