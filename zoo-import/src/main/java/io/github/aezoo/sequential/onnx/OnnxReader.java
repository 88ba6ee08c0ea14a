package io.github.aezoo.sequential.onnx;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.Images;
import io.github.aezoo.sequential.LayerChain;
import io.github.aezoo.sequential.LayerSpec;
import io.github.aezoo.zoo.imports.ImportedModel;
import io.github.aezoo.zoo.imports.ModelReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads ONNX files (<a href="https://github.com/onnx/onnx/blob/main/docs/IR.md">format</a>) whose
 * layers follow each other, with images {@code [N, C, H, W]} or {@code [N, H, W, C]}, or rows
 * {@code [N, values]}.
 */
public final class OnnxReader implements ModelReader {
  @Override
  public String format() {
    return "ONNX";
  }

  @Override
  public boolean reads(Path file, byte[] head) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  @Override
  public ImportedModel read(Path file, Wishes wishes) {
    try {
      return model(file, wishes);
    } catch (IndexOutOfBoundsException e) {
      // Lists of the file's format, such as a node's inputs, are as long as the file says.
      throw new ZooException(
          "%s: a node lacks an input or an output that ONNX asks for: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static ImportedModel model(Path file, Wishes wishes) {
    OnnxGraphReader graph = new OnnxGraphReader(file);
    long[] sizes = graph.inputSizes();
    boolean last = OnnxLayout.imagesLast(graph, sizes);
    LayerChain chain = new LayerChain(image(sizes, last, wishes));
    if (sizes.length == 2) {
      chain.add(graph.inputName(), new LayerSpec.Flatten());
    }
    new OnnxLayerReader(graph, chain, new OnnxLayout(graph, chain, last)).addAll();
    return chain.finish(
        wishes.code(), last, OnnxOriginal.of(file, sizes, last, graph.outputName()));
  }

  private static Shape image(long[] sizes, boolean last, Wishes wishes) {
    if (sizes.length == 2) {
      long values = sizes[1] == 0 ? Images.asked(wishes.input()).size() : sizes[1];
      return Images.ofRow(values, wishes.input());
    }
    boolean maps = sizes.length == 4 || sizes.length == 3;
    boolean known = maps && Arrays.stream(sizes, 1, sizes.length).allMatch(n -> n > 0 && n <= 4096);
    if (maps && !known) {
      return Images.asked(wishes.input());
    }
    if (!known) {
      throw new ZooException(
          "an input [N, C, H, W], [N, H, W, C] or [N, values] expected; got "
              + Arrays.toString(sizes));
    }
    int n = sizes.length;
    Shape shape =
        last
            ? new Shape((int) sizes[3], (int) sizes[1], (int) sizes[2])
            : new Shape(n == 4 ? (int) sizes[1] : 1, (int) sizes[n - 2], (int) sizes[n - 1]);
    return Images.agreed(shape, wishes.input());
  }
}
