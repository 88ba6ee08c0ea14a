package io.github.aezoo.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.image.ImageFiles;
import io.github.aezoo.eval.Restoration.Fit;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ConvLayers;
import io.github.aezoo.probe.ProbeArchitecture;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

class RestorationTest {
  /** Blocks of 4 x 4 to two maps and back: takes any multiple of 4, and blocks are independent. */
  private record Blocks(Shape input) implements Architecture {
    Blocks {
      ConvLayers.requireHalving(input, 2);
    }

    @Override
    public int latentSize() {
      return input.height() * input.width() / 8;
    }

    @Override
    public InputType inputType() {
      return ConvLayers.inputType(input);
    }

    @Override
    public Optional<Architecture> at(Shape shape) {
      return Optional.of(new Blocks(shape));
    }

    @Override
    public void addEncoder(GraphBuilder graph, String from) {
      graph.addLayer(
          CODE, ConvLayers.convolution(input.channels(), 2, 4, 4, Activation.TANH), from);
    }

    @Override
    public void addDecoder(GraphBuilder graph, String from, Loss loss) {
      graph
          .addLayer(
              "logits", ConvLayers.transposed(2, input.channels(), 4, 4, Activation.IDENTITY), from)
          .addLayer(RECONSTRUCTION, ConvLayers.output(loss), "logits");
    }
  }

  private static Autoencoder blocks(int channels) {
    Shape shape = new Shape(channels, 28, 28);
    return Autoencoder.create("blocks", new Blocks(shape), Learning.NONE, 5);
  }

  private static Autoencoder dense() {
    Shape shape = new Shape(1, 6, 5);
    return Autoencoder.create("dense", new ProbeArchitecture(shape, 3, 1, false), Learning.NONE, 5);
  }

  private static float[] noise(Shape shape) {
    SplittableRandom random = new SplittableRandom(3);
    float[] image = new float[shape.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextInt(256) / 255f;
    }
    return image;
  }

  private static float[] plain(Autoencoder model, float[] image, Shape shape) {
    try (Autoencoder sized =
        Autoencoder.of("plain", model.architecture().at(shape).orElseThrow(), model.weights())) {
      return sized.reconstruct(Batches.array(image.clone(), shape, 1)).dup('c').data().asFloat();
    }
  }

  private static void assertSame(float[] got, float[] expected) {
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({"28,28", "4,4", "64,48", "600,40", "1040,524"})
  void wholeOnAnExactMultipleIsThePlainReconstruction(int height, int width) {
    Shape shape = new Shape(1, height, width);
    float[] image = noise(shape);
    try (Autoencoder model = blocks(1);
        Restoration restoration = new Restoration(model, Fit.WHOLE)) {
      assertThat(Restoration.standard(model.architecture())).isEqualTo(Fit.WHOLE);
      assertSame(restoration.restore(image, shape), plain(model, image, shape));
      assertThat(image).isEqualTo(noise(shape));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "27,31", "61,45"})
  void otherSizesArePaddedByTheirEdgesAndCropped(int height, int width) {
    Shape shape = new Shape(1, height, width);
    Shape padded = new Shape(1, (height + 3) / 4 * 4, (width + 3) / 4 * 4);
    float[] image = noise(shape);
    float[] input = new float[padded.size()];
    for (int y = 0; y < padded.height(); y++) {
      for (int x = 0; x < padded.width(); x++) {
        input[y * padded.width() + x] =
            image[Math.min(y, height - 1) * width + Math.min(x, width - 1)];
      }
    }
    try (Autoencoder model = blocks(1);
        Restoration restoration = new Restoration(model, Fit.WHOLE)) {
      float[] expected = plain(model, input, padded);
      float[] got = restoration.restore(image, shape);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          assertThat(got[y * width + x]).isCloseTo(expected[y * padded.width() + x], within(1e-5f));
        }
      }
    }
  }

  @Test
  void aGreyModelRepairsEachChannel() {
    Shape grey = new Shape(1, 8, 12);
    Shape colour = new Shape(3, 8, 12);
    float[] image = noise(colour);
    try (Autoencoder model = blocks(1);
        Restoration restoration = new Restoration(model, Fit.WHOLE)) {
      float[] got = restoration.restore(image, colour);
      for (int c = 0; c < 3; c++) {
        float[] channel = Arrays.copyOfRange(image, c * 96, (c + 1) * 96);
        assertSame(Arrays.copyOfRange(got, c * 96, (c + 1) * 96), plain(model, channel, grey));
      }
    }
  }

  @Test
  void aColourModelRepairsGreyAsTheMeanOfItsChannels() {
    Shape grey = new Shape(1, 8, 12);
    Shape colour = new Shape(3, 8, 12);
    float[] image = noise(grey);
    float[] repeated = new float[3 * 96];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = image[i % 96];
    }
    try (Autoencoder model = blocks(3);
        Restoration restoration = new Restoration(model, Fit.WHOLE)) {
      float[] colours = plain(model, repeated, colour);
      float[] expected = new float[96];
      for (int i = 0; i < 96; i++) {
        expected[i] = (colours[i] + colours[96 + i] + colours[192 + i]) / 3;
      }
      assertSame(restoration.restore(image, grey), expected);
    }
  }

  @Test
  void aNetworkOfOneSizeWorksByTilesAndByResizing() {
    Shape own = new Shape(1, 6, 5);
    float[] image = noise(own);
    try (Autoencoder model = dense()) {
      assertThat(Restoration.standard(model.architecture())).isEqualTo(Fit.TILE);
      float[] expected =
          model.reconstruct(Batches.array(image.clone(), own, 1)).dup('c').data().asFloat();
      for (Fit fit : new Fit[] {Fit.TILE, Fit.RESIZE}) {
        try (Restoration restoration = new Restoration(model, fit)) {
          assertSame(restoration.restore(image, own), expected);
          Shape other = new Shape(3, 17, 2);
          float[] got = restoration.restore(noise(other), other);
          assertThat(got).hasSize(3 * 17 * 2);
          for (float value : got) {
            assertThat(value).isBetween(0f, 1f);
          }
        }
      }
      assertThatThrownBy(() -> new Restoration(model, Fit.WHOLE))
          .isInstanceOf(ZooException.class)
          .hasMessageContaining("dense takes only images [1, 6, 5]")
          .hasMessageContaining("tile or resize");
    }
  }

  @Test
  void resizingKeepsWhatIsFlatAndIsTheIdentityAtOneSize() {
    Shape from = new Shape(3, 7, 11);
    float[] image = noise(from);
    assertSame(ImageFiles.resized(image, from, from), image);
    float[] flat = new float[from.size()];
    Arrays.fill(flat, 0.3f);
    for (float value : ImageFiles.resized(flat, from, new Shape(3, 20, 3))) {
      assertThat(value).isCloseTo(0.3f, within(1e-6f));
    }
    // Dark above, light below: rows and columns are not mixed up.
    Shape two = new Shape(1, 2, 1);
    float[] tall = ImageFiles.resized(new float[] {0, 1}, two, new Shape(1, 4, 3));
    assertThat(tall[0]).isLessThan(0.2f).isEqualTo(tall[2]);
    assertThat(tall[9]).isGreaterThan(0.8f).isEqualTo(tall[11]);
  }
}
