package io.github.aezoo.sequential.onnx;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.LayerChain;
import io.github.aezoo.sequential.LayerSpec;
import io.github.aezoo.sequential.RowOrder;
import io.github.aezoo.sequential.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import onnx.Onnx.NodeProto;

/**
 * In which order the file has the values that the chain has as {@code [C, H, W]}. ONNX's layers of
 * images take channels first; files of programs that have them last (tf2onnx) go there and back by
 * Transpose, and make rows pixel by pixel, which the weights of the dense layer beside make good.
 */
final class OnnxLayout {
  private static final int[] TO_FIRST = {0, 3, 1, 2};
  private static final int[] TO_LAST = {0, 2, 3, 1};
  private static final int MOST_CHANNELS = 4;

  /** What gives each value from the same one, and so takes any order. */
  private static final Set<String> ANY_ORDER =
      Set.of(
          "Relu",
          "Elu",
          "LeakyRelu",
          "Sigmoid",
          "Tanh",
          "Softplus",
          "Selu",
          "Identity",
          "Dropout",
          "Add");

  private static final Set<String> ROWS = Set.of("Reshape", "Flatten", "Gemm", "MatMul");

  private final OnnxGraphReader graph;
  private final LayerChain chain;
  private final RowOrder rows;

  /** Whether the file's images are {@code [N, H, W, C]}. */
  private final boolean imagesLast;

  /** Whether the file has the present maps so. */
  private boolean last;

  OnnxLayout(OnnxGraphReader graph, LayerChain chain, boolean imagesLast) {
    this.graph = graph;
    this.chain = chain;
    this.rows = new RowOrder(chain);
    this.imagesLast = imagesLast;
    this.last = imagesLast;
  }

  /**
   * Whether a file's images are {@code [N, H, W, C]}: its layers say so, or its input's sizes where
   * the layers take rows.
   */
  static boolean imagesLast(OnnxGraphReader graph, long... sizes) {
    boolean bySize =
        sizes.length == 4
            && sizes[3] > 0
            && sizes[3] <= MOST_CHANNELS
            && (sizes[1] == 0 || sizes[1] > MOST_CHANNELS);
    return sizes.length == 4 && lastBefore(graph.nodes(), bySize);
  }

  /** Whether the layers that follow take channels last, or what is otherwise when none says. */
  private static boolean lastBefore(List<NodeProto> following, boolean otherwise) {
    for (NodeProto node : following) {
      if (node.getOpType().equals("Transpose")) {
        return Arrays.equals(new Attributes(node).order("perm", TO_FIRST.length), TO_FIRST);
      }
      if (ROWS.contains(node.getOpType())) {
        return otherwise;
      }
      if (!ANY_ORDER.contains(node.getOpType())) {
        return false;
      }
    }
    return otherwise;
  }

  /** The axis of channels in a tensor that is added to maps or rows. */
  int channelAxis(int rank) {
    return chain.size().maps() && !last ? rank - 3 : rank - 1;
  }

  /** The axis of rows in maps, as the file has them; that of columns is the next one. */
  int heightAxis() {
    return last ? 1 : 2;
  }

  /** Refuses maps that are not as ONNX's layers of images take them. */
  void requireChannelsFirst() {
    if (chain.size().maps() && last) {
      if (!RowOrder.alike(chain.size())) {
        throw new ZooException(
            "maps [N, C, H, W] before it expected; here they are [N, H, W, C] of " + chain.size());
      }
      last = false;
    }
  }

  void transpose(NodeProto node) {
    Size size = chain.size();
    int[] order = new Attributes(node).order("perm", size.maps() ? TO_FIRST.length : 2);
    boolean toFirst = Arrays.equals(order, TO_FIRST) && (last || RowOrder.alike(size));
    boolean toLast = Arrays.equals(order, TO_LAST) && (!last || RowOrder.alike(size));
    if (!size.maps() || !(toFirst || toLast)) {
      throw new ZooException(
          "channels moved to the front [0, 3, 1, 2] or back [0, 2, 3, 1] expected; got %s of %s [N, %s]"
              .formatted(Arrays.toString(order), size, last ? "H, W, C" : "C, H, W"));
    }
    last = toLast;
  }

  void flatten(String layer) {
    if (last) {
      rows.flatten(layer);
    } else if (chain.size().maps()) {
      chain.add(layer, new LayerSpec.Flatten());
    }
    last = false;
  }

