package io.github.aezoo.plan;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The native memory of an array whose values lie without gaps, in the order of its memory. */
public final class Memory {
  // A buffer does not keep the memory alive.
  private final INDArray array;
  private final FloatBuffer buffer;
  private final int length;

  /** Shares the memory of an array in single precision. */
  public Memory(INDArray array) {
    this(array, 0, Math.toIntExact(array.length()));
  }

  /** Shares a part of it: {@code length} values from a place on. */
  public Memory(INDArray array, long from, int length) {
    this.array = array;
    this.length = length;
    // A copy of the pointer: position and limit are the caller's own.
    buffer =
        new FloatPointer(array.data().addressPointer())
            .position(0)
            .capacity(from + length)
            .position(from)
            .asBuffer();
  }

  /** The array. */
  public INDArray array() {
    return array;
  }

  /** All values. */
  public float[] values() {
    float[] values = new float[length];
    get(0, values, 0, length);
    return values;
  }

  /** Copies values from the memory. */
  public void get(int from, float[] into, int at, int count) {
    try {
      buffer.get(from, into, at, count);
    } finally {
      Reference.reachabilityFence(array);
    }
  }

  /** Copies values to the memory. */
  public void put(int from, float[] values, int at, int count) {
    try {
      buffer.put(from, values, at, count);
    } finally {
      Reference.reachabilityFence(array);
    }
  }

  /** The rows {@code from .. to - 1} of a matrix, in its memory. */
  static INDArray rows(INDArray matrix, int from, int to) {
    return part(matrix, from, to - from, 0, matrix.size(1));
  }

  /** The columns {@code from .. to - 1} of a matrix, in its memory. */
  static INDArray columns(INDArray matrix, int from, int to) {
    return part(matrix, 0, matrix.size(0), from, to - from);
  }

  private static INDArray part(INDArray matrix, long row, long rows, long column, long columns) {
    return Nd4j.create(
        matrix.data(),
        new long[] {rows, columns},
        new long[] {matrix.stride(0), matrix.stride(1)},
        matrix.offset() + row * matrix.stride(0) + column * matrix.stride(1),
        'c');
  }
}
