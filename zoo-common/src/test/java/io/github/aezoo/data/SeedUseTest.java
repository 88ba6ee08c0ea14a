package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SeedUseTest {
  @Test
  void theNumbersAreThoseThatShippedCardsWereMadeWith() {
    Map<SeedUse, Long> numbers =
        Arrays.stream(SeedUse.values())
            .collect(Collectors.toMap(Function.identity(), SeedUse::number));
    assertThat(numbers)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry(SeedUse.SHUFFLE, 1L),
                Map.entry(SeedUse.CORRUPTION, 2L),
                Map.entry(SeedUse.NETWORK, 3L),
                Map.entry(SeedUse.HELD_OUT, 4L),
                Map.entry(SeedUse.AUGMENTATION, 5L),
                Map.entry(SeedUse.FEWER, 6L),
                Map.entry(SeedUse.SCORE, 7L),
                Map.entry(SeedUse.TEST_OF_TRAINING, 8L),
                Map.entry(SeedUse.TABLE_TEST, 1L),
                Map.entry(SeedUse.TABLE_VALIDATION, 2L),
                Map.entry(SeedUse.CLUSTERS, 1L),
                Map.entry(SeedUse.PROBE, 2L),
                Map.entry(SeedUse.TREE_ROWS, 0L),
                Map.entry(SeedUse.TREE_CUTS, 1L),
                Map.entry(SeedUse.JACOBIAN_IMAGES, 1L),
                Map.entry(SeedUse.INPUT_NOISE, 2L),
                Map.entry(SeedUse.BOUND, 1L),
                Map.entry(SeedUse.LIKELIHOOD, 2L),
                Map.entry(SeedUse.PRIOR_CODES, 3L),
                Map.entry(SeedUse.NOISE_PIXELS, 4L),
                Map.entry(SeedUse.DRAWN_PIXELS, 5L),
                Map.entry(SeedUse.BENCHMARK_ROWS, 1L),
                Map.entry(SeedUse.BENCHMARK_TEST, 2L),
                Map.entry(SeedUse.BENCHMARK_INNER, 3L)));
  }

  @Test
  void usesOfOneOwnerHaveDifferentNumbers() {
    for (SeedUse.Owner owner : SeedUse.Owner.values()) {
      List<Long> numbers =
          Arrays.stream(SeedUse.values())
              .filter(use -> use.owner() == owner)
              .map(SeedUse::number)
              .toList();
      Set<Long> different = new HashSet<>(numbers);
      assertThat(different).as(owner.name()).isNotEmpty().hasSameSizeAs(numbers);
    }
  }

  @Test
  void aSeedForAUseIsTheOneOfItsNumber() {
    for (SeedUse use : SeedUse.values()) {
      assertThat(Seeds.derive(42, use)).isEqualTo(Seeds.derive(42, use.number()));
      assertThat(Seeds.derive(42, use, -1, 7)).isEqualTo(Seeds.derive(42, use.number(), -1, 7));
    }
  }
}
