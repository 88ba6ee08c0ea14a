package io.github.aezoo.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.SyntheticDigits;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Zoo;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The README's lines of Java, so that they stay true. */
class ReadmeExampleTest {
  @Test
  void fiveLinesOfJavaReconstructDigits() {
    try (Autoencoder model = Zoo.load("undercomplete-deep.mnist.v1")) {
      INDArray images = Batches.range(new SyntheticDigits(), Split.TEST, 0, 10);
      INDArray codes = model.encode(images);
      INDArray reconstructions = model.decode(codes);
      assertThat(codes.shape()).containsExactly(10, 32);
      assertThat(reconstructions.shape()).containsExactly(10, 1, 28, 28);
      // Far below the error of the mean image, 0.065.
      assertThat(Arrays.stream(model.reconstructionErrors(images)).max().orElseThrow())
          .isLessThan(0.03);
    }
  }
}
