package io.github.aezoo.sequential.onnx;

import static io.github.aezoo.sequential.onnx.OnnxFile.ints;
import static io.github.aezoo.sequential.onnx.OnnxFile.number;
import static io.github.aezoo.sequential.onnx.OnnxFile.whole;
import static io.github.aezoo.sequential.onnx.OnnxFile.with;
import static io.github.aezoo.sequential.onnx.OnnxFile.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import io.github.aezoo.export.OnnxPart;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.sequential.Sequential;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.ModelImport;
import io.github.aezoo.zoo.Verification;
import io.github.aezoo.zoo.imports.ModelReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OnnxReaderTest extends OnnxImports {
  private static OnnxFile rows() {
    OnnxFile f = new OnnxFile(13, 0, 784);
    f.node("Gemm", with(whole("transB", 1)), f.weights(0, 0.05, 12, 784), f.weights(0, 0.1, 12));
    f.node("Elu", with(number("alpha", 0.7f)));
    f.node(
        "Gemm",
        with(number("alpha", 2), number("beta", 3)),
        f.weights(0, 0.3, 12, 5),
        f.weights(0, 0.1, 1, 5));
    f.node("LeakyRelu", with(number("alpha", 0.2f)));
    f.node("MatMul", f.weights(0, 0.3, 5, 784));
    f.node("Add", f.weights(0, 0.1, 784));
    return f;
  }

  @Test
  void denseLayersGiveWhatOnnxRuntimeGives() {
    Path file = rows().node("Sigmoid").write(temp.resolve("Some Model.onnx"), 0, 784);
    ModelImport.Outcome outcome = imported(file, null);
    same(outcome);
    ModelCard card = outcome.checkpoint().card();
    assertThat(card.id()).isEqualTo("sequential-imported.some-model");
    assertThat(card.latentSize()).isEqualTo(5);
    assertThat(outcome.code()).startsWith("/leakyrelu");
    assertThat(card.input().imageShape()).isEqualTo(Shape.MNIST);
    assertThat(card.parameters()).isEqualTo(784 * 12 + 12 + 12 * 5 + 5 + 5 * 784 + 784);
    assertThat(card.origin().sha256()).isEqualTo(Sha256.of(file));
    assertThat(card.origin().format()).isEqualTo("ONNX");
    assertThat(card.licence()).isEqualTo("MIT");
    assertThat(card.results()).isEmpty();
    assertThat(card.training()).isNull();
    assertThat(card.recipe().loss()).isEqualTo(Loss.BCE);
    Checkpoint again = Checkpoint.open(temp.resolve("out"));
    assertThat(again.card()).isEqualTo(card);
    assertThat(Verification.of(again, n -> Optional.empty(), n -> Optional.empty(), null).ok())
        .isTrue();
  }

  @Test
  void whatTheZooExportsComesInAgain() {
    Architecture tiny = new Sequential().variants().get("tiny").apply(Shape.MNIST);
    try (Autoencoder model = Autoencoder.create("tiny", tiny, Learning.NONE, 7)) {
      Path file = temp.resolve("autoencoder.onnx");
      SafeFiles.writeBytes(file, OnnxPart.AUTOENCODER.of(model, Map.of()));
      ModelImport.Outcome outcome = imported(file, null);
      same(outcome);
      assertThat(outcome.checkpoint().card().latentSize()).isEqualTo(tiny.latentSize());
    }
  }

  @Test
  void anEndWithoutSigmoidLearnsBySquaredError() {
    ModelImport.Outcome outcome = imported(rows().write(temp.resolve("a.onnx"), 0, 784), null);
    same(outcome);
    assertThat(outcome.checkpoint().card().recipe().loss()).isEqualTo(Loss.SQUARED_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Elu", "LeakyRelu", "Selu", "Softplus", "Tanh", "Relu"})
  void whatComesInGoesOutToOnnxAgain(String activation) {
    OnnxFile f = new OnnxFile(13, 0, 784);
    f.node("Gemm", f.weights(0, 0.3, 784, 6), f.weights(0, 0.1, 6));
    f.node(activation);
    f.node("Gemm", f.weights(0, 0.3, 6, 784), f.weights(0.5, 0.1, 784));
    ModelImport.Outcome outcome = imported(f.write(temp.resolve("a.onnx"), 0, 784), null);
    // Values outside of [0, 1] come and go as they are.
    assertThat(outAgain(outcome.checkpoint()).minNumber().doubleValue()).isNegative();
  }

  @Test
  void theCodeIsTheLayerThatWasNamed() {
    OnnxFile f = rows();
    ModelImport.Outcome outcome = imported(f.write(temp.resolve("a.onnx"), 0, 784), "/gemm2");
    assertThat(outcome.checkpoint().card().latentSize()).isEqualTo(12);
    assertThatThrownBy(() -> new OnnxReader().read(temp.resolve("a.onnx"), wishes("none")))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("no layer 'none'")
        .hasMessageContaining("/gemm2");
  }

  private static ModelReader.Wishes wishes(String code) {
    return new ModelReader.Wishes(Optional.empty(), Optional.ofNullable(code));
  }

  @Test
  void convolutionsGiveWhatOnnxRuntimeGives() {
    OnnxFile f = new OnnxFile(13, 1, 3, 13, 12);
    f.node(
        "Conv",
        with(ints("strides", 2, 2), ints("pads", 1, 1, 1, 1)),
        f.weights(0, 0.2, 4, 3, 3, 3),
        f.weights(0, 0.1, 4)); // 4 x 7 x 6
    f.node(
        "BatchNormalization",
        f.weights(1, 0.1, 4),
        f.weights(0, 0.1, 4),
        f.weights(0, 0.1, 4),
        f.weights(2, 0.1, 4));
    f.node("Relu");
    f.node("Conv", with(ints("pads", 0, 1, 1, 0)), f.weights(0, 0.2, 6, 4, 2, 2)); // 6 x 7 x 6
    f.node("Tanh");
    f.node(
        "MaxPool",
        with(
            ints("kernel_shape", 2, 2), ints("strides", 2, 2), whole("ceil_mode", 1))); // 6 x 4 x 3
    f.node(
        "Conv",
        with(ints("dilations", 2, 2), ints("pads", 2, 2, 2, 2)),
        f.weights(0, 0.2, 3, 6, 3, 3)); // 3 x 4 x 3
    f.node("Selu");
    f.node("Flatten");
    f.node("Gemm", f.weights(0, 0.2, 36, 7), f.weights(0, 0.1, 7));
    f.node("Softplus");
    f.node("Gemm", f.weights(0, 0.2, 7, 36), f.weights(0, 0.1, 36));
    f.node("Reshape", f.stored(-1, 3, 4, 3));
    f.node(
        "ConvTranspose",
        with(ints("strides", 2, 2), ints("pads", 1, 1, 1, 1), ints("output_padding", 1, 1)),
        f.weights(0, 0.2, 3, 5, 3, 3),
        f.weights(0, 0.1, 5)); // 5 x 8 x 6
    f.node("Relu");
    f.node(
        "ConvTranspose",
        with(ints("strides", 2, 2), ints("pads", 1, 1, 1, 1)),
        f.weights(0, 0.2, 5, 4, 4, 4)); // 4 x 16 x 12
    f.node("AveragePool", with(ints("kernel_shape", 4, 1))); // 4 x 13 x 12
    f.node(
        "Conv",
        with(ints("pads", 1, 0, 1, 0)),
        f.weights(0, 0.2, 3, 4, 3, 1),
        f.weights(0, 0.1, 3));
    f.node("Sigmoid");
    ModelImport.Outcome outcome = imported(f.write(temp.resolve("conv.onnx"), 1, 3, 13, 12), null);
    same(outcome);
    assertThat(outcome.checkpoint().card().latentSize()).isEqualTo(7);
    outAgain(outcome.checkpoint());
  }

  @Test
  void enlargementsAndPaddingByNameGiveWhatOnnxRuntimeGives() {
    OnnxFile f = new OnnxFile(13, 0, 1, 12, 8);
    f.node(
        "Conv",
        with(ints("strides", 2, 2), word("auto_pad", "SAME_UPPER")),
        f.weights(0, 0.2, 2, 1, 3, 3)); // 2 x 6 x 4
    f.node("AveragePool", with(ints("kernel_shape", 2, 2), ints("strides", 2, 2))); // 2 x 3 x 2
    f.node("Resize", OnnxFile.repeated(), "", f.stored(new float[] {1, 1, 2, 2}, 4));
    f.node("Conv", with(word("auto_pad", "SAME_UPPER")), f.weights(0, 0.2, 2, 2, 3, 3));
    f.node("Resize", with(word("mode", "nearest")), "", f.stored(new float[] {1, 1, 2, 1}, 4));
    f.node(
        "ConvTranspose",
        with(ints("strides", 1, 2)),
        f.weights(0, 0.2, 2, 1, 1, 2),
        f.weights(0, 0.1, 1));
    f.node("Sigmoid");
    ModelImport.Outcome outcome = imported(f.write(temp.resolve("up.onnx"), 0, 1, 12, 8), null);
    same(outcome);
    assertThat(outcome.checkpoint().card().latentSize()).isEqualTo(12);
    outAgain(outcome.checkpoint());
  }

  @Test
  void whatIsNoChainOfKnownLayersIsRefused() {
    Path file = temp.resolve("bad.onnx");
    refused(rows().node("Softmax").write(file, 0, 784), "softmax", "Softmax", "the zoo knows");
    OnnxFile branch = rows();
    branch.raw(NodeProto.newBuilder().setOpType("Relu").addInput(branch.at()).addOutput("r"));
    branch.node("Sigmoid");
    refused(branch.write(file, 0, 784), "Relu", "Sigmoid", "no branches");
    OnnxFile circle = new OnnxFile(13, 0, 784);
    circle.raw(NodeProto.newBuilder().setOpType("Relu").addInput("a").addOutput("b"));
    circle.raw(NodeProto.newBuilder().setOpType("Relu").addInput("b").addOutput("a"));
    circle.raw(NodeProto.newBuilder().setOpType("Relu").addInput("x").addOutput("a"));
    refused(circle.at("c").write(file, 0, 784), "'a' leads in a circle");
    OnnxFile apart = new OnnxFile(13, 0, 784);
    apart.raw(NodeProto.newBuilder().setOpType("Relu").addInput("x").addOutput("a"));
    refused(apart.at("c").write(file, 0, 784), "'a' leads nowhere");
    OnnxFile small = new OnnxFile(13, 0, 784);
    small.node("Gemm", small.weights(0, 1, 784, 10)).node("Gemm", small.weights(0, 1, 10, 9));
    refused(small.write(file, 0, 9), "an output of the same shape as the input", "gives 9");
    OnnxFile wrong = new OnnxFile(13, 0, 784);
    wrong.node("Gemm", wrong.weights(0, 1, 783, 10)).node("Gemm", wrong.weights(0, 1, 10, 784));
    refused(wrong.write(file, 0, 784), "gemm", "[784, 10] expected");
  }

  @Test
  void weightsThatAreNotWhatTheySayAreRefused() throws Exception {
    Path file = temp.resolve("bad.onnx");
    OnnxFile nan = new OnnxFile(13, 0, 784);
    float[] values = new float[784];
    values[5] = Float.NaN;
    nan.node("Gemm", nan.stored(values, 784, 1)).node("Gemm", nan.weights(0, 1, 1, 784));
    refused(nan.write(file, 0, 784), "finite values expected");
    int type = TensorProto.DataType.FLOAT_VALUE;
    OnnxFile huge = new OnnxFile(13, 0, 784);
    huge.node("Gemm", huge.stored(OnnxFile.tensor(type, new byte[8], 784, 1L << 40)));
    refused(huge.write(file, 0, 784), "values expected");
    OnnxFile over = new OnnxFile(13, 0, 784);
    over.node("Gemm", over.stored(OnnxFile.tensor(type, new byte[8], 1L << 62, 4)));
    refused(over.write(file, 0, 784), "values expected");
    OnnxFile few = new OnnxFile(13, 0, 784);
    few.node("Gemm", few.stored(OnnxFile.tensor(type, new byte[8], 784, 3)));
    refused(few.write(file, 0, 784), "2352 values of 4 bytes expected; got 8 bytes");
    // An empty entry of external_data in bytes, as not every release of ND4J has it.
    byte[] external = {13 << 3 | 2, 0};
    TensorProto.Builder elsewhere = OnnxFile.tensor(type, new byte[0], 784, 3).mergeFrom(external);
    OnnxFile outside = new OnnxFile(13, 0, 784);
    outside.node("Gemm", outside.stored(elsewhere));
    refused(outside.write(file, 0, 784), "values inside of the file expected");
  }

  @Test
  void whatIsNoOnnxFileIsRefused() throws Exception {
    Path file = temp.resolve("bad.onnx");
    refused(Files.writeString(file, "this is no model"), "bad.onnx is not an ONNX model");
    byte[] whole = Files.readAllBytes(rows().write(temp.resolve("good.onnx"), 0, 784));
    SafeFiles.writeBytes(file, Arrays.copyOf(whole, whole.length / 2));
    refused(file, "bad.onnx is not an ONNX model");
    refused(Files.write(file, new byte[0]), "bad.onnx is empty");
    SafeFiles.writeBytes(temp.resolve("UPPER.ONNX"), whole);
    same(imported(temp.resolve("UPPER.ONNX"), null));
  }

  @Test
  void anotherModelThanTheFilesIsFoundOut() {
    // A mean that counts what is padded is another network: a file that says so is refused.
    OnnxFile f = new OnnxFile(13, 0, 1, 4, 4);
    f.node(
        "AveragePool",
        with(
            ints("kernel_shape", 3, 3),
            ints("strides", 2, 2),
            ints("pads", 0, 0, 1, 1),
            whole("count_include_pad", 1)));
    f.node("ConvTranspose", with(ints("strides", 2, 2)), f.weights(0, 1, 1, 1, 2, 2));
    refused(f.write(temp.resolve("a.onnx"), 0, 1, 4, 4), "averagepool", "padded");
  }
}
