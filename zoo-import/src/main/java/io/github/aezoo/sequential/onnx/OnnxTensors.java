package io.github.aezoo.sequential.onnx;

import io.github.aezoo.export.OnnxSchema;
import io.github.aezoo.io.Half;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.Onnx.TensorProto;

/** Stored tensors; sizes are checked before anything is allocated. */
final class OnnxTensors {
  private static final long MAX_VALUES = 1L << 28;
  private static final int MAX_RANK = 8;

  private OnnxTensors() {}

  private static long[] shape(TensorProto tensor) {
    if (tensor.getDimsCount() > MAX_RANK) {
      throw bad(tensor, "at most " + MAX_RANK + " dimensions expected");
    }
    return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  private static int count(TensorProto tensor, long[] shape) {
    long n = 1;
    for (long size : shape) {
      if (size < 0 || size > MAX_VALUES || (n *= size) > MAX_VALUES) {
        throw bad(tensor, "at most %,d values expected".formatted(MAX_VALUES));
      }
    }
    return (int) n;
  }

  private static ZooException bad(TensorProto tensor, String what) {
    return new ZooException("tensor '%s': %s".formatted(tensor.getName(), what));
  }

  /** Float values. */
  static Tensor floats(TensorProto tensor) {
    long[] shape = shape(tensor);
    int n = count(tensor, shape);
    float[] values =
        switch (OnnxSchema.type(tensor)) {
          case TensorProto.DataType.FLOAT_VALUE -> floats(tensor, n);
          case TensorProto.DataType.DOUBLE_VALUE -> doubles(tensor, n);
          case TensorProto.DataType.FLOAT16_VALUE -> halves(tensor, n);
          default ->
              throw bad(
                  tensor,
                  "float32, float64 or float16 expected; got type " + OnnxSchema.type(tensor));
        };
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw bad(tensor, "finite values expected; got " + value);
      }
    }
    return new Tensor(shape, values);
  }

  /** Whole numbers, such as a shape. */
  static long[] longs(TensorProto tensor) {
    int n = count(tensor, shape(tensor));
    int type = OnnxSchema.type(tensor);
    boolean narrow = type == TensorProto.DataType.INT32_VALUE;
    if (!(narrow || type == TensorProto.DataType.INT64_VALUE) || n > 64) {
      throw bad(
          tensor,
          "a few int64 values expected; got %d of type %d".formatted(n, OnnxSchema.type(tensor)));
    }
    long[] values = new long[n];
    if (narrow) {
      boolean listed = n > 0 && tensor.getInt32DataCount() == n;
      ByteBuffer raw = listed ? null : raw(tensor, n, Integer.BYTES);
      for (int i = 0; i < n; i++) {
        values[i] = listed ? tensor.getInt32Data(i) : raw.getInt();
      }
      return values;
    }
    if (tensor.getInt64DataCount() == n && n > 0) {
      for (int i = 0; i < n; i++) {
        values[i] = tensor.getInt64Data(i);
      }
    } else {
      raw(tensor, n, Long.BYTES).asLongBuffer().get(values);
    }
    return values;
  }

  private static float[] floats(TensorProto tensor, int n) {
    if (n > 0 && tensor.getFloatDataCount() == n) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = tensor.getFloatData(i);
      }
      return values;
    }
    ByteBuffer raw = raw(tensor, n, Float.BYTES);
    float[] values = new float[n];
    raw.asFloatBuffer().get(values);
    return values;
  }

  private static float[] doubles(TensorProto tensor, int n) {
    boolean listed = n > 0 && tensor.getDoubleDataCount() == n;
    ByteBuffer raw = listed ? null : raw(tensor, n, Double.BYTES);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (listed ? tensor.getDoubleData(i) : raw.getDouble());
    }
    return values;
  }

  private static float[] halves(TensorProto tensor, int n) {
    ByteBuffer raw = raw(tensor, n, Short.BYTES);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = Half.toFloat(raw.getShort());
    }
    return values;
  }

  private static ByteBuffer raw(TensorProto tensor, int n, int bytes) {
    if (OnnxSchema.isElsewhere(tensor)) {
      throw bad(tensor, "values inside of the file expected; they are in another file");
    }
    if (tensor.getRawData().size() != (long) n * bytes) {
      throw bad(
          tensor,
          "%d values of %d bytes expected; got %d bytes"
              .formatted(n, bytes, tensor.getRawData().size()));
    }
    return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
