package io.github.aezoo.sequential.onnx;

import static io.github.aezoo.sequential.onnx.OnnxFile.ints;
import static io.github.aezoo.sequential.onnx.OnnxFile.number;
import static io.github.aezoo.sequential.onnx.OnnxFile.whole;
import static io.github.aezoo.sequential.onnx.OnnxFile.with;
import static io.github.aezoo.sequential.onnx.OnnxFile.word;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Shape;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.ModelImport;
import java.nio.file.Path;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.NodeProto;
import org.junit.jupiter.api.Test;

/** Graphs in the manner of tf2onnx (channels last) and of PyTorch's exporter, by ONNX Runtime. */
final class ForeignOnnxTest extends OnnxImports {
  private int asides;

  private ModelCard same(Path file) {
    ModelImport.Outcome outcome = imported(file, null);
    same(outcome);
    return outcome.checkpoint().card();
  }

  private void refused(OnnxFile f, long[] output, String... parts) {
    refused(f.write(temp.resolve("bad.onnx"), output), parts);
  }

  private static OnnxFile moved(OnnxFile f, long... order) {
    return f.node("Transpose", with(ints("perm", order)));
  }

  private static OnnxFile first(OnnxFile f) {
    return moved(f, 0, 3, 1, 2);
  }

  private static OnnxFile last(OnnxFile f) {
    return moved(f, 0, 2, 3, 1);
  }

  private static void dense(OnnxFile f, int in, int out) {
    f.node("MatMul", f.weights(0, 0.2, in, out)).node("Add", f.weights(0, 0.1, out));
  }

  /** A node beside the layers. */
  private String aside(OnnxFile f, String type, String[] inputs, AttributeProto.Builder... a) {
    String name = type + asides++;
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(type).addOutput(name);
    for (String input : inputs) {
      node.addInput(input);
    }
    for (AttributeProto.Builder attribute : a) {
      node.addAttribute(attribute);
    }
    f.raw(node);
    return name;
  }

  private static String[] of(String... names) {
    return names;
  }

  /** The size of the batch of the present value, as TensorFlow's programs take it. */
  private String batch(OnnxFile f) {
    String shape = aside(f, "Shape", of(f.at()));
    String narrow = aside(f, "Cast", of(shape), whole("to", 6));
    String sliced = aside(f, "Slice", of(narrow, f.stored(0), f.stored(1), f.stored(0)));
    return aside(f, "Cast", of(sliced), whole("to", 7));
  }

  private static OnnxFile coded(OnnxFile f, boolean relusBetween) {
    first(f);
    f.node(
        "Conv",
        with(ints("strides", 2, 2), word("auto_pad", "SAME_UPPER")),
        f.weights(0, 0.2, 4, 3, 3, 3),
        f.weights(0, 0.1, 4)); // 4 x 6 x 5
    if (relusBetween) {
      last(f).node("Relu");
      first(f);
    }
    f.node(
        "BatchNormalization",
        f.weights(1, 0.1, 4),
        f.weights(0, 0.1, 4),
        f.weights(0, 0.1, 4),
        f.weights(2, 0.1, 4));
    f.node("MaxPool", with(ints("kernel_shape", 2, 2), ints("strides", 2, 2))); // 4 x 3 x 2
    last(f).node("Tanh");
    f.node("Reshape", f.stored(-1, 24));
    dense(f, 24, 7);
    f.node("Relu");
    return f;
  }

  @Test
  void channelsLastAreTakenWithTheirRows() {
    for (boolean relusBetween : new boolean[] {false, true}) {
      OnnxFile f = coded(new OnnxFile(13, 0, 12, 10, 3), relusBetween);
      dense(f, 7, 30 * 5);
      f.node("Elu", with(number("alpha", 1)));
      f.node("Reshape", aside(f, "Concat", of(batch(f), f.stored(6, 5, 5)), whole("axis", 0)));
      first(f);
      f.node(
          "ConvTranspose",
          with(ints("strides", 2, 2), ints("output_shape", 12, 10)),
          f.weights(0, 0.2, 5, 3, 3, 3));
      last(f).node("Add", f.weights(0, 0.1, 3)).node("Sigmoid");
      ModelCard card = same(f.write(temp.resolve("tf.onnx"), 0, 12, 10, 3));
      assertThat(card.input().imageShape()).isEqualTo(new Shape(3, 12, 10));
      assertThat(card.latentSize()).isEqualTo(7);
      delete(temp.resolve("out"));
    }
  }

  private static void delete(Path folder) {
    for (java.io.File file : folder.toFile().listFiles()) {
      assertThat(file.delete()).isTrue();
    }
  }

