package io.github.aezoo.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.export.Dl4jModelWriter;
import io.github.aezoo.export.Elsewhere;
import io.github.aezoo.export.OnnxModelWriter;
import io.github.aezoo.export.OnnxPart;
import io.github.aezoo.export.OnnxRun;
import io.github.aezoo.export.SafetensorsModelWriter;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.AutoencoderZooModel;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Every shipped model leaves the zoo as it is, in every format. */
class ExportedModelsTest {
  /** What other programs may differ by: a pixel, or a code's value as a share of the largest. */
  private static final double TOLERANCE = 1e-5;

  private static final Catalogue CATALOGUE = Catalogue.shipped();
  private static final StringBuilder TABLE = new StringBuilder();

  @TempDir private Path folder;

  private static final List<String> MODELS = choose();

  /** With {@code -Peval} all; otherwise of each architecture the one with the fewest parameters. */
  private static List<String> choose() {
    if (Boolean.getBoolean("zoo.eval")) {
      return CATALOGUE.entries().stream().map(Catalogue.Entry::id).toList();
    }
    Map<Class<?>, String> smallest = new LinkedHashMap<>();
    CATALOGUE.entries().stream()
        .sorted(Comparator.comparingLong(Catalogue.Entry::parameters))
        .forEach(
            e ->
                smallest.putIfAbsent(
                    CATALOGUE.checkpoint(e.id()).card().rebuild().getClass(), e.id()));
    System.out.printf(
        "EXPORTS %d of %d models, one an architecture; the others by mvn -Peval verify%n",
        smallest.size(), CATALOGUE.entries().size());
    return List.copyOf(smallest.values());
  }

  static Stream<String> models() {
    return MODELS.stream();
  }

  /** Stored inputs and digits: probes of every class. */
  private static INDArray probes(Checkpoint checkpoint) {
    INDArray stored = checkpoint.reference().input();
    SyntheticDigits digits = new SyntheticDigits();
    return checkpoint.card().input().imageShape().equals(digits.shape())
        ? Nd4j.concat(0, stored, Batches.range(digits, Split.TEST, 20, 30))
        : stored;
  }

  private static INDArray rows(INDArray images, int from, int to) {
    return images.get(NDArrayIndex.interval(from, to)).dup('c');
  }

  @ParameterizedTest
  @MethodSource("models")
  void onnxRuntimeAgreesWithDl4j(String id) throws Exception {
    Checkpoint checkpoint = CATALOGUE.checkpoint(id);
    new OnnxModelWriter().write(checkpoint, folder);
    Map<OnnxPart, byte[]> files = new LinkedHashMap<>();
    for (OnnxPart part : OnnxPart.values()) {
      files.put(part, Files.readAllBytes(folder.resolve(part.file())));
    }
    INDArray probes = probes(checkpoint);
    double code = 0;
    double pixel = 0;
    double largest = 0;
    try (Autoencoder model = checkpoint.load()) {
      for (int size : new int[] {1, 7}) {
        for (int from = 0; from + size <= probes.size(0); from += size) {
          OnnxRun.Differences d =
              OnnxRun.differences(files, model, rows(probes, from, from + size));
          code = Math.max(code, d.code());
          pixel = Math.max(pixel, d.reconstruction());
          largest = Math.max(largest, d.largestCode());
        }
      }
    }
    TABLE.append("%-38s %9.2e %9.2e %9.2f%n".formatted(id, pixel, code, largest));
    assertThat(pixel).as("pixels").isLessThanOrEqualTo(TOLERANCE);
    assertThat(code).as("codes").isLessThanOrEqualTo(TOLERANCE * Math.max(1, largest));
  }

  @AfterAll
  static void table() {
    System.out.printf(
        "PARITY %-38s %9s %9s %9s%n%s", "model", "pixels", "codes", "code max", TABLE);
  }

  @Test
  void onnxFilesSayWhatTheyAre() throws OrtException, IOException {
    Checkpoint checkpoint = CATALOGUE.checkpoint("denoise-conv-base.mnist.v1");
    new OnnxModelWriter().write(checkpoint, folder);
    try (OnnxRun run =
        new OnnxRun(Files.readAllBytes(folder.resolve(OnnxPart.AUTOENCODER.file())))) {
      var session = run.session();
      assertThat(session.getInputNames()).containsExactly("input");
      assertThat(session.getOutputNames()).containsExactlyInAnyOrder("reconstruction", "code");
      TensorInfo input = (TensorInfo) session.getInputInfo().get("input").getInfo();
      assertThat(input.getShape()).containsExactly(-1, 1, 28, 28);
      assertThat(input.getDimensionNames()[0]).isEqualTo("N");
      TensorInfo code = (TensorInfo) session.getOutputInfo().get("code").getInfo();
      assertThat(code.getShape()).containsExactly(-1, checkpoint.card().latentSize());
      assertThat(session.getMetadata().getProducerName()).isEqualTo("autoencoder-zoo");
      Map<String, String> notes = session.getMetadata().getCustomMetadata();
      assertThat(notes)
          .containsEntry("model", checkpoint.card().id())
          .containsEntry("licence", checkpoint.card().licence())
          .containsEntry("opset", "13")
          .containsEntry("part", "autoencoder");
      assertThat(notes.get("input")).contains("[1, 28, 28]", "pixels in [0.0, 1.0]");
    }
  }

