package io.github.aezoo.sequential.onnx;

import io.github.aezoo.export.OnnxSchema;
import io.github.aezoo.io.SafeFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** Writes ONNX files, layer after layer, with seeded weights. */
final class OnnxFile {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final Random random = new Random(3);
  private final int opset;
  private String at = "x";
  private int made;

  OnnxFile(int opset, long... input) {
    this.opset = opset;
    graph.addInput(value("x", input));
  }

  private static ValueInfoProto value(String name, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      TensorShapeProto.Dimension.Builder dim = shape.addDimBuilder();
      if (size > 0) {
        dim.setDimValue(size);
      } else {
        dim.setDimParam("N");
      }
    }
    TypeProto.Tensor tensor =
        OnnxSchema.declared(TensorProto.DataType.FLOAT_VALUE).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** A stored tensor of noise around a mean. */
  String weights(double mean, double scale, long... shape) {
    int n = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (mean + scale * random.nextGaussian());
    }
    return stored(values, shape);
  }

  String stored(float[] values, long... shape) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return stored(tensor(TensorProto.DataType.FLOAT_VALUE, raw.array(), shape));
  }

  String stored(long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return stored(tensor(TensorProto.DataType.INT64_VALUE, raw.array(), values.length));
  }

  static TensorProto.Builder tensor(int type, byte[] raw, long... shape) {
    TensorProto.Builder tensor = OnnxSchema.stored(type).setRawData(ByteString.copyFrom(raw));
    Arrays.stream(shape).forEach(tensor::addDims);
    return tensor;
  }

  String stored(TensorProto.Builder tensor) {
    String name = "w" + made++;
    graph.addInitializer(tensor.setName(name));
    return name;
  }

  /** A node behind the last one, with stored inputs. */
  OnnxFile node(String type, AttributeProto.Builder[] attributes, String... stored) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(type).addInput(at);
    Arrays.stream(stored).forEach(node::addInput);
    Arrays.stream(attributes).forEach(node::addAttribute);
    at = type.toLowerCase(java.util.Locale.ROOT) + made++;
    graph.addNode(node.addOutput(at).setName("/" + at));
    return this;
  }

  OnnxFile node(String type, String... stored) {
    return node(type, new AttributeProto.Builder[0], stored);
  }

  /** Any node at all. */
  OnnxFile raw(NodeProto.Builder node) {
    graph.addNode(node);
    return this;
  }

  String at() {
    return at;
  }

  OnnxFile at(String name) {
    at = name;
    return this;
  }

  /** Attributes of a Resize that repeats every value, as exporters write them. */
  static AttributeProto.Builder[] repeated() {
    return with(
        word("mode", "nearest"),
        word("coordinate_transformation_mode", "asymmetric"),
        word("nearest_mode", "floor"));
  }

  static AttributeProto.Builder[] with(AttributeProto.Builder... attributes) {
    return attributes;
  }

  static AttributeProto.Builder ints(String name, long... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(a::addInts);
    return a;
  }

  static AttributeProto.Builder whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value);
  }

  static AttributeProto.Builder number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value);
  }

  static AttributeProto.Builder word(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value));
  }

  /** The file, whose output is the last node's. */
  Path write(Path file, long... output) {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(7)
            .setProducerName("test")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
            .setGraph(graph.clone().addOutput(value(at, output)))
            .build();
    SafeFiles.writeBytes(file, model.toByteArray());
    return file;
  }
}
