package io.github.aezoo.sequential.onnx;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.LayerChain;
import io.github.aezoo.sequential.LayerSpec;
import io.github.aezoo.sequential.Padding;
import io.github.aezoo.sequential.Size;
import io.github.aezoo.sequential.Window;
import java.util.Map;
import onnx.Onnx.NodeProto;

/** Convolutions, poolings and enlargements. */
final class OnnxWindows {
  private final OnnxGraphReader graph;
  private final LayerChain chain;

  OnnxWindows(OnnxGraphReader graph, LayerChain chain) {
    this.graph = graph;
    this.chain = chain;
  }

  void convolution(String layer, NodeProto node, Attributes a) {
    Tensor w = kernel(graph.floats(node, 1));
    a.require("group", 1);
    Window window = window(w, a);
    int[] dilations = a.wholes("dilations", 1, 1);
    if (dilations[0] != dilations[1]) {
      throw new ZooException("equal dilations expected");
    }
    int filters = Math.toIntExact(w.shape()[0]);
    chain.add(
        layer,
        new LayerSpec.Convolution(filters, window, dilations[0], padding(a, window, dilations[0])),
        Map.of("W", w, "b", bias(node, filters)));
  }

  void transposed(String layer, NodeProto node, Attributes a) {
    Tensor w = kernel(graph.floats(node, 1));
    a.require("group", 1);
    int[] dilations = a.wholes("dilations", 1, 1);
    if (dilations[0] != 1 || dilations[1] != 1) {
      throw new ZooException("no dilation expected");
    }
    Window window = window(w, a);
    int filters = Math.toIntExact(w.shape()[1]);
    chain.add(
        layer,
        new LayerSpec.TransposedConvolution(filters, window, cropping(a, window)),
        Map.of("W", w, "b", bias(node, filters)));
  }

  private static Tensor kernel(Tensor w) {
    if (w.shape().length != 4) {
      throw new ZooException("a kernel of images, [out, in, H, W], expected; got " + w);
    }
    return w;
  }

  private static Window window(Tensor w, Attributes a) {
    int[] strides = a.wholes("strides", 1, 1);
    int height = Math.toIntExact(w.shape()[2]);
    int width = Math.toIntExact(w.shape()[3]);
    int[] kernel = a.wholes("kernel_shape", height, width);
    if (kernel[0] != height || kernel[1] != width) {
      throw new ZooException("kernel_shape differs from that of the stored kernel");
    }
    return new Window(height, width, strides[0], strides[1]);
  }

  private Tensor bias(NodeProto node, int filters) {
    return graph.has(node, 2) ? graph.floats(node, 2) : Tensor.filled(filters, 0);
  }

  private Padding padding(Attributes a, Window window, int dilation) {
    int[] pads = a.wholes("pads", 0, 0, 0, 0);
    return switch (a.word("auto_pad", "NOTSET")) {
      case "NOTSET" -> new Padding(pads[0], pads[2], pads[1], pads[3]);
      case "VALID" -> Padding.NONE;
      case "SAME_UPPER" -> Padding.same(chain.size(), window, dilation);
      default -> throw new ZooException("auto_pad NOTSET, VALID or SAME_UPPER expected");
    };
  }

  /** What is added at the end is cropped less there. */
  private Padding cropping(Attributes a, Window window) {
    if (a.has("output_shape")) {
      return croppingTo(a, window);
    }
    if (a.word("auto_pad", "NOTSET").equals("SAME_UPPER")) {
      return Padding.sameTransposed(window);
    }
    if (!a.word("auto_pad", "NOTSET").equals("NOTSET")) {
      throw new ZooException("auto_pad NOTSET or SAME_UPPER expected");
    }
    int[] pads = a.wholes("pads", 0, 0, 0, 0);
    int[] more = a.wholes("output_padding", 0, 0);
    if (pads[2] < more[0] || pads[3] < more[1]) {
      throw new ZooException("output_padding of at most the padding expected");
    }
    return new Padding(pads[0], pads[2] - more[0], pads[1], pads[3] - more[1]);
  }

