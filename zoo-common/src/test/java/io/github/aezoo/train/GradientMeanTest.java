package io.github.aezoo.train;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.step.MeanStep;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A step goes by the mean over the images of its batch. Of the last layer's biases it is known: the
 * derivative of cross-entropy by a logit is the output less the pixel.
 */
@ExtendWith(WithProbe.class)
class GradientMeanTest {
  private static final double RATE = 0.1;

  private static float[] biases(Autoencoder model) {
    return model.weights().get("reconstruction.b").values();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aBatchThatIsNotFullIsDividedByTheImagesThatItHas(int workers) {
    // Five images of sixteen: the epoch's last batch, and its only one.
    Dataset few = new SyntheticDigits(5, 20, 0, 3);
    Trainer trainer =
        new Trainer(Probe.recipe("tiny", "none", 1, Optimizer.Type.SGD, RATE, 0), few, workers);
    INDArray images = Batches.range(few, Split.TRAIN, 0, 5);
    float[] outputs = trainer.model().reconstruct(images).dup('c').data().asFloat();
    float[] before = biases(trainer.model());
    Recorder recorder = new Recorder();
    trainer.run(recorder);
    MeanStep.require(
        RATE,
        before,
        recorder.last().weights().get("reconstruction.b").values(),
        outputs,
        images.dup('c').data().asFloat());
  }
}
