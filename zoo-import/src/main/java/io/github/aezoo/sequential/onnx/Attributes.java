package io.github.aezoo.sequential.onnx;

import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.NodeProto;

/** A node's attributes with their defaults. */
final class Attributes {
  private final Map<String, AttributeProto> all = new HashMap<>();

  Attributes(NodeProto node) {
    node.getAttributeList().forEach(a -> all.put(a.getName(), a));
  }

  boolean has(String name) {
    return all.containsKey(name);
  }

  int whole(String name, int otherwise) {
    return has(name) ? narrow(name, all.get(name).getI()) : otherwise;
  }

  double number(String name, double otherwise) {
    return has(name) ? all.get(name).getF() : otherwise;
  }

  String word(String name, String otherwise) {
    return has(name) ? all.get(name).getS().toStringUtf8() : otherwise;
  }

  float[] floats(String name) {
    AttributeProto a = all.get(name);
    float[] values = new float[a.getFloatsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = a.getFloats(i);
    }
    return values;
  }

  /** A list of a given length. */
  int[] wholes(String name, int... otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    AttributeProto a = all.get(name);
    if (a.getIntsCount() != otherwise.length) {
      throw new ZooException(
          "%s: %d numbers expected (layers of images alone); got %d"
              .formatted(name, otherwise.length, a.getIntsCount()));
    }
    int[] values = new int[otherwise.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = narrow(name, a.getInts(i));
    }
    return values;
  }

  /** A list of any length; empty when the file has none. */
  long[] longs(String name) {
    return has(name)
        ? all.get(name).getIntsList().stream().mapToLong(Long::longValue).toArray()
        : new long[0];
  }

  /** The end of a slice, which is often beyond any length. */
  long limit(String name, long most) {
    AttributeProto a = all.get(name);
    return a == null || a.getIntsCount() != 1 ? most : Math.min(most, a.getInts(0));
  }

  /** An order of dimensions; the reverse one when the file says none. */
  int[] order(String name, int rank) {
    int[] order =
        has(name)
            ? all.get(name).getIntsList().stream().mapToInt(Long::intValue).toArray()
            : IntStream.range(0, rank).map(d -> rank - 1 - d).toArray();
    if (!Arrays.equals(
        Arrays.stream(order).sorted().toArray(), IntStream.range(0, rank).toArray())) {
      throw new ZooException(
          "%s: an order of %d dimensions expected; got %s"
              .formatted(name, rank, Arrays.toString(order)));
    }
    return order;
  }

  /** Refuses anything but the one value that the zoo's layers have. */
  void require(String name, int only) {
    int came = whole(name, only);
    if (came != only) {
      throw new ZooException("%s %d expected; got %d".formatted(name, only, came));
    }
  }

  private static int narrow(String name, long value) {
    if (value < -65_536 || value > 65_536) {
      throw new ZooException("%s: got %d".formatted(name, value));
    }
    return (int) value;
  }
}
