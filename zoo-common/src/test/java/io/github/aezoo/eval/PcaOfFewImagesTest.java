package io.github.aezoo.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.SyntheticDigits;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Users' folders are small: most of the covariance is a null space then. */
final class PcaOfFewImagesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 12, 28, 36, 60, 100, 200})
  void asManyComponentsAsImagesReconstructThem(int n) {
    SyntheticDigits digits = new SyntheticDigits();
    float[][] pixels = new float[n][];
    for (int i = 0; i < n; i++) {
      pixels[i] = digits.image(Split.TRAIN, i);
    }
    ArrayDataset few = new ArrayDataset("few", digits.shape(), List.of()).with(Split.TRAIN, pixels);
    Pca pca = Pca.fit(few, n);
    INDArray images = Batches.range(few, Split.TRAIN, 0, n);
    INDArray error = pca.decode(pca.encode(images, n)).sub(images);
    assertThat(error.amaxNumber().doubleValue()).isCloseTo(0, within(1e-4));
    assertThat(Arrays.stream(pca.variances()).allMatch(Double::isFinite)).isTrue();
  }
}
