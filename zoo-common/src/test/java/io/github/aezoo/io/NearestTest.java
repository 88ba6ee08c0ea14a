package io.github.aezoo.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("mnist", "fashion-mnist", "binarized-mnist", "undercomplete-deep.mnist.v1");

  @Test
  void slipsOfOneLetterAreSeenThrough() {
    assertThat(Nearest.to("mnsit", KNOWN)).hasValue("mnist");
    assertThat(Nearest.to("nist", KNOWN)).hasValue("mnist");
    assertThat(Nearest.to("MNIST", KNOWN)).hasValue("mnist");
    assertThat(Nearest.to("fasion-mnist", KNOWN)).hasValue("fashion-mnist");
    assertThat(Nearest.to("undercomplet-deep.mnist.v1", KNOWN))
        .hasValue("undercomplete-deep.mnist.v1");
  }

  @Test
  void aPartNamesTheShortestNameThatHasIt() {
    assertThat(Nearest.to("fashion", KNOWN)).hasValue("fashion-mnist");
    assertThat(Nearest.to("undercomplete", KNOWN)).hasValue("undercomplete-deep.mnist.v1");
  }

  @Test
  void nothingNearIsNothing() {
    assertThat(Nearest.to("imagenet", KNOWN)).isEmpty();
    assertThat(Nearest.to("", KNOWN)).isEmpty();
    assertThat(Nearest.to("mnist", List.of())).isEmpty();
    assertThat(Nearest.hint("imagenet", KNOWN)).isEmpty();
    assertThat(Nearest.hint("mnits", KNOWN)).isEqualTo(" (did you mean mnist?)");
  }

  @Test
  void distanceCountsInsertionsDeletionsChangesAndSwaps() {
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("ab", "ba")).isEqualTo(1);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    // Restricted: "ca" -> "ac" may not then be split by the b (the unrestricted distance is 2).
    assertThat(Nearest.distance("ca", "abc")).isEqualTo(3);
  }
}
