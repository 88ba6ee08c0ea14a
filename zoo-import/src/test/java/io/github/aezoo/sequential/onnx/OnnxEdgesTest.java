package io.github.aezoo.sequential.onnx;

import static io.github.aezoo.sequential.onnx.OnnxFile.ints;
import static io.github.aezoo.sequential.onnx.OnnxFile.number;
import static io.github.aezoo.sequential.onnx.OnnxFile.with;
import static io.github.aezoo.sequential.onnx.OnnxFile.word;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.zoo.ModelImport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

final class OnnxEdgesTest extends OnnxImports {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void edgesAreTakenAwayAndAdded(boolean old) {
    OnnxFile f = new OnnxFile(old ? 9 : 13, 0, 1, 9, 8);
    if (old) {
      f.node("Pad", with(ints("pads", 0, 0, 0, 1, 0, 0, 2, 3))); // 1 x 11 x 12
    } else {
      f.node("Pad", f.stored(0, 0, 0, 1, 0, 0, 2, 3));
    }
    f.node("Conv", with(ints("strides", 2, 2)), f.weights(0, 0.4, 2, 1, 3, 3)); // 2 x 5 x 5
    if (old) {
      f.node("Slice", with(ints("starts", 1, 0), ints("ends", 99, -2), ints("axes", 2, 3)));
    } else {
      String starts = f.stored(1, 0);
      f.node("Slice", starts, f.stored(Long.MAX_VALUE, -2), f.stored(-2, -1)); // 2 x 4 x 3
    }
    f.node("Tanh");
    f.node(
        "ConvTranspose",
        with(ints("strides", 3, 3)),
        f.weights(0.2, 0.4, 2, 1, 3, 3),
        f.weights(0.5, 0.1, 1)); // 1 x 12 x 9
    if (old) {
      f.node("Slice", with(ints("starts", 0, 0, 2, 1), ints("ends", Integer.MAX_VALUE, 9, 11, 9)));
      f.node("Clip", with(number("min", 0), number("max", 1)));
    } else {
      f.node("Slice", f.stored(2, 1), f.stored(11, 9), f.stored(2, 3), f.stored(1, 1));
      f.node("Clip", f.stored(new float[] {0}), f.stored(new float[] {1}));
    }
    ModelImport.Outcome outcome = imported(f.write(temp.resolve("e.onnx"), 0, 1, 9, 8), null);
    same(outcome);
    assertThat(outcome.checkpoint().card().latentSize()).isEqualTo(24);
    INDArray out = outAgain(outcome.checkpoint());
    assertThat(out.minNumber().doubleValue()).isZero();
    assertThat(out.maxNumber().doubleValue()).isLessThanOrEqualTo(1);
  }

  @Test
  void theMeansOfAPosteriorAreAPartOfARow() {
    OnnxFile f = new OnnxFile(13, 0, 784);
    f.node("Gemm", f.weights(0, 0.1, 784, 9), f.weights(0, 0.1, 9)).node("Elu");
    f.node("Gemm", f.weights(0, 0.4, 9, 8), f.weights(0, 0.1, 8));
    f.node("Slice", f.stored(0, 3), f.stored(Integer.MAX_VALUE, 7), f.stored(0, 1));
    f.node("Gemm", f.weights(0, 0.4, 4, 784), f.weights(0, 0.1, 784)).node("Sigmoid");
    ModelImport.Outcome outcome = imported(f.write(temp.resolve("v.onnx"), 0, 784), null);
    same(outcome);
    assertThat(outcome.checkpoint().card().latentSize()).isEqualTo(4);
    assertThat(outcome.checkpoint().card().parameters())
        .isEqualTo(784 * 9 + 9 + 9 * 4 + 4 + 4 * 784 + 784);
  }

  @Test
  void partsThatAreNoEdgesOfImagesAreRefused() {
    Path file = temp.resolve("bad.onnx");
    OnnxFile channels = new OnnxFile(13, 0, 3, 4, 4);
    channels.node("Slice", channels.stored(1), channels.stored(2), channels.stored(1));
    refused(channels.write(file, 0, 1, 4, 4), "slice", "only rows and columns");
    OnnxFile batch = new OnnxFile(13, 0, 3, 4, 4);
    batch.node("Slice", batch.stored(1), batch.stored(2), batch.stored(0));
    refused(batch.write(file, 0, 3, 4, 4), "slice", "not of the batch");
    OnnxFile second = new OnnxFile(13, 0, 3, 4, 4);
    second.node("Slice", second.stored(0), second.stored(4), second.stored(2), second.stored(2));
    refused(second.write(file, 0, 3, 2, 4), "slice", "steps of 1");
    OnnxFile nothing = new OnnxFile(13, 0, 3, 4, 4);
    nothing.node("Slice", nothing.stored(3), nothing.stored(1), nothing.stored(2));
    refused(nothing.write(file, 0, 3, 1, 4), "slice");
    OnnxFile mirrored = new OnnxFile(13, 0, 3, 4, 4);
    mirrored.node("Pad", with(word("mode", "reflect")), mirrored.stored(0, 0, 1, 1, 0, 0, 1, 1));
    refused(mirrored.write(file, 0, 3, 6, 6), "pad", "zeros");
    OnnxFile ones = new OnnxFile(13, 0, 3, 4, 4);
    String pads = ones.stored(0, 0, 1, 1, 0, 0, 1, 1);
    ones.node("Pad", pads, ones.stored(new float[] {1}));
    refused(ones.write(file, 0, 3, 6, 6), "pad", "zeros");
    OnnxFile pixels = new OnnxFile(13, 0, 1, 4, 4);
    pixels.node("Flatten").node("Slice", pixels.stored(0), pixels.stored(4), pixels.stored(1));
    refused(pixels.write(file, 0, 4), "slice", "right behind its dense layer");
    OnnxFile inner = new OnnxFile(13, 0, 784);
    inner.node("Clip", inner.stored(new float[] {0}), inner.stored(new float[] {1}));
    inner.node("Gemm", inner.weights(0, 1, 784, 784));
    refused(inner.write(file, 0, 784), "clip", "no layer after it");
  }
}
