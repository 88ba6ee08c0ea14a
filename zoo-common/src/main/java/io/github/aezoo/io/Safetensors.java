package io.github.aezoo.io;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors format (<a href="https://github.com/huggingface/safetensors">specification</a>):
 * an 8-byte little-endian header length, a JSON header, then raw little-endian values: float32, or
 * float16, which is read as float32.
 *
 * <p>Nothing is allocated for values before the header was checked: lengths, names, types, shapes,
 * and offsets that cover the file exactly. NaN and infinite values are refused.
 *
 * @param metadata strings that travel with the tensors
 * @param tensors by name, in the file's order
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
  private static final int MAX_HEADER = 8 << 20;
  private static final long MAX_BYTES = 1L << 31;
  private static final String METADATA = "__metadata__";

  /** Keeps the order of both maps and makes them unmodifiable. */
  public Safetensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Tensors without metadata. */
  public Safetensors(Map<String, Tensor> tensors) {
    this(Map.of(), tensors);
  }

  /**
   * The tensor of a name and shape.
   *
   * @throws ZooException when it is missing or shaped otherwise
   */
  public Tensor tensor(String name, long... shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ZooException("tensor '" + name + "' is missing; there are " + tensors.keySet());
    }
    if (shape.length > 0 && !Arrays.equals(shape, tensor.shape())) {
      throw new ZooException(
          "tensor '%s' is %s; expected %s"
              .formatted(name, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
    }
    return tensor;
  }

  /** How a value is stored. */
  public enum Precision {
    /** IEEE 754 binary32. */
    @JsonProperty("f32")
    F32(4),
    /** IEEE 754 binary16, see {@link Half}. */
    @JsonProperty("f16")
    F16(2);

    private final int bytes;

    Precision(int bytes) {
      this.bytes = bytes;
    }
  }

  /** Writes the file atomically in float32; the same content gives the same bytes. */
  public void write(Path file) {
    SafeFiles.write(file, out -> writeTo(out, Precision.F32));
  }

  /** The file's content as bytes, in float32. */
  public byte[] toBytes() {
    return toBytes(Precision.F32);
  }

  /** The file's content as bytes; float16 rounds what it cannot hold. */
  public byte[] toBytes(Precision precision) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writeTo(out, precision);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
    return out.toByteArray();
  }

  private void writeTo(OutputStream out, Precision precision) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, new TreeMap<>(metadata));
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> t : tensors.entrySet()) {
      long end = offset + (long) precision.bytes * t.getValue().values().length;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", precision.name());
      entry.put("shape", t.getValue().shape());
      entry.put("data_offsets", new long[] {offset, end});
      header.put(t.getKey(), entry);
      offset = end;
    }
    StringBuilder json = new StringBuilder(Json.line(header));
    // Values start at a multiple of 8, as the format asks of writers.
    while (json.toString().getBytes(StandardCharsets.UTF_8).length % 8 != 0) {
      json.append(' ');
    }
    byte[] head = json.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(head.length);
    out.write(length.array());
    out.write(head);
    for (Tensor tensor : tensors.values()) {
      out.write(raw(tensor.values(), precision));
    }
  }

  private static byte[] raw(float[] values, Precision precision) {
    ByteBuffer bytes =
        ByteBuffer.allocate(precision.bytes * values.length).order(ByteOrder.LITTLE_ENDIAN);
    if (precision == Precision.F32) {
      bytes.asFloatBuffer().put(values);
    } else {
      for (float value : values) {
        bytes.putShort(Half.of(value));
      }
    }
    return bytes.array();
  }

  private static float[] values(byte[] raw, Precision precision) {
    float[] values = new float[raw.length / precision.bytes];
    ByteBuffer bytes = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    if (precision == Precision.F32) {
      bytes.asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = Half.toFloat(bytes.getShort());
      }
    }
    return values;
  }

  /**
   * Reads a file.
   *
   * @throws ZooException when it cannot be read or is not a safetensors file of finite values
   */
  public static Safetensors read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file), file.toString());
    } catch (IOException e) {
      throw new ZooException("cannot read " + file + ": " + SafeFiles.reason(e), e);
    }
  }

  /** Reads bytes; {@code source} names them in errors. */
  public static Safetensors read(byte[] bytes, String source) {
    try {
      return read(new ByteArrayInputStream(bytes), bytes.length, source);
    } catch (IOException e) {
      throw new ZooException("cannot read " + source + ": " + SafeFiles.reason(e), e);
    }
  }

  private static Safetensors read(InputStream stream, long size, String source) throws IOException {
    if (size > MAX_BYTES) {
      throw bad(source, "at most " + MAX_BYTES + " bytes expected; got " + size);
    }
    if (size < 10) {
      throw bad(source, "a header expected; got " + size + " bytes");
    }
    DataInputStream in = new DataInputStream(stream);
    long headerLength = Long.reverseBytes(in.readLong());
    if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, size - 8)) {
      throw bad(
          source,
          "a header of 2 to "
              + Math.min(MAX_HEADER, size - 8)
              + " bytes expected; got "
              + Long.toUnsignedString(headerLength));
    }
    byte[] head = in.readNBytes((int) headerLength);
    JsonNode header = Json.read(head, JsonNode.class, source + " (header)");
    if (!header.isObject()) {
      throw bad(source, "a JSON object as header expected");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Slot> slots = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) {
        readMetadata(field.getValue(), metadata, source);
      } else {
        slots.add(slot(field.getKey(), field.getValue(), source));
      }
    }
    // By their ends too: an empty tensor begins where the next one begins.
    slots.sort(Comparator.comparingLong(Slot::begin).thenComparingLong(Slot::end));
    long at = 0;
    for (Slot slot : slots) {
      if (slot.begin != at) {
        throw bad(
            source,
            "tensor '" + slot.name + "' should begin at " + at + "; it begins at " + slot.begin);
      }
      at = slot.end;
    }
    if (at != size - 8 - headerLength) {
      throw bad(
          source, "the tensors take " + at + " bytes; the file has " + (size - 8 - headerLength));
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Slot slot : slots) {
      byte[] raw = in.readNBytes((int) (slot.end - slot.begin));
      if (raw.length != slot.end - slot.begin) {
        throw bad(source, "it ends inside tensor '" + slot.name + "'");
      }
      float[] values = values(raw, slot.precision);
      for (float v : values) {
        if (!Float.isFinite(v)) {
          throw bad(source, "finite values expected; tensor '" + slot.name + "' holds " + v);
        }
      }
      tensors.put(slot.name, new Tensor(slot.shape, values));
    }
    return new Safetensors(metadata, tensors);
  }

  private static void readMetadata(JsonNode node, Map<String, String> into, String source) {
    boolean strings = node.isObject();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      strings &= entry.getValue().isTextual();
      into.put(entry.getKey(), entry.getValue().asText());
    }
    if (!strings) {
      throw bad(source, METADATA + " of strings expected");
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Slot(String name, Precision precision, long[] shape, long begin, long end) {}

  private static Slot slot(String name, JsonNode node, String source) {
    JsonNode shape = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    Precision precision =
        Arrays.stream(Precision.values())
            .filter(p -> p.name().equals(node.path("dtype").asText()))
            .findFirst()
            .orElseThrow(
                () ->
                    bad(
                        source,
                        "tensor '%s': dtype F32 or F16 expected; got %s"
                            .formatted(name, node.path("dtype"))));
    if (!shape.isArray() || shape.size() > 8 || !offsets.isArray() || offsets.size() != 2) {
      throw bad(
          source, "tensor '" + name + "': a shape and two data_offsets expected; got " + node);
    }
    long[] sizes = new long[shape.size()];
    long n = 1;
    try {
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = whole(shape.get(i));
        n = Math.multiplyExact(n, sizes[i]);
      }
      long begin = whole(offsets.get(0));
      long end = whole(offsets.get(1));
      if (begin < 0
          || Math.subtractExact(end, begin) != Math.multiplyExact(n, (long) precision.bytes)) {
        throw bad(source, "tensor '" + name + "': shape and data_offsets differ: " + node);
      }
      if (n > Integer.MAX_VALUE / 4) {
        throw bad(source, "tensor '" + name + "' is too large: " + n + " values");
      }
      return new Slot(name, precision, sizes, begin, end);
    } catch (ArithmeticException e) {
      throw bad(source, "tensor '" + name + "': sizes overflow: " + node);
    }
  }

  private static long whole(JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
      throw new ArithmeticException();
    }
    return number.asLong();
  }

  private static ZooException bad(String source, String what) {
    return new ZooException(source + " is not a safetensors file of the zoo: " + what);
  }
}
