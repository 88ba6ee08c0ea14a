package io.github.aezoo.export;

import io.github.aezoo.io.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** An ONNX graph that grows node by node; values are known by their names. */
final class OnnxGraphWriter {
  /** The first dimension of every input and output: as many images as there are. */
  static final String BATCH = "N";

  private final GraphProto.Builder graph;
  private final Set<String> names = new HashSet<>();

  OnnxGraphWriter(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  /** Adds an operation and gives the name of what it makes. */
  String node(String operation, String output, List<String> inputs, AttributeProto... attributes) {
    return nodes(operation, List.of(output), inputs, attributes).get(0);
  }

  /** Adds an operation of several outputs and gives their names. */
  List<String> nodes(
      String operation, List<String> outputs, List<String> inputs, AttributeProto... attributes) {
    outputs.forEach(this::requireNew);
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operation)
            .setName(outputs.get(0))
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
    return outputs;
  }

  /** Adds float32 values and gives their name. */
  String constant(String name, Tensor values) {
    ByteBuffer raw =
        ByteBuffer.allocate(Float.BYTES * values.values().length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values.values());
    return constant(name, TensorProto.DataType.FLOAT_VALUE, values.shape(), raw);
  }

  /** Adds a list of whole numbers and gives its name. */
  String integers(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return constant(name, TensorProto.DataType.INT64_VALUE, new long[] {values.length}, raw);
  }

  private String constant(String name, int type, long[] shape, ByteBuffer raw) {
    requireNew(name);
    TensorProto.Builder tensor =
        OnnxSchema.stored(type).setName(name).setRawData(ByteString.copyFrom(raw));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** Declares an input {@code [N, sizes]} and gives its name. */
  String input(String name, long... sizes) {
    requireNew(name);
    graph.addInput(declared(name, sizes));
    return name;
  }

  /** Declares that a value {@code [N, sizes]} is an output. */
  void output(String name, long... sizes) {
    graph.addOutput(declared(name, sizes));
  }

  private static ValueInfoProto declared(String name, long... sizes) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor type =
        OnnxSchema.declared(TensorProto.DataType.FLOAT_VALUE).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private void requireNew(String name) {
    if (!names.add(name)) {
      throw new IllegalStateException("two values are called '" + name + "'");
    }
  }

  GraphProto build() {
    return graph.build();
  }

  static AttributeProto integer(String name, long value) {
    return attribute(name, AttributeProto.AttributeType.INT).setI(value).build();
  }

  static AttributeProto list(String name, long... values) {
    AttributeProto.Builder attribute = attribute(name, AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  static AttributeProto number(String name, double value) {
    return attribute(name, AttributeProto.AttributeType.FLOAT).setF((float) value).build();
  }

  static AttributeProto text(String name, String value) {
    return attribute(name, AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /** A tensor of one value, for what is filled with it. */
  static AttributeProto filling(float value) {
    TensorProto tensor =
        OnnxSchema.stored(TensorProto.DataType.FLOAT_VALUE).addDims(1).addFloatData(value).build();
    return attribute("value", AttributeProto.AttributeType.TENSOR).setT(tensor).build();
  }

  private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