  /** What is beyond a stated size; the odd row or column is cropped first, unless SAME_UPPER. */
  private Padding croppingTo(Attributes a, Window w) {
    int[] sizes = a.wholes("output_shape", 0, 0);
    Size in = chain.size();
    int rows = (in.height() - 1) * w.down() + w.height() - sizes[0];
    int columns = (in.width() - 1) * w.right() + w.width() - sizes[1];
    if (rows < 0 || columns < 0) {
      throw new ZooException("an output_shape that the kernel can reach expected");
    }
    boolean upper = a.word("auto_pad", "NOTSET").equals("SAME_UPPER");
    int top = upper ? rows / 2 : rows - rows / 2;
    int left = upper ? columns / 2 : columns - columns / 2;
    return new Padding(top, rows - top, left, columns - left);
  }

  void pooling(String layer, NodeProto node, Attributes a, boolean largest) {
    if (node.getOutputCount() > 1 || !a.has("kernel_shape")) {
      throw new ZooException("a kernel_shape and one output expected");
    }
    int[] dilations = a.wholes("dilations", 1, 1);
    if (dilations[0] != 1 || dilations[1] != 1) {
      throw new ZooException("no dilation expected");
    }
    int[] kernel = a.wholes("kernel_shape", 0, 0);
    int[] strides = a.wholes("strides", 1, 1);
    Window window = new Window(kernel[0], kernel[1], strides[0], strides[1]);
    Padding padding = padding(a, window, 1);
    boolean counted = !largest && a.whole("count_include_pad", 0) != 0;
    if (a.whole("ceil_mode", 0) != 0) {
      padding = roundedUp(chain.size(), window, padding);
    }
    if (counted && !padding.equals(Padding.NONE)) {
      throw new ZooException("a mean that does not count what is padded expected");
    }
    chain.add(
        layer,
        largest
            ? new LayerSpec.MaxPooling(window, padding)
            : new LayerSpec.AveragePooling(window, padding));
  }

  /** Windows that begin inside but end outside count, as if rows were added at the end. */
  private static Padding roundedUp(Size in, Window w, Padding p) {
    int rows = missing(in.height() + p.top() + p.bottom(), w.height(), w.down());
    int columns = missing(in.width() + p.left() + p.right(), w.width(), w.right());
    return new Padding(p.top(), p.bottom() + rows, p.left(), p.right() + columns);
  }

  private static int missing(int in, int window, int stride) {
    int over = Math.floorMod(in - window, stride);
    return over == 0 ? 0 : stride - over;
  }

  void upsampling(String layer, NodeProto node, Attributes a) {
    String mode = a.word("mode", "nearest");
    String place =
        a.word(
            "coordinate_transformation_mode",
            node.getOpType().equals("Upsample") ? "asymmetric" : "half_pixel");
    String rounding =
        a.word(
            "nearest_mode", node.getOpType().equals("Upsample") ? "floor" : "round_prefer_floor");
    boolean repeats =
        place.equals("asymmetric")
            ? rounding.equals("floor")
            : (place.equals("half_pixel") || place.equals("pytorch_half_pixel"))
                && rounding.startsWith("round_prefer");
    if (!mode.equals("nearest") || !repeats) {
      throw new ZooException(
          "every value repeated (mode nearest, asymmetric with floor or half_pixel with rounding) expected; got %s, %s, %s"
              .formatted(mode, place, rounding));
    }
    int[] times = times(node, a);
    chain.add(layer, new LayerSpec.Upsampling(times[0], times[1]));
  }

  private int[] times(NodeProto node, Attributes a) {
    if (a.has("scales")) {
      return whole(a.floats("scales"));
    }
    int scales = node.getOpType().equals("Upsample") ? 1 : 2;
    float[] stored = graph.has(node, scales) ? graph.floats(node, scales).values() : new float[0];
    if (stored.length > 0) {
      return whole(stored);
    }
    if (!graph.has(node, 3)) {
      throw new ZooException("stored scales expected");
    }
    long[] sizes = graph.longs(node, 3);
    Size in = chain.size();
    if (sizes.length != 4 || sizes[2] % in.height() != 0 || sizes[3] % in.width() != 0) {
      throw new ZooException("whole multiples of %s expected".formatted(in));
    }
    return whole(1, 1, (float) sizes[2] / in.height(), (float) sizes[3] / in.width());
  }

  private static int[] whole(float... scales) {
    boolean right = scales.length == 4 && scales[0] == 1 && scales[1] == 1;
    if (!right || scales[2] != Math.rint(scales[2]) || scales[3] != Math.rint(scales[3])) {
      throw new ZooException("whole scales of only height and width expected");
    }
    return new int[] {(int) scales[2], (int) scales[3]};
  }
}
