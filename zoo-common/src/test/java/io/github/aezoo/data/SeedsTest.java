package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void aPermutationHasEveryNumberOnce() {
    for (int n : new int[] {0, 1, 2, 1000}) {
      assertThat(Seeds.permutation(n, 9))
          .containsExactlyInAnyOrder(IntStream.range(0, n).toArray());
    }
    assertThat(Seeds.permutation(1000, 9))
        .isEqualTo(Seeds.permutation(1000, 9))
        .isNotEqualTo(Seeds.permutation(1000, 10));
  }

  @Test
  void everyOrderOfThreeIsAboutAsFrequent() {
    int[] counts = new int[9];
    for (int seed = 0; seed < 6000; seed++) {
      int[] order = Seeds.permutation(3, Seeds.derive(1, seed));
      counts[order[0] * 3 + order[1]]++;
    }
    // 1000 expected; the standard deviation is sqrt(6000 * 1/6 * 5/6) = 28.9.
    for (int pair : new int[] {1, 2, 3, 5, 6, 7}) {
      assertThat(counts[pair]).isBetween(855, 1145);
    }
  }

  @Test
  void derivedSeedsDoNotCollideAndDependOnTheOrderOfTheirParts() {
    Set<Long> seeds = new HashSet<>();
    for (long epoch = 0; epoch < 100; epoch++) {
      for (long image = 0; image < 100; image++) {
        seeds.add(Seeds.derive(1, epoch, image));
      }
    }
    assertThat(seeds).hasSize(10_000);
    assertThat(Seeds.derive(1, 2, 3)).isNotEqualTo(Seeds.derive(1, 3, 2));
    assertThat(Seeds.derive(1, 2)).isNotEqualTo(Seeds.derive(2, 1));
  }

  @Test
  void derivedSeedsStayWhatTheyWereSoThatOldRunsCanBeRepeated() {
    // SplitMix64's finaliser in Python: mix(mix(1) + 0x9E3779B97F4A7C15 * 1 mod 2**64) and so on.
    assertThat(Seeds.derive(1, 0)).isEqualTo(-4616330145664149646L);
    assertThat(Seeds.derive(42, 3, 7)).isEqualTo(663263295455400556L);
  }
}
