package io.github.aezoo.sequential.onnx;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.Orders;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/**
 * What stored tensors and the shapes of values come to: programs write a target shape, or weights
 * the other way round, as nodes of their own beside the layers.
 */
final class OnnxFolding {
  /** A size that the file leaves open, such as that of the batch. */
  static final long OPEN = Long.MIN_VALUE;

  private static final int MOST = 64;
  private static final int DEEPEST = 64;

  private final Map<String, TensorProto> stored;
  private final Map<String, NodeProto> computed;
  private final Map<String, long[]> shapes = new HashMap<>();
  private final Map<String, long[]> known = new HashMap<>();

  /**
   * For a graph.
   *
   * @param stored tensors by name
   * @param computed nodes by the name of what they give, whose inputs are stored or computed before
   *     them, or a value whose shape they take
   */
  OnnxFolding(Map<String, TensorProto> stored, Map<String, NodeProto> computed) {
    this.stored = stored;
    this.computed = computed;
  }

  /** Remembers the shape of a layer's value, as the file has it. */
  void note(String value, long... shape) {
    shapes.put(value, shape);
  }

  /** Floats that are stored, or stored in another order of dimensions. */
  Tensor floats(String name) {
    return floats(name, 0);
  }

  private Tensor floats(String name, int depth) {
    if (stored.containsKey(name)) {
      return OnnxTensors.floats(stored.get(name));
    }
    NodeProto node = computed.get(name);
    requireShallow(depth);
    return switch (node.getOpType()) {
      case "Identity" -> floats(node.getInput(0), depth + 1);
      case "Transpose" -> {
        Tensor tensor = floats(node.getInput(0), depth + 1);
        yield Orders.transposed(tensor, new Attributes(node).order("perm", tensor.shape().length));
      }
      default -> throw unknown(node, "a stored tensor, or its Transpose,");
    };
  }

  /** Whole numbers: stored, or computed from shapes; {@link #OPEN} where they depend on those. */
  long[] longs(String name) {
    return longs(name, 0);
  }

  private long[] longs(String name, int depth) {
    if (stored.containsKey(name)) {
      return OnnxTensors.longs(stored.get(name));
    }
    long[] before = known.get(name);
    if (before == null) {
      requireShallow(depth);
      before = compute(computed.get(name), depth + 1);
      if (before.length > MOST) {
        throw new ZooException("at most %d numbers of a shape expected".formatted(MOST));
      }
      known.put(name, before);
    }
    return before;
  }

  private static void requireShallow(int depth) {
    if (depth > DEEPEST) {
      throw new ZooException("at most %d nodes in a row expected".formatted(DEEPEST));
    }
  }

  private static ZooException unknown(NodeProto node, String expected) {
    return new ZooException(
        "%s expected; got '%s' (%s)"
            .formatted(expected, OnnxGraphReader.name(node), node.getOpType()));
  }

  private long[] compute(NodeProto node, int depth) {
    Attributes a = new Attributes(node);
    return switch (node.getOpType()) {
      case "Shape" -> shape(node, a);
      case "Identity", "Cast", "Squeeze", "Unsqueeze", "Reshape" -> longs(node.getInput(0), depth);
      case "Concat" ->
          node.getInputList().stream()
              .flatMapToLong(name -> Arrays.stream(longs(name, depth)))
              .limit(MOST + 1L)
              .toArray();
      case "Gather" -> {
        a.require("axis", 0);
        long[] from = longs(node.getInput(0), depth);
        yield Arrays.stream(longs(node.getInput(1), depth)).map(i -> at(from, i)).toArray();
      }
      case "Slice" -> slice(node, a, depth);
      case "Mul" -> both(node, depth, Math::multiplyExact);
      case "Add" -> both(node, depth, Math::addExact);
      case "Sub" -> both(node, depth, Math::subtractExact);
      case "Div" -> both(node, depth, OnnxFolding::quotient);
      case "ReduceProd" ->
          new long[] {
            Arrays.stream(longs(node.getInput(0), depth))
                .reduce(1, (x, y) -> open(x, y, Math::multiplyExact))
          };
      default ->
          throw unknown(
              node,
              "a stored shape, or one computed by Shape, Gather, Slice, Concat, Squeeze, Unsqueeze, Reshape,"
                  + " Cast, Mul, Add, Sub, Div, ReduceProd,");
    };
  }

  private long[] shape(NodeProto node, Attributes a) {
    long[] shape = shapes.get(node.getInput(0));
    if (shape == null) {
      throw unknown(node, "the shape of a value before it");
    }
    return range(shape, a.whole("start", 0), a.whole("end", MOST));
  }

  private long[] slice(NodeProto node, Attributes a, int depth) {
    long[] from = longs(node.getInput(0), depth);
    if (node.getInputCount() == 1) {
      return range(from, a.wholes("starts", 0)[0], a.limit("ends", MOST));
    }
    boolean forward =
        node.getInputCount() < 5
            || node.getInput(4).isEmpty()
            || Arrays.equals(longs(node.getInput(4), depth), new long[] {1});
    long[] starts = longs(node.getInput(1), depth);
    long[] ends = longs(node.getInput(2), depth);
    if (!forward || starts.length != 1 || ends.length != 1) {
      throw unknown(node, "a slice of a shape, step by step,");
    }
    return range(from, starts[0], ends[0]);
  }

  private static long[] range(long[] from, long start, long end) {
    int first = place(from, start);
    return Arrays.copyOfRange(from, first, Math.max(first, place(from, end)));
  }

  /** Counted from the end when negative, and never outside. */
  private static int place(long[] from, long at) {
    long place = at < 0 ? at + from.length : at;
    return (int) Math.max(0, Math.min(from.length, place));
  }

  private static long at(long[] from, long index) {
    long place = index < 0 ? index + from.length : index;
    if (place < 0 || place >= from.length) {
      throw new ZooException(
          "a number from 0 to %d expected; got %d".formatted(from.length - 1, index));
    }
    return from[(int) place];
  }

  private long[] both(NodeProto node, int depth, LongBinaryOperator operator) {
    long[] x = longs(node.getInput(0), depth);
    long[] y = longs(node.getInput(1), depth);
    if (x.length != y.length && x.length != 1 && y.length != 1) {
      throw unknown(node, "as many numbers on either side");
    }
    return LongStream.range(0, Math.max(x.length, y.length))
        .map(i -> open(x[x.length == 1 ? 0 : (int) i], y[y.length == 1 ? 0 : (int) i], operator))
        .toArray();
  }

  private static long open(long x, long y, LongBinaryOperator operator) {
    try {
      return x == OPEN || y == OPEN ? OPEN : operator.applyAsLong(x, y);
    } catch (ArithmeticException e) {
      throw new ZooException("sizes of a shape expected; got %d and %d".formatted(x, y), e);
    }
  }

  private static long quotient(long x, long y) {
    return x / y;
  }
}
