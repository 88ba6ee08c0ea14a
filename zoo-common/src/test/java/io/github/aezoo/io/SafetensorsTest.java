package io.github.aezoo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
class SafetensorsTest {
  @TempDir private Path folder;

  private static Safetensors sample() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("code.W", new Tensor(new long[] {2, 3}, new float[] {1, -2, 0.5f, 0, -0f, 3e-42f}));
    tensors.put("code.b", Tensor.of(Float.MAX_VALUE, Float.MIN_VALUE));
    tensors.put("none", Tensor.of());
    tensors.put("scalar", new Tensor(new long[0], new float[] {7}));
    return new Safetensors(Map.of("note", "Grüße"), tensors);
  }

  /** A file of a header and so many zero bytes. */
  private static byte[] file(String header, int values) {
    byte[] head = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + head.length + values)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(head.length)
        .put(head)
        .array();
  }

  private static void assertRefused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> Safetensors.read(bytes, "w.safetensors"))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("w.safetensors")
        .hasMessageContaining(reason);
  }

  @Test
  void everythingComesBackToTheBitAndInOrder() {
    Safetensors read = Safetensors.read(sample().toBytes(), "memory");
    assertThat(read).isEqualTo(sample());
    assertThat(read.tensors().keySet()).containsExactly("code.W", "code.b", "none", "scalar");
    float[] values = read.tensor("code.W", 2, 3).values();
    assertThat(Float.floatToRawIntBits(values[4])).isEqualTo(Float.floatToRawIntBits(-0f));
    assertThat(Float.floatToRawIntBits(values[5])).isEqualTo(Float.floatToRawIntBits(3e-42f));
  }

  @Test
  void aFileHoldsTheBytesAndTheSameContentGivesTheSame() throws Exception {
    Path file = folder.resolve("a.safetensors");
    sample().write(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(sample().toBytes());
    assertThat(Safetensors.read(file)).isEqualTo(sample());
  }

  @Test
  void theBytesAreThoseOfTheSpecification() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", new Tensor(new long[] {1, 2}, new float[] {1, -2}));
    tensors.put("a", Tensor.of(0.5f));
    byte[] bytes = new Safetensors(tensors).toBytes();
    // Written by hand: length, header padded by spaces to a multiple of 8, little-endian IEEE 754.
    String header =
        "{\"b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
    int length = (header.length() + 7) / 8 * 8;
    assertThat(Arrays.copyOf(bytes, 8)).containsExactly(length, 0, 0, 0, 0, 0, 0, 0);
    assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8))
        .isEqualTo(header + " ".repeat(length - header.length()));
    assertThat(Arrays.copyOfRange(bytes, 8 + length, bytes.length))
        .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f);
  }

  @Test
  void theBytesOfHalvesAreThoseOfTheSpecification() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", new Tensor(new long[] {1, 2}, new float[] {1, -2}));
    tensors.put("a", Tensor.of(0.1f));
    byte[] bytes = new Safetensors(tensors).toBytes(Safetensors.Precision.F16);
    String header =
        "{\"b\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[4,6]}}";
    int length = (header.length() + 7) / 8 * 8;
    assertThat(Arrays.copyOf(bytes, 8)).containsExactly(length, 0, 0, 0, 0, 0, 0, 0);
    assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8))
        .isEqualTo(header + " ".repeat(length - header.length()));
    // 1 is 3c00, -2 is c000; 0.1 is 1638 / 1024 * 2^-4, so exponent 15 - 4 and mantissa 1638 -
    // 1024.
    assertThat(Arrays.copyOfRange(bytes, 8 + length, bytes.length))
        .containsExactly(0, 0x3c, 0, 0xc0, 0x66, 0x2e);
  }

  @Test
  void halvesComeBackRoundedAndWithTheirSigns() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("W", new Tensor(new long[] {2, 2}, new float[] {0.1f, -0f, 3e-8f, -65_504}));
    tensors.put("none", Tensor.of());
    Safetensors exact = new Safetensors(Map.of("note", "x"), tensors);
    byte[] bytes = exact.toBytes(Safetensors.Precision.F16);
    Safetensors read = Safetensors.read(bytes, "memory");
    assertThat(read.metadata()).isEqualTo(exact.metadata());
    assertThat(read.tensor("none", 0).values()).isEmpty();
    float[] values = read.tensor("W", 2, 2).values();
    // 3e-8 is nearer to 2^-24 = 5.96e-8 than to 0.
    assertThat(values).containsExactly(1638 / 16_384f, -0f, 0x1p-24f, -65_504f);
    assertThat(Float.floatToRawIntBits(values[1])).isEqualTo(0x8000_0000);
    assertThat(read.toBytes(Safetensors.Precision.F16)).isEqualTo(bytes);
  }

  @Test
  void bothPrecisionsMayMeetInOneFile() {
    byte[] bytes =
        file(
            "{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
            6);
    bytes[bytes.length - 5] = 0x3c;
    bytes[bytes.length - 1] = 0x40;
    Safetensors read = Safetensors.read(bytes, "both");
    assertThat(read.tensor("a").values()).containsExactly(1);
    assertThat(read.tensor("b").values()).containsExactly(2);
  }

  @ParameterizedTest
  @CsvSource({"7c, Infinity", "fc, -Infinity", "7e, NaN"})
  void halvesThatAreNotFiniteAreRefused(String high, String value) {
    byte[] bytes = new Safetensors(Map.of("a", Tensor.of(1, 2))).toBytes(Safetensors.Precision.F16);
    bytes[bytes.length - 1] = (byte) Integer.parseInt(high, 16);
    assertRefused(bytes, "finite values expected; tensor 'a' holds " + value);
  }

  @Test
  void aValueThatAHalfCannotHoldIsNotWritten() {
    Safetensors large = new Safetensors(Map.of("a", Tensor.of(70_000)));
    assertThatThrownBy(() -> large.toBytes(Safetensors.Precision.F16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70000");
    assertThat(large.toBytes()).isNotEmpty();
  }

  @Test
  void everyTruncationOfHalvesIsRefused() {
    byte[] bytes =
        new Safetensors(Map.of("a", Tensor.of(1, 2, 3))).toBytes(Safetensors.Precision.F16);
    assertThat(Safetensors.read(bytes, "whole").tensor("a").values()).containsExactly(1, 2, 3);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Safetensors.read(cut, "cut"))
          .isInstanceOf(ZooException.class)
          .hasMessageContaining("cut");
    }
    assertRefused(
        Arrays.copyOf(bytes, bytes.length + 2), "the tensors take 6 bytes; the file has 8");
  }

  @Test
  void anotherWritersOrderPaddingAndEmptyTensorsAreRead() {
    byte[] bytes =
        file(
            "{\"z\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]},"
                + "\"e\":{\"data_offsets\":[4,4],\"shape\":[0,3],\"dtype\":\"F32\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}   ",
            12);
    assertThat(Safetensors.read(bytes, "other").tensors()).containsOnlyKeys("a", "e", "z");
  }

  @Test
  void aMissingOrMisshapenTensorIsNamed() {
    assertThatThrownBy(() -> sample().tensor("code.V"))
        .isInstanceOf(ZooException.class)
        .hasMessage("tensor 'code.V' is missing; there are [code.W, code.b, none, scalar]");
    assertThatThrownBy(() -> sample().tensor("code.W", 3, 2))
        .isInstanceOf(ZooException.class)
        .hasMessage("tensor 'code.W' is [2, 3]; expected [3, 2]");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 0, 1, 1L << 40, Long.MAX_VALUE, 100})
  void aHeaderLengthThatCannotBeIsRefused(long length) {
    byte[] bytes = sample().toBytes();
    byte[] damaged = Arrays.copyOf(bytes, 100);
    ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertRefused(damaged, "a header of 2 to 92 bytes expected; got ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}            | 8  | dtype F32 or F16 expected
          {"a":{"shape":[1],"data_offsets":[0,4]}}                          | 4  | dtype F32 or F16 expected
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}            | 4  | shape and data_offsets differ
          {"a":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}}            | 4  | shape and data_offsets differ
          {"a":{"dtype":"F16","shape":[2],"data_offsets":[0,3]}}            | 3  | shape and data_offsets differ
          {"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}           | 2  | dtype F32 or F16 expected
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}            | 8  | should begin at 0
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}            | 4  | shape and data_offsets differ
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}           | 4  | overflow
          {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}           | 4  | overflow
          {"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}          | 4  | overflow
          {"a":{"dtype":"F32","shape":"x","data_offsets":[0,4]}}            | 4  | a shape and two data_offsets
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}          | 4  | a shape and two data_offsets
          {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}} | 0 | overflow
          {"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}} | 0 | overflow
          {"a":{"dtype":"F32","shape":[1073741824],"data_offsets":[0,4294967296]}} | 4 | too large
          {"a":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}} | 4 | take 2000000000 bytes; the file has 4
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 4 | should begin at 4
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}} | 12 | should begin at 4
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | Duplicate
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}            | 5  | take 4 bytes; the file has 5
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}            | 3  | take 4 bytes; the file has 3
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} {}         | 4  | (header)
          {"a":3}                                                           | 0  | dtype F32 or F16 expected
          {"__metadata__":"x"}                                              | 0  | __metadata__ of strings
          {"__metadata__":{"a":1}}                                          | 0  | __metadata__ of strings
          [1,2]                                                             | 0  | a JSON object as header
          nonsense                                                          | 0  | not valid JSON
          """)
  void damageIsRefusedAndNamed(String header, int values, String reason) {
    assertRefused(file(header, values), reason);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void valuesThatAreNotFiniteAreRefused(float value) {
    byte[] bytes = new Safetensors(Map.of("a", Tensor.of(1, value))).toBytes();
    assertRefused(bytes, "finite values expected; tensor 'a' holds " + value);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] bytes = sample().toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Safetensors.read(cut, "cut")).isInstanceOf(ZooException.class);
    }
  }

  @Test
  void aFlippedBitAnywhereInTheHeaderGivesAZooExceptionOrAnotherFile() {
    byte[] bytes = sample().toBytes();
    for (int at = 0; at < bytes.length - 40; at++) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= 4;
      try {
        assertThat(Safetensors.read(flipped, "flipped")).isNotEqualTo(sample());
      } catch (ZooException e) {
        assertThat(e).hasMessageContaining("flipped");
      }
    }
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("none.safetensors");
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(ZooException.class)
        .hasMessage("cannot read " + file + ": no such file or folder");
  }
}
