package io.github.aezoo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Against the definition of binary16 in exact double arithmetic, and against ND4J's casts. */
class HalfTest {
  /** Bits of the largest finite half. */
  private static final int LARGEST = 0x7bff;

  /** The value of a finite, positive half by definition: 5 bits of exponent, 10 of mantissa. */
  private static double defined(int bits) {
    int exponent = bits / 1024;
    double mantissa = bits % 1024;
    return exponent == 0
        ? Math.scalb(mantissa, -24)
        : Math.scalb(1024 + mantissa, exponent - 15 - 10);
  }

  private static int bits(float value) {
    return Half.of(value) & 0xffff;
  }

  @Test
  void everyHalfHasItsDefinedValue() {
    for (int bits = 0; bits <= LARGEST; bits++) {
      assertThat((double) Half.toFloat((short) bits)).isEqualTo(defined(bits));
      assertThat((double) Half.toFloat((short) (bits | 0x8000))).isEqualTo(-defined(bits));
    }
    assertThat(Half.toFloat((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Half.toFloat((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    for (int mantissa = 1; mantissa < 1024; mantissa++) {
      assertThat(Half.toFloat((short) (0x7c00 | mantissa))).isNaN();
      assertThat(Half.toFloat((short) (0xfc00 | mantissa))).isNaN();
    }
  }

  @Test
  void everyFiniteHalfComesBackToTheBit() {
    for (int bits = 0; bits <= LARGEST; bits++) {
      assertThat(bits(Half.toFloat((short) bits))).isEqualTo(bits);
      assertThat(bits(Half.toFloat((short) (bits | 0x8000)))).isEqualTo(bits | 0x8000);
    }
  }

  /** With {@link #everyFiniteHalfComesBackToTheBit} and monotony this decides every float. */
  @Test
  void tiesGoToTheEvenNeighbourAndTheFloatsBesideATieToTheNearer() {
    for (int bits = 0; bits < LARGEST; bits++) {
      double middle = (defined(bits) + defined(bits + 1)) / 2;
      float tie = (float) middle;
      assertThat((double) tie).isEqualTo(middle);
      assertThat(bits(tie)).isEqualTo(bits % 2 == 0 ? bits : bits + 1);
      assertThat(bits(Math.nextDown(tie))).isEqualTo(bits);
      assertThat(bits(Math.nextUp(tie))).isEqualTo(bits + 1);
      assertThat(bits(-tie)).isEqualTo(0x8000 | (bits % 2 == 0 ? bits : bits + 1));
    }
  }

  @Test
  void floatsGoToTheNearestOfAllHalves() {
    double[] all = new double[LARGEST + 1];
    for (int bits = 0; bits <= LARGEST; bits++) {
      all[bits] = defined(bits);
    }
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      // Exponents from below the smallest subnormal to the largest half, evenly.
      float value = (float) Math.scalb(1 + random.nextDouble(), random.nextInt(42) - 27);
      if (value >= 65_520) {
        continue;
      }
      int nearest = 0;
      for (int bits = 1; bits <= LARGEST; bits++) {
        if (Math.abs(all[bits] - value) < Math.abs(all[nearest] - value)) {
          nearest = bits;
        }
      }
      assertThat(bits(value)).as("%s", value).isEqualTo(nearest);
      assertThat(bits(-value)).as("-%s", value).isEqualTo(nearest | 0x8000);
    }
  }

  @Test
  void nd4jCastsTheSameWay() {
    float[] values = new float[LARGEST + 1];
    for (int bits = 0; bits <= LARGEST; bits++) {
      values[bits] = Half.toFloat((short) bits);
    }
    INDArray halves = Nd4j.createFromArray(values).castTo(DataType.FLOAT16);
    assertThat(halves.castTo(DataType.FLOAT).data().asFloat()).isEqualTo(values);
  }

  @ParameterizedTest
  @CsvSource({
    "0x0.0p0, 0000",
    "-0x0.0p0, 8000",
    "0x1.0p0, 3c00",
    "-0x1.0p1, c000",
    "0x1.554p-2, 3555",
    "0x1.0p-24, 0001",
    "0x1.0p-25, 0000",
    "-0x1.0p-25, 8000",
    "0x1.000002p-25, 0001",
    "0x1.8p-24, 0002",
    "0x1.0p-149, 0000",
    "-0x1.0p-149, 8000",
    "0x1.ff8p-15, 03ff",
    "0x1.ffcp-15, 0400",
    "0x1.0p-14, 0400",
    "0x1.ffcp15, 7bff",
    "0x1.ffdffep15, 7bff",
    "-0x1.ffdffep15, fbff"
  })
  void valuesOfTheStandardHaveTheirBits(String value, String bits) {
    assertThat("%04x".formatted(bits(Float.parseFloat(value)))).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        65_520,
        -65_520,
        65_536,
        Float.MAX_VALUE,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY
      })
  void whatAHalfCannotHoldIsRefused(float value) {
    assertThatThrownBy(() -> Half.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a half is at most 65504.0; got " + value);
  }

  @Test
  void aRoundedTensorIsACopyThatRoundingLeavesAlone() {
    Tensor tensor = new Tensor(new long[] {2, 2}, new float[] {0.1f, -1, 1e-9f, 65_519});
    Tensor rounded = Half.rounded(tensor);
    // 0.1 = 1.6 * 2^-4; 1.6 * 1024 = 1638.4, so 1638 / 1024 * 2^-4.
    assertThat(rounded)
        .isEqualTo(new Tensor(new long[] {2, 2}, new float[] {1638 / 16_384f, -1, 0, Half.MAX}));
    assertThat(tensor.values()[0]).isEqualTo(0.1f);
    assertThat(Half.rounded(rounded)).isEqualTo(rounded);
  }
}
