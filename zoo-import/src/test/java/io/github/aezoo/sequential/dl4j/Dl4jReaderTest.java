package io.github.aezoo.sequential.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.ImageShape;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.ImportedModel;
import io.github.aezoo.zoo.ModelReader;
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
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

final class Dl4jReaderTest {
  private static final ModelReader.Wishes NOTHING =
      new ModelReader.Wishes(Optional.empty(), Optional.empty());

  @TempDir private Path temp;

  private Path saved(Model model, boolean updater) throws IOException {
    Path file = temp.resolve("model.zip");
    ModelSerializer.writeModel(model, file.toFile(), updater);
    return file;
  }

  private static void same(ImportedModel read, INDArray images, INDArray expected) {
    try (Autoencoder model = Autoencoder.of("read", read.architecture(), read.weights())) {
      INDArray ours = model.reconstruct(images);
      INDArray theirs = expected.reshape('c', ours.shape());
      assertThat(ours.sub(theirs).amaxNumber().doubleValue()).isLessThanOrEqualTo(1e-6);
      assertThat(theirs.stdNumber().doubleValue()).isGreaterThan(0.01);
    }
  }

  private static MultiLayerNetwork convolutional() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(4)
                .updater(new Adam(0.01))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .stride(2, 2)
                        .convolutionMode(ConvolutionMode.Same)
                        .nOut(3)
                        .activation(new ActivationLReLU(0.2))
                        .build()) // 3 x 6 x 5
                .layer(new BatchNormalization())
                .layer(
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .convolutionMode(ConvolutionMode.Same)
                        .build()) // 3 x 3 x 3
                .layer(new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(new DenseLayer.Builder().nOut(18).activation(Activation.ELU).build())
                .layer(
                    new Deconvolution2D.Builder(3, 3)
                        .stride(2, 2)
                        .padding(1, 1)
                        .nIn(2)
                        .nOut(3)
                        .hasBias(false)
                        .activation(Activation.SELU)
                        .build()) // 3 x 5 x 5
                .layer(new Upsampling2D.Builder(2).build()) // 3 x 10 x 10
                .layer(new ZeroPaddingLayer.Builder(1, 2, 0, 1).build()) // 3 x 13 x 11
                .layer(new Cropping2D.Builder(1, 0, 0, 1).build()) // 3 x 12 x 10
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .padding(1, 1)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new ActivationLayer(Activation.SIGMOID))
                .layer(
                    new CnnLossLayer.Builder(LossFunctions.LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .inputPreProcessor(
                    5,
                    new org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor(
                        3, 3, 2))
                .setInputType(InputType.convolutional(12, 10, 3))
                .build());
    net.init();
    INDArray images = Nd4j.rand(8, 3, 12, 10);
    // Running statistics and biases that are not those of a fresh network.
    for (int i = 0; i < 5; i++) {
      net.fit(new DataSet(images, images));
    }
    return net;
  }

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

  @Test
  void convolutionalNetworksGiveWhatDl4jGives() throws IOException {
    MultiLayerNetwork net = convolutional();
    ModelReader.Wishes wishes =
        new ModelReader.Wishes(Optional.of(new ImageShape(3, 12, 10)), Optional.empty());
    ImportedModel read = new Dl4jReader().read(saved(net, true), wishes);
    INDArray images = Nd4j.rand(3, 3, 12, 10);
    same(read, images, net.output(images));
    assertThat(read.architecture().latentSize()).isEqualTo(6);
    assertThat(read.code()).isEqualTo("layer3");
  }

  @Test
  void graphsOfDenseLayersGiveWhatDl4jGives() throws IOException {
    ComputationGraph net =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(6)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "a",
                    new DenseLayer.Builder().nIn(12).nOut(7).activation(Activation.TANH).build(),
                    "in")
                .addLayer(
                    "b",
                    new DenseLayer.Builder().nIn(7).nOut(3).activation(Activation.TANH).build(),
                    "a")
                .addLayer(
                    "c",
                    new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(3)
                        .nOut(12)
                        .activation(Activation.SIGMOID)
                        .build(),
                    "b")
                .setOutputs("c")
                .build());
    net.init();
    ModelReader.Wishes wishes =
        new ModelReader.Wishes(Optional.of(new ImageShape(3, 2, 2)), Optional.of("a"));
    ImportedModel read = Dl4jChild.read(saved(net, false), wishes);
    INDArray images = Nd4j.rand(3, 3, 2, 2);
    same(read, images, net.outputSingle(images.reshape(3, 12)));
    assertThat(read.architecture().latentSize()).isEqualTo(7);
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
    Path good = saved(dense(), false);
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
    byte[] good = Files.readAllBytes(saved(dense(), false));
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
    refused(bad, "no zip of a Deeplearning4j model");
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
    Path good = saved(dense(), false);
    refusedWith(good, b -> with(b, SHAPE + 16, 2), "one behind the other");
    refusedWith(good, b -> with(b, SHAPE, 1L << 40), "one behind the other");
    refusedWith(good, b -> with(b, SHAPE + 24, 16_384), "one behind the other");
    refusedWith(good, b -> with(b, SHAPE + 8, 1L << 40), "one behind the other");
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
    Path good = saved(dense(), false);
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
    Path good = saved(dense(), false);
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