  @Test
  void aRowOfPixelsAtTheEndIsBroughtIntoOrder() {
    OnnxFile f = coded(new OnnxFile(13, 0, 12, 10, 3), false);
    dense(f, 7, 360);
    f.node("Sigmoid");
    f.node("Reshape", f.stored(-1, 12, 10, 3));
    same(f.write(temp.resolve("tf.onnx"), 0, 12, 10, 3));
  }

  @Test
  void denseLayersOfImagesWithChannelsLast() {
    OnnxFile f = new OnnxFile(13, 0, 6, 5, 3);
    f.node("Flatten");
    dense(f, 90, 8);
    f.node("Relu");
    dense(f, 8, 90);
    f.node("Sigmoid").node("Reshape", f.stored(-1, 6, 5, 3));
    ModelCard card = same(f.write(temp.resolve("tf.onnx"), 0, 6, 5, 3));
    assertThat(card.input().imageShape()).isEqualTo(new Shape(3, 6, 5));
  }

  /** With one channel both orders are the same, and tf2onnx writes Reshape for Transpose. */
  @Test
  void oneChannelIsReshaped() {
    OnnxFile f = new OnnxFile(13, 0, 8, 8, 1);
    f.node("Reshape", f.stored(-1, 1, 8, 8));
    f.node(
        "Conv",
        with(ints("strides", 2, 2), word("auto_pad", "SAME_UPPER")),
        f.weights(0, 0.3, 2, 1, 3, 3),
        f.weights(0, 0.1, 2)); // 2 x 4 x 4
    f.node("Relu");
    last(f).node("Reshape", f.stored(-1, 32));
    dense(f, 32, 5);
    dense(f, 5, 32);
    f.node("Relu").node("Reshape", f.stored(-1, 4, 4, 2));
    first(f);
    f.node("Resize", OnnxFile.repeated(), "", f.stored(new float[] {1, 1, 2, 2}, 4));
    f.node(
        "Conv",
        with(word("auto_pad", "SAME_UPPER")),
        f.weights(0, 0.3, 1, 2, 3, 3),
        f.weights(0, 0.1, 1));
    f.node("Sigmoid").node("Reshape", f.stored(-1, 8, 8, 1));
    ModelCard card = same(f.write(temp.resolve("tf.onnx"), 0, 8, 8, 1));
    assertThat(card.input().imageShape()).isEqualTo(new Shape(1, 8, 8));
  }

  @Test
  void outputShapesAreCroppedAsOnnxRuntimeDoes() {
    for (String pad : new String[] {"NOTSET", "SAME_UPPER"}) {
      OnnxFile f = new OnnxFile(13, 0, 1, 8, 6);
      f.node("Conv", with(ints("strides", 2, 2)), f.weights(0, 0.3, 2, 1, 2, 2)); // 2 x 4 x 3
      f.node("Conv", f.weights(0, 0.3, 1, 2, 1, 1)).node("Tanh");
      f.node(
          "ConvTranspose",
          with(ints("strides", 2, 2), ints("output_shape", 8, 6), word("auto_pad", pad)),
          f.weights(0, 0.3, 1, 1, 3, 3));
      f.node("Sigmoid");
      same(f.write(temp.resolve(pad + ".onnx"), 0, 1, 8, 6));
      delete(temp.resolve("out"));
    }
  }

  /** {@code x.view(x.size(0), -1)}, {@code unflatten}, weights that are shared or transposed. */
  @Test
  void shapesThatPyTorchComputesAreFolded() {
    OnnxFile f = new OnnxFile(14, 0, 3, 6, 4);
    f.node(
        "Conv",
        with(ints("strides", 2, 2), ints("pads", 1, 1, 1, 1)),
        f.weights(0, 0.2, 3, 3, 3, 3),
        f.weights(0, 0.1, 3)); // 3 x 3 x 2
    f.node("Relu");
    String shape = aside(f, "Shape", of(f.at()));
    String batch = aside(f, "Gather", of(shape, f.stored(0)), whole("axis", 0));
    String vector = aside(f, "Reshape", of(batch, f.stored(-1)));
    f.node("Reshape", aside(f, "Concat", of(vector, f.stored(-1)), whole("axis", 0)));
    f.node("MatMul", aside(f, "Transpose", of(f.weights(0, 0.2, 4, 18)), ints("perm", 1, 0)));
    f.node("Add", f.weights(0, 0.1, 4));
    f.node(
        "Gemm",
        with(whole("transB", 1)),
        aside(f, "Identity", of(f.weights(0, 0.2, 18, 4))),
        f.weights(0, 0.1, 18));
    f.node("Relu");
    String sizes = aside(f, "Shape", of(f.at()));
    String head = aside(f, "Slice", of(sizes, f.stored(0), f.stored(1)));
    String tail = aside(f, "Slice", of(sizes, f.stored(2), f.stored(Long.MAX_VALUE)));
    f.node(
        "Reshape",
        with(whole("allowzero", 1)),
        aside(f, "Concat", of(head, f.stored(3, 3, 2), tail), whole("axis", 0)));
    f.node(
        "ConvTranspose",
        with(ints("strides", 2, 2), ints("pads", 1, 1, 1, 1), ints("output_padding", 1, 1)),
        f.weights(0, 0.2, 3, 3, 3, 3),
        f.weights(0, 0.1, 3));
    f.node("Sigmoid");
    ModelCard card = same(f.write(temp.resolve("torch.onnx"), 0, 3, 6, 4));
    assertThat(card.latentSize()).isEqualTo(4);
  }

