package io.github.aezoo.sequential.keras;

import static io.github.aezoo.sequential.keras.KerasFile.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Loss;
import io.github.aezoo.zoo.ModelImport;
import io.github.aezoo.zoo.imports.ImportedModel;
import io.github.aezoo.zoo.imports.ModelReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class KerasReaderTest {
  private static final ModelReader.Wishes NOTHING =
      new ModelReader.Wishes(Optional.empty(), Optional.empty());
  private static final int N = 3;

  @TempDir private Path temp;

  /** Images {@code [N, H, W, C]}. */
  private static float[] noise(Shape shape) {
    float[] values = new float[N * shape.size()];
    Random random = new Random(2);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static float[] computed(KerasFile file, Shape s, float[] images) {
    float[] all = new float[images.length];
    for (int n = 0; n < N; n++) {
      Naive x = Naive.empty(s.height(), s.width(), s.channels());
      for (int i = 0; i < x.v().length; i++) {
        x.v()[i] = images[n * s.size() + i];
      }
      double[] y = file.compute(x).v();
      assertThat(y).hasSize(s.size());
      for (int i = 0; i < y.length; i++) {
        all[n * s.size() + i] = (float) y[i];
      }
    }
    return all;
  }

  private static INDArray channelsFirst(float[] images, Shape s) {
    return Nd4j.createFromArray(images)
        .reshape('c', N, s.height(), s.width(), s.channels())
        .permute(0, 3, 1, 2)
        .dup('c');
  }

  private static void same(KerasFile file, ImportedModel read) {
    Shape shape = read.architecture().input();
    float[] images = noise(shape);
    try (Autoencoder model = Autoencoder.of("read", read.architecture(), read.weights())) {
      INDArray expected = channelsFirst(computed(file, shape, images), shape);
      INDArray ours = model.reconstruct(channelsFirst(images, shape));
      assertThat(ours.sub(expected).amaxNumber().doubleValue()).isLessThanOrEqualTo(1e-5);
      // Pixels that hardly differ would make any order right.
      assertThat(expected.stdNumber().doubleValue()).isGreaterThan(0.01);
    }
    assertThat(read.loss()).isEqualTo(Loss.BCE);
  }

  @Test
  void filesOfKeras2GiveWhatTheDefinitionsGive() {
    for (String type : List.of("Sequential", "Functional")) {
      KerasFile file = KerasModels.convolutional(type);
      ImportedModel read =
          new KerasReader().read(file.writeH5(temp.resolve(type + ".h5"), 2), NOTHING);
      same(file, read);
      assertThat(read.architecture().latentSize()).isEqualTo(6);
      assertThat(read.code()).isEqualTo("leaky");
    }
  }

  @Test
  void filesOfKeras3GiveWhatTheDefinitionsGive() {
    for (KerasFile file : List.of(KerasModels.convolutional("Sequential"), KerasModels.nested())) {
      same(file, new KerasReader().read(file.writeKeras(temp.resolve("a.keras")), NOTHING));
      same(file, new KerasReader().read(file.writeH5(temp.resolve("a.h5"), 3), NOTHING));
    }
    ImportedModel read = new KerasReader().read(temp.resolve("a.keras"), NOTHING);
    assertThat(read.architecture().latentSize()).isEqualTo(5);
  }

  @Test
  void modelsWithinModelsOfKeras2AreFollowed() {
    KerasFile file = KerasModels.nested();
    same(file, new KerasReader().read(file.writeH5(temp.resolve("a.h5"), 2), NOTHING));
  }

  private Path npy(String name, float[] values, Shape s) {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d, %d, %d), }"
            .formatted(N, s.height(), s.width(), s.channels());
    ByteBuffer out = ByteBuffer.allocate(10 + header.length() + 4 * values.length);
    out.order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.put((byte) 1).put((byte) 0).putShort((short) header.length());
    out.put(header.getBytes(StandardCharsets.US_ASCII));
    for (float v : values) {
      out.putFloat(v);
    }
    SafeFiles.writeBytes(temp.resolve(name), out.array());
    return temp.resolve(name);
  }

  private ModelImport.Outcome imported(Path file, Path inputs, Path outputs) {
    return ModelImport.run(
        new ModelImport.Request(
            file,
            temp.resolve("out"),
            NOTHING,
            "unknown",
            Optional.empty(),
            Optional.ofNullable(inputs),
            Optional.ofNullable(outputs)),
        name -> Optional.empty());
  }

  @Test
  void storedOutputsAreComparedAndOthersRefused() {
    KerasFile file = KerasModels.nested();
    Shape shape = new Shape(3, 4, 6);
    float[] images = noise(shape);
    float[] outputs = computed(file, shape, images);
    Path model = file.writeKeras(temp.resolve("a.keras"));
    Path inputs = npy("in.npy", images, shape);
    float[] wrong = outputs.clone();
    wrong[7] += 0.01f;
    assertThatThrownBy(() -> imported(model, inputs, npy("wrong.npy", wrong, shape)))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("differs from wrong.npy by 0.010");
    assertThat(temp.resolve("out")).doesNotExist();
    ModelImport.Outcome outcome = imported(model, inputs, npy("right.npy", outputs, shape));
    assertThat(outcome.parity().images()).isEqualTo(N);
    assertThat(outcome.parity().largest()).isLessThanOrEqualTo(1e-5);
    assertThat(outcome.format()).isEqualTo("Keras");
  }

  private void refused(Path file, String... parts) {
    assertThatThrownBy(() -> imported(file, null, null))
        .isInstanceOf(ZooException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
    assertThat(temp.resolve("out")).doesNotExist();
  }

  @Test
  void whatIsNoChainOfKnownLayersIsRefused() {
    Path file = temp.resolve("bad.h5");
    KerasFile lambda = KerasModels.convolutional("Sequential");
    lambda.layer("Lambda", "code_of_mine", settings("function", "exec"), x -> x);
    refused(lambda.writeH5(file, 2), "code_of_mine", "Lambda", "the zoo knows Dense, Conv2D");
    KerasFile own = new KerasFile("MyModel", "mine", 1);
    own.layer("InputLayer", "in", settings(), x -> x);
    refused(own.writeH5(file, 2), "MyModel", "without a class of its own");
    KerasFile softmax = KerasModels.convolutional("Sequential");
    softmax.layer("Activation", "end", settings("activation", "softmax"), x -> x);
    refused(softmax.writeH5(file, 2), "'end'", "softmax");
  }

  @Test
  void filesThatAreDamagedAreRefused() throws Exception {
    Path good = KerasModels.convolutional("Sequential").writeH5(temp.resolve("good.h5"), 2);
    byte[] whole = Files.readAllBytes(good);
    Path bad = temp.resolve("bad.h5");
    for (int length : new int[] {8, 100, whole.length / 3, whole.length / 2}) {
      SafeFiles.writeBytes(bad, Arrays.copyOf(whole, length));
      refused(bad, "bad.h5");
    }
    byte[] nan = whole.clone();
    ByteBuffer.wrap(nan).order(ByteOrder.LITTLE_ENDIAN).putFloat(at(whole), Float.NaN);
    SafeFiles.writeBytes(bad, nan);
    refused(bad, "finite weights expected");
    Path zip = temp.resolve("bad.keras");
    SafeFiles.write(
        zip,
        out -> {
          ZipOutputStream z = new ZipOutputStream(out);
          KerasFile.put(z, "config.json", "{}".getBytes(StandardCharsets.UTF_8));
          z.finish();
        });
    refused(zip, "bad.keras", "model.weights.h5");
    SafeFiles.writeString(zip, "this is no zip");
    refused(zip, "bad.keras is not a Keras file");
  }

  /** Where the first kernel is in the file. */
  private static int at(byte[] file) {
    float first = KerasModels.convolutional("Sequential").firstValue();
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 4 <= file.length; i++) {
      if (bytes.getFloat(i) == first) {
        return i;
      }
    }
    throw new AssertionError("the first weight is not in the file");
  }
}
