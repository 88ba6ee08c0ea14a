package io.github.aezoo.export;

import onnx.Onnx.TensorProto;
import onnx.Onnx.TypeProto;
import org.nd4j.shade.protobuf.Descriptors.EnumValueDescriptor;
import org.nd4j.shade.protobuf.Descriptors.FieldDescriptor;

/**
 * What ND4J's releases declare differently of one file format: element types are numbers in
 * 1.0.0-M2.1 and an enum in M1.1, which does not know tensors in other files yet.
 *
 * <p>Through the fields' descriptions the zoo compiles with both. Types are the numbers of {@code
 * TensorProto.DataType}.
 */
public final class OnnxSchema {
  private static final FieldDescriptor STORED =
      TensorProto.getDescriptor().findFieldByName("data_type");
  private static final FieldDescriptor DECLARED =
      TypeProto.Tensor.getDescriptor().findFieldByName("elem_type");

  /** The field {@code external_data} of {@code TensorProto}. */
  private static final int EXTERNAL_DATA = 13;

  private OnnxSchema() {}

  /** A builder of stored values of a type. */
  public static TensorProto.Builder stored(int type) {
    return TensorProto.newBuilder().setField(STORED, value(STORED, type));
  }

  /** A builder of a declared tensor of a type. */
  public static TypeProto.Tensor.Builder declared(int type) {
    return TypeProto.Tensor.newBuilder().setField(DECLARED, value(DECLARED, type));
  }

  /** The type of stored values; any number that the file has. */
  public static int type(TensorProto tensor) {
    Object value = tensor.getField(STORED);
    return value instanceof EnumValueDescriptor named ? named.getNumber() : (Integer) value;
  }

  /** Whether the values are in another file. */
  public static boolean isElsewhere(TensorProto tensor) {
    FieldDescriptor field = TensorProto.getDescriptor().findFieldByNumber(EXTERNAL_DATA);
    return field == null
        ? tensor.getUnknownFields().hasField(EXTERNAL_DATA)
        : tensor.getRepeatedFieldCount(field) > 0;
  }

  private static Object value(FieldDescriptor field, int type) {
    return field.getJavaType() == FieldDescriptor.JavaType.ENUM
        ? field.getEnumType().findValueByNumber(type)
        : (Object) type;
  }
}
