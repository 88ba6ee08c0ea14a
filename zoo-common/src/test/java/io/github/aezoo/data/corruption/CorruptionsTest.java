package io.github.aezoo.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.ZooException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CorruptionsTest {
  @Test
  void everySpecReadsAsItsRecord() {
    assertThat(Corruptions.parse("gaussian:0.4")).isEqualTo(new GaussianNoise(0.4));
    assertThat(Corruptions.parse("salt-pepper:10px")).isEqualTo(new SaltAndPepperPixels(10));
    assertThat(Corruptions.parse("salt-pepper:0.1")).isEqualTo(new SaltAndPepper(0.1));
    assertThat(Corruptions.parse("masking:.3")).isEqualTo(new Masking(0.3));
    assertThat(Corruptions.parse("block:14x7")).isEqualTo(new RandomBlock(14, 7));
    assertThat(Corruptions.parse("half")).isEqualTo(new HalfErased());
    assertThat(Corruptions.parse("blur:2")).isEqualTo(new GaussianBlur(2));
    assertThat(Corruptions.parse("downsample:2")).isEqualTo(new Downsample(2));
    assertThat(Corruptions.parse("grayscale")).isEqualTo(new Grayscale());
    assertThat(Corruptions.parse("none")).isEqualTo(new Identity());
    assertThat(Corruptions.parse(" Blur:1 + gaussian:0.1 "))
        .isEqualTo(new CorruptionSequence(List.of(new GaussianBlur(1), new GaussianNoise(0.1))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gaussian:0.4",
        "gaussian:0.00001",
        "gaussian:2",
        "salt-pepper:10px",
        "salt-pepper:0.1",
        "masking:0.3",
        "masking:1",
        "block:14x7",
        "half",
        "blur:2",
        "blur:0.75",
        "downsample:4",
        "shift:1x0.5",
        "grayscale",
        "none",
        "blur:1+gaussian:0.1+half"
      })
  void specIsTheInverseOfParse(String spec) {
    assertThat(Corruptions.parse(spec).spec()).isEqualTo(spec);
  }

  @Test
  void everyUsageIsNamedAfterARecordThatReadsBack() {
    assertThat(Corruptions.usages()).hasSize(10).contains("none", "block:HEIGHTxWIDTH");
  }

  @Test
  void readingDoesNotDependOnTheLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(Corruptions.parse("GAUSSIAN:0.5").spec()).isEqualTo("gaussian:0.5");
      assertThat(Corruptions.parse("MASKING:0.5").spec()).isEqualTo("masking:0.5");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void anUnknownNameTellsTheNearestAndAllKnown() {
    assertThatThrownBy(() -> Corruptions.parse("gausian:0.4"))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "unknown corruption 'gausian'; known are gaussian:SIGMA, salt-pepper:SHARE or"
                + " salt-pepper:COUNTpx, masking:SHARE, block:HEIGHTxWIDTH, half, blur:SIGMA,"
                + " downsample:FACTOR, shift:PIXELSxSHARE, grayscale, none (did you mean"
                + " gaussian?)");
    assertThatThrownBy(() -> Corruptions.parse("blur:1+")).hasMessageContaining("corruption ''");
    assertThatThrownBy(() -> Corruptions.parse("")).isInstanceOf(ZooException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gaussian",
        "gaussian:",
        "gaussian:x",
        "gaussian:NaN",
        "gaussian:1e3",
        "gaussian:-0.1",
        "gaussian:0,4",
        "gaussian:0x1p3",
        "gaussian:1f",
        "salt-pepper:10 px",
        "salt-pepper:-1px",
        "block:14",
        "block:14x",
        "block:14x14x14",
        "half:2",
        "half:",
        "none:1",
        "grayscale:1",
        "downsample:2.5",
        "downsample:99999999999",
        "masking: 0.3"
      })
  void anArgumentThatCannotBeReadTellsTheForm(String spec) {
    assertThatThrownBy(() -> Corruptions.parse(spec))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("corruption ")
        .hasMessageContaining(" is written ")
        .hasMessageEndingWith("got '" + spec + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "gaussian:0, above 0 and at most 10",
    "gaussian:11, above 0 and at most 10",
    "salt-pepper:0px, at least 1 pixel",
    "salt-pepper:0, above 0 and at most 1",
    "salt-pepper:10, or a number of pixels",
    "masking:1.1, above 0 and at most 1",
    "block:0x3, at least 1 pixel",
    "blur:0, above 0 and at most 50 pixels",
    "downsample:1, whole factor of 2 to 64",
    "downsample:65, whole factor of 2 to 64"
  })
  void anArgumentOutOfRangeTellsTheRange(String spec, String range) {
    assertThatThrownBy(() -> Corruptions.parse(spec))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining(range);
  }

  @Test
  void recordsRefuseNotANumber() {
    assertThatThrownBy(() -> new GaussianNoise(Double.NaN)).isInstanceOf(ZooException.class);
    assertThatThrownBy(() -> new SaltAndPepper(Double.NaN)).isInstanceOf(ZooException.class);
    assertThatThrownBy(() -> new Masking(Double.NaN)).isInstanceOf(ZooException.class);
    assertThatThrownBy(() -> new GaussianBlur(Double.NaN)).isInstanceOf(ZooException.class);
  }
}
