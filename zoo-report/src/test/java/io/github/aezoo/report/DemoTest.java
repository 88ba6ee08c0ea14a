package io.github.aezoo.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.files.FileStamp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which models the tour shows. */
final class DemoTest {
  private static Catalogue.Entry model(String family, int codes) {
    return new Catalogue.Entry(
        family + codes,
        family,
        null,
        "mnist",
        List.of(1, 28, 28),
        codes,
        1,
        1,
        "0".repeat(64),
        new Catalogue.Headline("mse", "pixel^2", "test", 0),
        new FileStamp("card.json", 1, "0".repeat(64)));
  }

  private static List<Catalogue.Entry> family(String name, int... codes) {
    return java.util.Arrays.stream(codes).mapToObj(c -> model(name, c)).toList();
  }

  private static List<String> few(List<List<Catalogue.Entry>> families) {
    return Demo.few(families).stream().map(Catalogue.Entry::id).toList();
  }

  @Test
  void aFamilyShowsItsLongestAndItsShortestCode() {
    assertThat(few(List.of(family("a", 30, 128, 32), family("b", 7))))
        .containsExactly("a30", "a128", "b7");
    assertThat(few(List.of(family("a", 9)))).containsExactly("a9");
  }

  @Test
  void ofManyFamiliesThoseWithTheMostModelsShowTwo() {
    assertThat(
            few(
                List.of(
                    family("a", 1, 2),
                    family("b", 1, 2, 3),
                    family("c", 1, 2),
                    family("d", 4),
                    family("e", 3, 2, 1, 4),
                    family("f", 1, 2))))
        .containsExactly("a2", "b1", "b3", "c2", "d4", "e1", "e4", "f2");
  }

  @Test
  void everyFamilyIsShownHoweverManyThereAre() {
    List<List<Catalogue.Entry>> families =
        List.of("a", "b", "c", "d", "e", "f", "g", "h", "i").stream()
            .map(name -> family(name, 1, 2))
            .toList();
    assertThat(few(families)).hasSize(9).allMatch(id -> id.endsWith("2"));
  }
}