  /** {@code interpolate(x, size=..)} computes its sizes from the shape. */
  @Test
  void computedSizesOfAnEnlargementAreFolded() {
    OnnxFile f = new OnnxFile(13, 0, 1, 6, 4);
    f.node("AveragePool", with(ints("kernel_shape", 2, 2), ints("strides", 2, 2)));
    f.node("Conv", f.weights(0.5, 0.2, 1, 1, 1, 1));
    String shape = aside(f, "Shape", of(f.at()));
    String head = aside(f, "Slice", of(shape, f.stored(0), f.stored(2), f.stored(0)));
    String plane = aside(f, "Slice", of(shape, f.stored(2), f.stored(4), f.stored(0)));
    String twice = aside(f, "Mul", of(plane, f.stored(2, 2)));
    f.node(
        "Resize",
        OnnxFile.repeated(),
        "",
        "",
        aside(f, "Concat", of(head, twice), whole("axis", 0)));
    f.node("Conv", f.weights(0.5, 0.2, 1, 1, 1, 1));
    f.node("Sigmoid");
    same(f.write(temp.resolve("torch.onnx"), 0, 1, 6, 4));
  }

  @Test
  void ordersThatNoLayerCanTakeOnAreRefused() {
    long[] images = {0, 12, 10, 3};
    refused(moved(new OnnxFile(13, 0, 3, 12, 10), 0, 1, 3, 2), images, "Transpose", "0, 1, 3, 2");
    refused(first(first(new OnnxFile(13, 0, 12, 10, 3))), images, "Transpose", "[0, 3, 1, 2] of");
    OnnxFile unmoved = first(new OnnxFile(13, 0, 12, 10, 3));
    last(unmoved).node("Conv", unmoved.weights(0, 0.2, 3, 10, 1, 1));
    refused(unmoved, images, "Conv", "maps [N, C, H, W] before it expected");
    OnnxFile mixed = first(new OnnxFile(13, 0, 12, 10, 3));
    last(mixed).node("Reshape", mixed.stored(-1, 360)).node("Reshape", mixed.stored(-1, 3, 12, 10));
    mixed.node("Conv", mixed.weights(0, 0.2, 3, 3, 1, 1));
    refused(mixed, images, "Reshape", "only after a Transpose");
    OnnxFile odd = coded(new OnnxFile(13, 0, 12, 10, 3), false);
    dense(odd, 7, 360);
    odd.node("Reshape", odd.stored(-1, 12, 10, 3));
    first(odd);
    refused(odd, new long[] {0, 3, 12, 10}, "images in the order of the input expected");
  }

  @Test
  void whatIsNoShapeIsRefused() {
    long[] images = {0, 784};
    OnnxFile f = new OnnxFile(13, 0, 784);
    f.node("Reshape", aside(f, "Exp", of(f.stored(-1, 784))));
    refused(f, images, "Reshape", "Exp", "a stored shape");
    OnnxFile g = new OnnxFile(13, 0, 784);
    String sum = g.stored(1, 1);
    for (int i = 0; i < 100; i++) {
      sum = aside(g, "Add", of(sum, sum));
    }
    g.node("Reshape", sum);
    refused(g, images, "Reshape", "nodes in a row");
    OnnxFile h = new OnnxFile(13, 0, 784);
    String more = h.stored(1, 1);
    for (int i = 0; i < 40; i++) {
      more = aside(h, "Concat", of(more, more), whole("axis", 0));
    }
    h.node("Reshape", more);
    refused(h, images, "Reshape", "at most 64 numbers");
    OnnxFile zero = new OnnxFile(13, 0, 784);
    zero.node("Reshape", aside(zero, "Div", of(zero.stored(4, 4), zero.stored(0, 2))));
    refused(zero, images, "Reshape", "sizes of a shape expected");
    OnnxFile weights = new OnnxFile(13, 0, 784);
    weights.node("MatMul", aside(weights, "Exp", of(weights.weights(0, 1, 784, 3))));
    refused(weights, images, "MatMul", "Exp", "a stored tensor");
  }
}