  /**
   * Keeps some values of the row that comes out at present, such as the means of a posterior.
   *
   * @throws ZooException when no dense layer made the row, or none is left
   */
  void keep(int... values) {
    if (values.length == 0 || rows.byPixel() || !chain.reorder(values)) {
      throw new ZooException("some values of a row expected, right behind its dense layer");
    }
  }

  /** Weights of a dense layer behind a row, in the order that the row has here. */
  Tensor taken(Tensor matrix) {
    return !chain.size().maps() && matrix.shape()[0] == chain.size().values()
        ? rows.taken(matrix)
        : matrix;
  }

  /** Values beside a row, in the order that the row has here. */
  Tensor beside(Tensor vector) {
    return rows.beside(vector);
  }

  void reshape(String layer, NodeProto node, int place) {
    long[] target = target(node);
    Size size = chain.size();
    boolean maps = target.length == 4 || target.length == 3;
    if (target.length == 2 && target[1] == size.values()) {
      flatten(layer);
    } else if (maps
        && Arrays.stream(target, 1, target.length).allMatch(n -> n > 0 && n < 1 << 20)) {
      int[] t = Arrays.stream(target).mapToInt(n -> (int) n).toArray();
      List<NodeProto> following = graph.nodes().subList(place + 1, graph.nodes().size());
      if (t.length == 3) {
        toMaps(layer, Size.maps(1, t[1], t[2]), last || imagesLast);
      } else if (lastBefore(following, imagesLast)) {
        toMaps(layer, Size.maps(t[3], t[1], t[2]), true);
      } else {
        toMaps(layer, Size.maps(t[1], t[2], t[3]), false);
      }
    } else {
      throw new ZooException(
          "[N, values], [N, C, H, W] or [N, H, W, C] expected of %s; got %s"
              .formatted(size, Arrays.toString(target)));
    }
  }

  /** The sizes that a node asks for, of which it may leave one open, or as they are by 0. */
  private long[] target(NodeProto node) {
    long[] target = graph.longs(node, 1).clone();
    boolean zeros = new Attributes(node).whole("allowzero", 0) == 0;
    long[] before = shape();
    long known = 1;
    int open = -1;
    for (int i = 1; i < target.length; i++) {
      if (target[i] == 0 && zeros && i < before.length) {
        target[i] = before[i];
      }
      if (target[i] == -1 || target[i] == OnnxFolding.OPEN) {
        open = i;
      } else {
        long own = Math.max(1, Math.min(target[i], Size.MAX_VALUES));
        known = Math.min(Size.MAX_VALUES, known * own);
      }
    }
    if (open > 0) {
      target[open] = chain.size().values() / known;
    }
    return target;
  }

  private void toMaps(String layer, Size to, boolean toLast) {
    Size size = chain.size();
    boolean same = size.equals(to) && (last == toLast || RowOrder.alike(size));
    if (!same) {
      boolean pixels = toLast || last || rows.byPixel();
      if (pixels && !toLast && !RowOrder.alike(to)) {
        throw new ZooException(
            "maps [N, H, W, C] become %s only after a Transpose [0, 3, 1, 2]".formatted(to));
      }
      if (pixels && (last || !size.maps())) {
        rows.reshape(layer, to);
      } else if (pixels && !RowOrder.alike(size)) {
        throw new ZooException(
            "maps [N, C, H, W] become [N, H, W, C] only by a Transpose [0, 2, 3, 1]");
      } else {
        chain.add(layer, new LayerSpec.Reshape(to.channels(), to.height(), to.width()));
      }
    }
    last = toLast;
  }

  /** The shape of the present values, as the file has them. */
  long[] shape() {
    Size s = chain.size();
    if (!s.maps()) {
      return new long[] {OnnxFolding.OPEN, s.values()};
    }
    return last
        ? new long[] {OnnxFolding.OPEN, s.height(), s.width(), s.channels()}
        : new long[] {OnnxFolding.OPEN, s.channels(), s.height(), s.width()};
  }

  /** Brings what comes out into the order of the images that went in. */
  void end() {
    Size size = chain.size();
    boolean right = size.maps() ? last == imagesLast || RowOrder.alike(size) : !rows.byPixel();
    if (!size.maps() && imagesLast) {
      rows.becomeMaps(Size.of(chain.image()));
    } else if (!right) {
      throw new ZooException(
          "images in the order of the input expected at the end; the last layers give them as %s"
              .formatted(last || rows.byPixel() ? "[N, H, W, C]" : "[N, C, H, W]"));
    }
  }
}
