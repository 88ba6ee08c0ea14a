package io.github.aezoo.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CorruptionChoiceTest {
  private static final Shape SHAPE = new Shape(1, 4, 4);

  private static float[] grey() {
    float[] image = new float[SHAPE.size()];
    Arrays.fill(image, 0.5f);
    return image;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "half|blur:2",
        "none|half",
        "blur:1+gaussian:0.1|half",
        "half|blur:1+gaussian:0.1|salt-pepper:10px|none"
      })
  void specIsTheInverseOfParse(String spec) {
    Corruption choice = Corruptions.parse(spec);
    assertThat(choice).isInstanceOf(CorruptionChoice.class);
    assertThat(choice.spec()).isEqualTo(spec);
    assertThat(Corruptions.parse(choice.spec())).isEqualTo(choice);
    assertThat(Corruptions.choices(spec)).isEqualTo(List.of(spec.split("\\|")));
  }

  @Test
  void aPlusBindsMoreThanABarAndSpacesDoNotCount() {
    assertThat(Corruptions.parse(" Blur:1 + gaussian:0.1 | half "))
        .isEqualTo(
            new CorruptionChoice(
                List.of(
                    new CorruptionSequence(List.of(new GaussianBlur(1), new GaussianNoise(0.1))),
                    new HalfErased())));
    assertThat(Corruptions.choices(" Blur:1 + gaussian:0.1 | half "))
        .containsExactly("blur:1+gaussian:0.1", "half");
  }

  @Test
  void withoutABarThereIsNoChoice() {
    assertThat(Corruptions.choices("none")).containsExactly("none");
    assertThat(Corruptions.choices("blur:1+half")).containsExactly("blur:1+half");
  }

  @ParameterizedTest
  @ValueSource(strings = {"half|", "|half", "half||blur:2", "|", "half|+"})
  void anEmptyChoiceIsRefused(String spec) {
    assertThatThrownBy(() -> Corruptions.parse(spec))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("unknown corruption ''");
  }

  @Test
  void oneCorruptionIsNoChoice() {
    List<Corruption> one = List.of(new HalfErased());
    assertThatThrownBy(() -> new CorruptionChoice(one))
        .isInstanceOf(ZooException.class)
        .hasMessage("a choice takes at least 2 corruptions, as in half|gaussian:0.4; got 1");
  }

  /** Writes a number into every pixel, and the seed's last digit into the last one. */
  private record Mark(float value) implements Corruption {
    @Override
    public float[] apply(float[] clean, Shape shape, long seed) {
      float[] image = clean.clone();
      Arrays.fill(image, value);
      image[15] = Math.floorMod(seed, 10) / 10f;
      return image;
    }

    @Override
    public String spec() {
      return "mark:" + value;
    }
  }

  @Test
  void everyChoiceHasItsShareOfSeeds() {
    CorruptionChoice choice =
        new CorruptionChoice(List.of(new Mark(0), new Mark(0.25f), new Mark(0.5f), new Mark(1)));
    int[] counts = new int[5];
    for (int index = 0; index < 1000; index++) {
      // As an evaluation derives the seed of an image.
      float[] image = choice.apply(grey(), SHAPE, Seeds.derive(11, index));
      counts[(int) (image[0] * 4)]++;
    }
    assertThat(counts[3]).isZero();
    for (int chosen : new int[] {0, 1, 2, 4}) {
      // 250 expected; 4 standard deviations are 4 sqrt(1000 * 1/4 * 3/4) = 55.
      assertThat(counts[chosen]).isCloseTo(250, within(55));
    }
  }

  @Test
  void theDrawThatChoosesDoesNotDecideTheDamage() {
    CorruptionChoice halves = new CorruptionChoice(List.of(new HalfErased(), new HalfErased()));
    // Left, right, top and bottom all occur after the first choice as after the second.
    int[][] seen = new int[2][4];
    for (int seed = 0; seed < 400; seed++) {
      int chosen = new Draws(seed).below(2);
      float[] image = halves.apply(grey(), SHAPE, seed);
      int side = image[0] == 0 ? (image[3] == 0 ? 0 : 1) : (image[3] == 0 ? 2 : 3);
      seen[chosen][side]++;
    }
    // 50 expected in each of 8; 4 standard deviations are 4 sqrt(400 * 1/8 * 7/8) = 26.
    for (int[] sides : seen) {
      for (int count : sides) {
        assertThat(count).isCloseTo(50, within(26));
      }
    }
  }

  @Test
  void theSeedAloneDecides() {
    Corruption choice = Corruptions.parse("blur:1+gaussian:0.1|half|masking:0.5");
    float[] clean = grey();
    int differ = 0;
    for (int seed = 0; seed < 50; seed++) {
      float[] once = choice.apply(clean, SHAPE, seed);
      assertThat(choice.apply(clean, SHAPE, seed)).isEqualTo(once);
      differ += Arrays.equals(once, choice.apply(clean, SHAPE, seed + 1000L)) ? 0 : 1;
    }
    assertThat(differ).isGreaterThan(25);
    assertThat(clean).as("the target is not touched").isEqualTo(grey());
  }
}
