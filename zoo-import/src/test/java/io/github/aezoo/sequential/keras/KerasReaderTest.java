package io.github.aezoo.sequential.keras;

import static io.github.aezoo.sequential.keras.KerasFile.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.ImageShape;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Loss;
import io.github.aezoo.zoo.ImportedModel;
import io.github.aezoo.zoo.ModelImport;
import io.github.aezoo.zoo.ModelReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double elu(double x) {
    return x > 0 ? x : Math.expm1(x);
  }

  /** Layers with convolutions between images 12 x 10 of 3 colours and a code of 6. */
  private static KerasFile convolutional(String type) {
    KerasFile f = new KerasFile(type, "autoencoder", 5);
    f.layer("InputLayer", "in", settings("batch_shape", Arrays.asList(null, 12, 10, 3)), x -> x);
    KerasFile.Array k = f.array(0, 0.2, 3, 3, 3, 4);
    KerasFile.Array b = f.array(0, 0.1, 4);
    f.weighted(
        "Conv2D",
        "conv",
        settings(
            "filters",
            4,
            "kernel_size",
            List.of(3, 3),
            "strides",
            List.of(2, 2),
            "padding",
            "same",
            "activation",
            "relu",
            "use_bias",
            true,
            "data_format",
            "channels_last",
            "groups",
            1),
        k,
        b,
        x -> x.conv(k.values(), 3, 3, 4, b.values(), 2, true, 1).each(v -> Math.max(0, v)));
    Map<String, KerasFile.Array> norm = new LinkedHashMap<>();
    norm.put("gamma", f.array(1, 0.1, 4));
    norm.put("beta", f.array(0, 0.1, 4));
    norm.put("moving_mean", f.array(0, 0.1, 4));
    norm.put("moving_variance", f.array(2, 0.1, 4));
    f.layer(
        "BatchNormalization",
        "norm",
        settings(
            "axis", List.of(3), "epsilon", 0.01, "momentum", 0.9, "scale", true, "center", true),
        norm,
        x ->
            x.normalised(
                norm.get("gamma").values(),
                norm.get("beta").values(),
                norm.get("moving_mean").values(),
                norm.get("moving_variance").values(),
                0.01));
    f.layer(
        "MaxPooling2D",
        "pool",
        settings("pool_size", List.of(2, 2), "padding", "same"),
        x -> x.pooled(2, 2, true, true)); // 3 x 3 x 4
    f.layer("Dropout", "drop", settings("rate", 0.5), x -> x);
    f.layer("Flatten", "flat", settings(), x -> x.shaped(1, 1, 36));
    KerasFile.Array dk = f.array(0, 0.2, 36, 6);
    KerasFile.Array db = f.array(0, 0.1, 6);
    f.weighted(
        "Dense",
        "code",
        settings("units", 6, "activation", "linear"),
        dk,
        db,
        x -> x.dense(dk.values(), 6, db.values()));
    f.layer(
        "LeakyReLU",
        "leaky",
        settings("negative_slope", 0.25),
        x -> x.each(v -> v > 0 ? v : 0.25 * v));
    KerasFile.Array ek = f.array(0, 0.3, 6, 18);
    KerasFile.Array eb = f.array(0, 0.1, 18);
    f.weighted(
        "Dense",
        "back",
        settings("units", 18, "activation", "elu"),
        ek,
        eb,
        x -> x.dense(ek.values(), 18, eb.values()).each(KerasReaderTest::elu));
    f.layer("Reshape", "maps", settings("target_shape", List.of(3, 3, 2)), x -> x.shaped(3, 3, 2));
    KerasFile.Array tk = f.array(0, 0.3, 3, 3, 5, 2);
    KerasFile.Array tb = f.array(0, 0.1, 5);
    f.weighted(
        "Conv2DTranspose",
        "up",
        settings(
            "filters",
            5,
            "kernel_size",
            List.of(3, 3),
            "strides",
            List.of(2, 2),
            "padding",
            "same",
            "activation",
            "tanh"),
        tk,
        tb,
        x ->
            x.transposed(tk.values(), 3, 3, 5, tb.values(), 2, true).each(Math::tanh)); // 6 x 6 x 5
    f.layer(
        "UpSampling2D",
        "more",
        settings("size", List.of(2, 2), "interpolation", "nearest"),
        x -> x.repeated(2, 2)); // 12 x 12
    f.layer(
        "Cropping2D",
        "crop",
        settings("cropping", List.of(List.of(0, 0), List.of(2, 0))),
        x -> x.moved(0, -2, 12, 10));
    KerasFile.Array ok = f.array(0, 0.2, 2, 2, 5, 3);
    KerasFile.Array ob = f.array(0, 0.1, 3);
    f.weighted(
        "Conv2D",
        "out",
        settings(
            "filters",
            3,
            "kernel_size",
            List.of(2, 2),
            "strides",
            List.of(1, 1),
            "padding",
            "same",
            "activation",
            "sigmoid"),
        ok,
        ob,
        x -> x.conv(ok.values(), 2, 2, 3, ob.values(), 1, true, 1).each(KerasReaderTest::sigmoid));
    return f;
  }

  /** Two models within a model, colours as rows. */
  private static KerasFile nested() {
    KerasFile encoder = new KerasFile("Sequential", "encoder", 7);
    encoder.layer(
        "InputLayer", "in_e", settings("batch_shape", Arrays.asList(null, 4, 6, 3)), x -> x);
    KerasFile.Array vk = encoder.array(0, 0.2, 3, 2, 3, 3);
    KerasFile.Array vb = encoder.array(0, 0.1, 3);
    encoder.weighted(
        "Conv2D",
        "valid",
        settings(
            "filters",
            3,
            "kernel_size",
            List.of(3, 2),
            "padding",
            "valid",
            "dilation_rate",
            List.of(1, 1),
            "activation",
            "swish"),
        vk,
        vb,
        x ->
            x.conv(vk.values(), 3, 2, 3, vb.values(), 1, false, 1)
                .each(v -> v * sigmoid(v))); // 2 x 5 x 3
    encoder.layer(
        "AveragePooling2D",
        "mean",
        settings("pool_size", List.of(2, 2), "strides", List.of(1, 1), "padding", "same"),
        x -> x.pooled(2, 1, true, false));
    encoder.layer("Flatten", "flat", settings(), x -> x.shaped(1, 1, 30));
    Map<String, KerasFile.Array> norm = new LinkedHashMap<>();
    norm.put("beta", encoder.array(0, 0.1, 30));
    norm.put("moving_mean", encoder.array(0, 0.3, 30));
    norm.put("moving_variance", encoder.array(2, 0.1, 30));
    float[] ones = new float[30];
    Arrays.fill(ones, 1);
    encoder.layer(
        "BatchNormalization",
        "norm",
        settings("axis", -1, "epsilon", 0.001, "momentum", 0.99, "scale", false, "center", true),
        norm,
        x ->
            x.normalised(
                ones,
                norm.get("beta").values(),
                norm.get("moving_mean").values(),
                norm.get("moving_variance").values(),
                0.001));
    KerasFile.Array k = encoder.array(0, 0.2, 30, 5);
    KerasFile.Array b = encoder.array(0, 0.1, 5);
    encoder.weighted(
        "Dense",
        "dense",
        settings("units", 5, "activation", "relu"),
        k,
        b,
        x -> x.dense(k.values(), 5, b.values()).each(v -> Math.max(0, v)));
    KerasFile decoder = new KerasFile("Functional", "decoder", 8);
    decoder.layer("InputLayer", "in_d", settings("batch_shape", Arrays.asList(null, 5)), x -> x);
    KerasFile.Array ck = decoder.array(0, 0.2, 5, 8);
    KerasFile.Array cb = decoder.array(0, 0.1, 8);
    decoder.weighted(
        "Dense",
        "dense_2",
        settings("units", 8, "activation", "softplus"),
        ck,
        cb,
        x -> x.dense(ck.values(), 8, cb.values()).each(v -> Math.log1p(Math.exp(v))));
    KerasFile.Array ok = decoder.array(0, 0.2, 8, 72);
    decoder.layer(
        "Dense",
        "dense_3",
        settings("units", 72, "activation", "linear", "use_bias", false),
        Map.of("kernel", ok),
        x -> x.dense(ok.values(), 72, new float[72]));
    Map<String, KerasFile.Array> last = new LinkedHashMap<>();
    for (String name : List.of("gamma", "beta", "moving_mean", "moving_variance")) {
      last.put(name, decoder.array(2, 0.2, 72));
    }
    decoder.layer(
        "BatchNormalization",
        "norm_2",
        settings("axis", -1, "epsilon", 0.001, "momentum", 0.99),
        last,
        x ->
            x.normalised(
                last.get("gamma").values(),
                last.get("beta").values(),
                last.get("moving_mean").values(),
                last.get("moving_variance").values(),
                0.001));
    decoder.layer(
        "Activation",
        "end",
        settings("activation", "sigmoid"),
        x -> x.each(KerasReaderTest::sigmoid));
    decoder.layer(
        "Reshape", "image", settings("target_shape", List.of(4, 6, 3)), x -> x.shaped(4, 6, 3));
    KerasFile whole = new KerasFile("Functional", "autoencoder", 9);
    whole.layer("InputLayer", "in", settings("batch_shape", Arrays.asList(null, 4, 6, 3)), x -> x);
    return whole.model(encoder).model(decoder);
  }

  /** Images {@code [N, H, W, C]}. */
  private static float[] noise(ImageShape shape) {
    float[] values = new float[N * shape.size()];
    Random random = new Random(2);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static float[] computed(KerasFile file, ImageShape s, float[] images) {
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

  private static INDArray channelsFirst(float[] images, ImageShape s) {
    return Nd4j.createFromArray(images)
        .reshape('c', N, s.height(), s.width(), s.channels())
        .permute(0, 3, 1, 2)
        .dup('c');
  }

  private static void same(KerasFile file, ImportedModel read) {
    ImageShape shape = read.architecture().input();
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
      KerasFile file = convolutional(type);
      ImportedModel read =
          new KerasReader().read(file.writeH5(temp.resolve(type + ".h5"), 2), NOTHING);
      same(file, read);
      assertThat(read.architecture().latentSize()).isEqualTo(6);
      assertThat(read.code()).isEqualTo("leaky");
    }
  }

  @Test
  void filesOfKeras3GiveWhatTheDefinitionsGive() {
    for (KerasFile file : List.of(convolutional("Sequential"), nested())) {
      same(file, new KerasReader().read(file.writeKeras(temp.resolve("a.keras")), NOTHING));
      same(file, new KerasReader().read(file.writeH5(temp.resolve("a.h5"), 3), NOTHING));
    }
    ImportedModel read = new KerasReader().read(temp.resolve("a.keras"), NOTHING);
    assertThat(read.architecture().latentSize()).isEqualTo(5);
  }

  @Test
  void modelsWithinModelsOfKeras2AreFollowed() {
    KerasFile file = nested();
    same(file, new KerasReader().read(file.writeH5(temp.resolve("a.h5"), 2), NOTHING));
  }

  private Path npy(String name, float[] values, ImageShape s) {
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
    KerasFile file = nested();
    ImageShape shape = new ImageShape(3, 4, 6);
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
    KerasFile lambda = convolutional("Sequential");
    lambda.layer("Lambda", "code_of_mine", settings("function", "exec"), x -> x);
    refused(lambda.writeH5(file, 2), "code_of_mine", "Lambda", "the zoo knows Dense, Conv2D");
    KerasFile own = new KerasFile("MyModel", "mine", 1);
    own.layer("InputLayer", "in", settings(), x -> x);
    refused(own.writeH5(file, 2), "MyModel", "without a class of its own");
    KerasFile softmax = convolutional("Sequential");
    softmax.layer("Activation", "end", settings("activation", "softmax"), x -> x);
    refused(softmax.writeH5(file, 2), "'end'", "softmax");
  }

  @Test
  void filesThatAreDamagedAreRefused() throws Exception {
    Path good = convolutional("Sequential").writeH5(temp.resolve("good.h5"), 2);
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
    refused(zip, "bad.keras is no Keras file");
  }

  /** Where the first kernel is in the file. */
  private static int at(byte[] file) {
    float first = convolutional("Sequential").firstValue();
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 4 <= file.length; i++) {
      if (bytes.getFloat(i) == first) {
        return i;
      }
    }
    throw new AssertionError("the first weight is not in the file");
  }
}