  @Tag("engine")
  @Test
  void dl4jRestoresEveryModelInAnotherProcess() throws Exception {
    List<String> ids = models().toList();
    for (String id : ids) {
      Checkpoint checkpoint = CATALOGUE.checkpoint(id);
      new Dl4jModelWriter().write(checkpoint, folder.resolve(id + ".zip"));
      try (Autoencoder model = checkpoint.load()) {
        Elsewhere.give(folder, id, model, rows(probes(checkpoint), 0, 7));
      }
    }
    Elsewhere.run(folder);
    for (String id : ids) {
      Checkpoint checkpoint = CATALOGUE.checkpoint(id);
      try (Autoencoder model = checkpoint.load()) {
        INDArray probes = probes(checkpoint);
        assertThat(Elsewhere.agrees(folder, id, model, rows(probes, 0, 7))).as(id).isTrue();
        // The control: other images give something else.
        assertThat(Elsewhere.agrees(folder, id, model, rows(probes, 1, 8))).as(id).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aRestoredNetworkIsTrainedOnWithoutForgetting(String id) throws IOException {
    Checkpoint checkpoint = CATALOGUE.checkpoint(id);
    Path zip = folder.resolve("model.zip");
    new Dl4jModelWriter().write(checkpoint, zip);
    ComputationGraph network = ModelSerializer.restoreComputationGraph(zip.toFile(), true);
    Map<String, INDArray> before = new HashMap<>();
    network.paramTable().forEach((key, values) -> before.put(key, values.dup()));
    INDArray images =
        checkpoint
            .card()
            .rebuild()
            .laidOut(Batches.range(new SyntheticDigits(), Split.TEST, 0, 32));
    network.fit(new INDArray[] {images}, new INDArray[] {images});
    double moved =
        before.keySet().stream()
            .filter(key -> learned(network, key))
            .mapToDouble(
                key -> network.getParam(key).sub(before.get(key)).amaxNumber().doubleValue())
            .max()
            .orElseThrow();
    // A step of Adam is as long as its rate; DL4J's NoOp would subtract whole gradients.
    double rate = checkpoint.card().recipe().optimizer().learningRate();
    assertThat(moved).isPositive();
    assertThat(moved / rate).isLessThan(20);
    network.close();
  }

  /** Running statistics of normalisation are no steps: they follow the images. */
  private static boolean learned(ComputationGraph network, String key) {
    int split = key.lastIndexOf('_');
    return network
        .getLayer(key.substring(0, split))
        .updaterDivideByMinibatch(key.substring(split + 1));
  }

  @ParameterizedTest
  @MethodSource("models")
  void safetensorsAreReadAgain(String id) {
    Checkpoint checkpoint = CATALOGUE.checkpoint(id);
    Path file = folder.resolve("model.safetensors");
    new SafetensorsModelWriter().write(checkpoint, file);
    Safetensors read = Safetensors.read(file);
    assertThat(read.metadata()).containsEntry("model", id).containsKeys("architecture", "input");
    try (Autoencoder model = checkpoint.load()) {
      assertThat(read.tensors()).isEqualTo(model.weights());
    }
  }

  @Test
  void dl4jsMethodsGiveTheSameNetwork() {
    AutoencoderZooModel zooModel = new AutoencoderZooModel("undercomplete-deep");
    assertThat(zooModel.pretrained()).containsExactly("fashion-mnist", "mnist");
    assertThat(zooModel.pretrainedAvailable("mnist")).isTrue();
    assertThat(zooModel.pretrainedAvailable("cifar10")).isFalse();
    assertThat(zooModel.inputShape()).isEqualTo(new int[][] {{1, 28, 28}});
    ComputationGraph network = zooModel.initPretrained("mnist");
    assertThat(network).isInstanceOf(zooModel.modelType());
    Checkpoint checkpoint = CATALOGUE.checkpoint("undercomplete-deep.mnist.v1");
    try (Autoencoder model = checkpoint.load()) {
      assertThat(network.params()).isEqualTo(model.network().params());
      assertThat(zooModel.initPretrained("fashion-mnist").params())
          .isNotEqualTo(model.network().params());
      assertThat(new AutoencoderZooModel("undercomplete-deep.mnist").initPretrained().params())
          .isEqualTo(network.params());
      assertThat(zooModel.init(1).params()).isNotEqualTo(network.params());
    }
    org.assertj.core.api.Assertions.assertThatThrownBy(zooModel::initPretrained)
        .isInstanceOf(io.github.aezoo.io.ZooException.class)
        .hasMessageContaining("has weights for fashion-mnist, mnist");
  }
}
