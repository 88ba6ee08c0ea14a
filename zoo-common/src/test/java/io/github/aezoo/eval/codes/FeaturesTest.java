package io.github.aezoo.eval.codes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.probe.ProbeArchitecture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final Shape SHAPE = new Shape(1, 2, 2);

  private static Autoencoder model(float... decoder) {
    Autoencoder model =
        Autoencoder.create("m", new ProbeArchitecture(SHAPE, 3, 1, false), Learning.NONE, 1);
    Map<String, Tensor> weights = model.weights();
    weights.put("reconstruction.W", new Tensor(new long[] {3, 4}, decoder));
    model.setWeights(weights);
    return model;
  }

  @Test
  void tilesAreWeightsByFallingNormAboutMiddleGrey() {
    List<float[]> tiles = Features.of(model(0, 0, 0, 0, 1, -2, 0, 0.5f, 8, 0, 0, 4), 3);
    assertThat(tiles.get(0)).containsExactly(1, 0.5f, 0.5f, 0.75f);
    assertThat(tiles.get(1)).containsExactly(0.75f, 0, 0.5f, 0.625f);
    assertThat(tiles.get(2)).containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
  }

  @Test
  void atMostAsManyAsAskedFor() {
    assertThat(Features.of(model(new float[12]), 2)).hasSize(2);
  }
}
