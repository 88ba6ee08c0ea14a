package io.github.aezoo.plan;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The native memory of an array whose values lie without gaps, in the order of its memory. */
public final class Memory {
  // A buffer does not keep the memory alive.
  private final INDArray array;
  private final FloatBuffer buffer;
  private final int length;

  /** Shares the memory of an array in single precision. */
  public Memory(INDArray array) {
    this.array = array;
    length = Math.toIntExact(array.length());
    // A copy of the pointer: position and limit are the caller's own.
    buffer =
        new FloatPointer(array.data().addressPointer()).position(0).capacity(length).asBuffer();
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
    buffer.get(from, into, at, count);
  }

  /** Copies values to the memory. */
  public void put(int from, float[] values, int at, int count) {
    buffer.put(from, values, at, count);
  }
}
