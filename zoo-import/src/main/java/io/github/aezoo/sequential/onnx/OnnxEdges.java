package io.github.aezoo.sequential.onnx;

import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.LayerChain;
import io.github.aezoo.sequential.LayerSpec;
import io.github.aezoo.sequential.Padding;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import onnx.Onnx.NodeProto;

/** Rows and columns of maps that are taken away (Slice) or added (Pad), and parts of a row. */
final class OnnxEdges {
  private final OnnxGraphReader graph;
  private final LayerChain chain;
  private final OnnxLayout layout;

  OnnxEdges(OnnxGraphReader graph, LayerChain chain, OnnxLayout layout) {
    this.graph = graph;
    this.chain = chain;
    this.layout = layout;
  }

  /** A part of the maps or the row; its bounds are inputs, in old files attributes. */
  void slice(String layer, NodeProto node, Attributes a) {
    long[] shape = layout.shape();
    boolean old = node.getInputCount() == 1;
    long[] starts = old ? a.longs("starts") : graph.longs(node, 1);
    long[] ends = old ? a.longs("ends") : graph.longs(node, 2);
    long[] axes = axes(old ? a.longs("axes") : given(node, 3), starts.length);
    long[] steps = old ? new long[0] : given(node, 4);
    if (starts.length != axes.length
        || ends.length != axes.length
        || Arrays.stream(steps).anyMatch(step -> step != 1)) {
      throw new ZooException("a start and an end for each axis, and steps of 1, expected");
    }
    long[] before = new long[shape.length];
    long[] after = new long[shape.length];
    for (int i = 0; i < axes.length; i++) {
      int axis = axis(axes[i]);
      if (shape[axis] == OnnxFolding.OPEN) {
        requireWholeBatch(starts[i], ends[i]);
        continue;
      }
      before[axis] = place(starts[i], shape[axis]);
      after[axis] = shape[axis] - place(ends[i], shape[axis]);
    }
    if (chain.size().maps()) {
      chain.add(layer, new LayerSpec.Cropping(edges(before, after)));
    } else {
      int from = Math.toIntExact(before[1]);
      layout.keep(IntStream.range(from, Math.toIntExact(shape[1] - after[1])).toArray());
    }
  }

  /** Zeros around the maps; how many is an input, in old files an attribute. */
  void pad(String layer, NodeProto node, Attributes a) {
    if (!chain.size().maps()) {
      throw new ZooException("maps before it expected; got a row of " + chain.size());
    }
    long[] shape = layout.shape();
    boolean old = node.getInputCount() == 1;
    long[] pads = old ? a.longs("pads") : graph.longs(node, 1);
    long[] axes = axes(given(node, 3), shape.length);
    double value =
        old ? a.number("value", 0) : graph.has(node, 2) ? graph.floats(node, 2).values()[0] : 0;
    if (!a.word("mode", "constant").equals("constant")
        || value != 0
        || pads.length != 2 * axes.length) {
      throw new ZooException("zeros before and after each axis expected");
    }
    long[] before = new long[shape.length];
    long[] after = new long[shape.length];
    for (int i = 0; i < axes.length; i++) {
      before[axis(axes[i])] = pads[i];
      after[axis(axes[i])] = pads[axes.length + i];
    }
    chain.add(layer, new LayerSpec.ZeroPadding(edges(before, after)));
  }

  private long[] given(NodeProto node, int at) {
    return graph.has(node, at) ? graph.longs(node, at) : new long[0];
  }

  private static long[] axes(long[] named, int count) {
    return named.length > 0 ? named : LongStream.range(0, count).toArray();
  }

  private int axis(long named) {
    int rank = layout.shape().length;
    long axis = named < 0 ? named + rank : named;
    if (axis < 0 || axis >= rank) {
      throw new ZooException("axes of %d expected; got %d".formatted(rank, named));
    }
    return (int) axis;
  }

  /** Files count on a batch below the largest number; one that ends at fewer takes a part. */
  private static void requireWholeBatch(long start, long end) {
    if (start != 0 || end < Integer.MAX_VALUE) {
      throw new ZooException("a part of each image expected, not of the batch");
    }
  }

  private static long place(long at, long size) {
    return Math.max(0, Math.min(size, at < 0 ? at + size : at));
  }

  private Padding edges(long[] before, long[] after) {
    int height = layout.heightAxis();
    for (int axis = 0; axis < before.length; axis++) {
      boolean side = axis == height || axis == height + 1;
      if (!side && (before[axis] != 0 || after[axis] != 0)) {
        throw new ZooException("only rows and columns expected, not a part of the channels");
      }
    }
    return Padding.of(
        Math.toIntExact(before[height]),
        Math.toIntExact(after[height]),
        Math.toIntExact(before[height + 1]),
        Math.toIntExact(after[height + 1]));
  }
}
