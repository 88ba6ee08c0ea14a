package io.github.aezoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.ImageShape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.SyntheticDigits;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.probe.ProbeArchitecture;
import org.junit.jupiter.api.Test;

class AutoencoderTest {
  private static final SyntheticDigits DIGITS = new SyntheticDigits(4, 0, 0, 1);

  private static Autoencoder create(ImageShape shape, int latentSize) {
    Architecture architecture = new ProbeArchitecture(shape, latentSize, 1, false);
    return Autoencoder.create("probe", architecture, Learning.NONE, 1);
  }

  @Test
  void aModelMadeForInferenceIsNotTrained() {
    try (Autoencoder model = create(ImageShape.MNIST, 4)) {
      var before = model.weights();
      assertThatThrownBy(() -> model.fit(DIGITS.iterator(Split.TRAIN, 4, 1), 1))
          .isInstanceOf(ZooException.class)
          .hasMessageContaining("probe was made for inference");
      assertThat(model.weights()).isEqualTo(before);
    }
  }

  @Test
  void aNetworkLargerThanAFileOfWeightsIsRefusedBeforeItIsAllocated() {
    // Codes of 65,536 values, decoded to 3 x 4096 x 4096: 13 TB.
    assertThatThrownBy(() -> create(new ImageShape(3, 4096, 4096), 65_536))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("at most 268,435,456 parameters expected");
  }
}
