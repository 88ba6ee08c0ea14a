package io.github.aezoo.sequential.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.zoo.imports.ModelReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Zips that were not written by DL4J, or not to be read: what is in them is never acted on. */
@Tag("engine")
final class ForgedDl4jZipTest {
  private static final ModelReader.Wishes NOTHING =
      new ModelReader.Wishes(Optional.empty(), Optional.empty());

  @TempDir private Path temp;

  private static MultiLayerNetwork dense() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .list()
                .layer(new DenseLayer.Builder().nIn(16).nOut(4).activation(Activation.RELU).build())
                .layer(
                    new OutputLayer.Builder(LossFunctions.LossFunction.XENT)
                        .nIn(4)
                        .nOut(16)
                        .activation(Activation.SIGMOID)
                        .build())
                .build());
    net.init();
    net.params().addi(Nd4j.rand(net.params().shape()).muli(0.1));
    return net;
  }

  /** The entries of a good file, changed, as another file. */
  private Path forged(Path good, UnaryOperator<Map<String, byte[]>> change) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(good.toFile())) {
      for (String name : new String[] {"configuration.json", "coefficients.bin"}) {
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
          entries.put(name, in.readAllBytes());
        }
      }
    }
    Path bad = temp.resolve("bad.zip");
    SafeFiles.write(
        bad,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, byte[]> e : change.apply(entries).entrySet()) {
            zip.putNextEntry(new ZipEntry(e.getKey()));
            zip.write(e.getValue());
            zip.closeEntry();
          }
          zip.finish();
        });
    return bad;
  }

  private void refused(Path file, String... parts) {
    assertThatThrownBy(() -> Dl4jChild.read(file, NOTHING))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }

  private void refusedWith(Path good, UnaryOperator<byte[]> coefficients, String... parts)
      throws IOException {
    refused(
        forged(
            good,
            e -> {
              e.computeIfPresent("coefficients.bin", (k, v) -> coefficients.apply(v.clone()));
              return e;
            }),
        parts);
  }

  private void refusedJson(Path good, String from, String to, String... parts) throws IOException {
    refused(
        forged(
            good,
            e -> {
              String json = new String(e.get("configuration.json"), StandardCharsets.UTF_8);
              assertThat(json).contains(from);
              e.put("configuration.json", json.replace(from, to).getBytes(StandardCharsets.UTF_8));
              return e;
            }),
        parts);
  }

  @Test
  void entriesThatDl4jWouldActOnAreRefused() throws IOException {
    Path good = Dl4jReaderTest.saved(temp, dense(), false);
    for (String name :
        new String[] {"preprocessor.bin", "noParams.marker", "normalizer.bin", "x"}) {
      refused(
          forged(
              good,
              e -> {
                e.put(name, new byte[] {1});
                return e;
              }),
          name);
    }
    refused(
        forged(
            good,
            e -> {
              e.remove("coefficients.bin");
              return e;
            }),
        "no coefficients.bin");
  }

  @Test
  void bytesAroundTheArchiveAndDoubledEntriesAreRefused() throws IOException {
    byte[] good = Files.readAllBytes(Dl4jReaderTest.saved(temp, dense(), false));
    Path bad = temp.resolve("bad.zip");
    SafeFiles.writeBytes(bad, Arrays.copyOf(good, good.length + 1));
    refused(bad, "bad.zip");
    byte[] before = new byte[good.length + 7];
    System.arraycopy(good, 0, before, 7, good.length);
    SafeFiles.writeBytes(bad, before);
    refused(bad, "bad.zip");
    // An entry's name replaced by that of the other one.
    Path two =
        forged(
            temp.resolve("model.zip"),
            e -> {
              Map<String, byte[]> other = new LinkedHashMap<>(e);
              other.put("doefficients.bin", e.get("coefficients.bin"));
              return other;
            });
    String text = new String(Files.readAllBytes(two), StandardCharsets.ISO_8859_1);
    SafeFiles.writeBytes(
        bad,
        text.replace("doefficients.bin", "coefficients.bin").getBytes(StandardCharsets.ISO_8859_1));
    refused(bad, "'coefficients.bin' is there twice");
    SafeFiles.writeString(bad, "PK this is no zip");
    refused(bad, "not a zip of a Deeplearning4j model");
  }

  /** Where the numbers are: mode, 8 bytes of length, type, the shape. */
  private static final int SHAPE = 2 + 16 + 8 + 2 + 4;

  /** DL4J 1.0.0-M2.1 stores a vector, M1.1 a row; the shape begins with its rank. */
  private static int rank(byte[] bytes) {
    return (int) ByteBuffer.wrap(bytes).getLong(SHAPE);
  }

  private static int values(byte[] bytes) {
    return SHAPE + (2 * rank(bytes) + 4) * 8 + 2 + 16 + 8 + 2 + 5;
  }

  private static byte[] with(byte[] bytes, int at, long value) {
    ByteBuffer.wrap(bytes).putLong(at, value);
    return bytes;
  }

  @Test
  void arraysThatLieAreRefused() throws IOException {
    Path good = Dl4jReaderTest.saved(temp, dense(), false);
    refusedWith(good, b -> with(b, SHAPE + 16, 2), "contiguous");
    refusedWith(good, b -> with(b, SHAPE, 1L << 40), "contiguous");
    refusedWith(good, b -> with(b, SHAPE + 24, 16_384), "contiguous");
    refusedWith(good, b -> with(b, SHAPE + 8, 1L << 40), "contiguous");
    refusedWith(
        good,
        b -> with(with(b, SHAPE + 8 * rank(b), 1L << 33), values(b) - 15, 1L << 33),
        "8,589,934,592 values expected");
    refusedWith(good, b -> with(b, 18, 1L << 40), "a row of numbers expected");
    refusedWith(good, b -> Arrays.copyOf(b, b.length - 4), "values expected");
    refusedWith(good, b -> Arrays.copyOf(b, b.length + 4), "values expected");
    refusedWith(good, b -> Arrays.copyOf(b, 40), "it ends too early");
    refusedWith(
        good,
        b -> {
          ByteBuffer.wrap(b).putFloat(values(b) + 12, Float.NaN);
          return b;
        },
        "value 3 is NaN");
  }

  @Test
  void configurationsThatLieAreRefused() throws IOException {
    Path good = Dl4jReaderTest.saved(temp, dense(), false);
    String dense = "org.deeplearning4j.nn.conf.layers.DenseLayer";
    refusedJson(good, dense, "javax.script.ScriptEngineManager", "ScriptEngineManager");
    refusedJson(good, "layers.OutputLayer", "layers.AutoEncoder", "the zoo knows DenseLayer");
    refusedJson(good, "\"nout\" : 4", "\"nout\" : 16000000", "layer0");
    refusedJson(good, "\"nout\" : 4", "\"nout\" : 5", "the layers");
    refusedJson(good, "\"nout\" : 4", "\"nout\" : -1", "nout", "expected");
    refusedJson(good, "impl.ActivationReLU", "impl.ActivationSoftmax", "ActivationSoftmax");
    refusedJson(good, "{", "{{", "not valid JSON");
  }

  @Test
  void theChildIsStoppedAfterItsTimeAndHeldToItsMemory() throws IOException {
    Path good = Dl4jReaderTest.saved(temp, dense(), false);
    Dl4jReader hurried = new Dl4jReader(Duration.ofMillis(1), 12L << 20);
    assertThatThrownBy(() -> hurried.read(good, NOTHING))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("was stopped");
    Dl4jReader starved = new Dl4jReader(Duration.ofMinutes(2), 1 << 18);
    assertThatThrownBy(() -> starved.read(good, NOTHING))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("ended with code");
    Path bad =
        forged(
            good,
            e -> {
              e.put("preprocessor.bin", new byte[1]);
              return e;
            });
    assertThatThrownBy(() -> new Dl4jReader().read(bad, NOTHING))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("preprocessor.bin");
  }
}
