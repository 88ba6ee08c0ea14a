package io.github.aezoo.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.KnownDatasets;
import io.github.aezoo.model.Families;
import io.github.aezoo.zoo.Assessment;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.Verification;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the catalogue says of each model holds. */
class EveryEntryIsTrueTest {
  private static final long MODEL_BYTES = 12_000_000;
  private static final long ALL_BYTES = 80_000_000;

  @TempDir private static Path cache;

  private static final Catalogue CATALOGUE = Catalogue.shipped();
  private final Map<String, Optional<ImageDataset>> data = new HashMap<>();

  @Test
  void everyFamilyVariantThatIsPromisedIsThere() {
    List<String> ids = CATALOGUE.entries().stream().map(Catalogue.Entry::id).toList();
    for (String variant : List.of("small", "deep", "stepped", "large")) {
      assertThat(ids)
          .contains(
              "undercomplete-" + variant + ".mnist.v1",
              "undercomplete-" + variant + ".fashion-mnist.v1");
    }
  }

  @Test
  void weightsStayWithinTheSizesThatTheDistributionAllows() {
    assertThat(CATALOGUE.entries()).allMatch(e -> e.bytes() <= MODEL_BYTES);
    long all = 0;
    for (Catalogue.Entry entry : CATALOGUE.entries()) {
      Checkpoint checkpoint = CATALOGUE.checkpoint(entry.id());
      all += entry.bytes();
      all += checkpoint.twin().map(twin -> twin.card().weights().bytes()).orElse(0L);
    }
    assertThat(all).isLessThanOrEqualTo(ALL_BYTES);
  }

  @Test
  void entriesSayWhatTheirCardsSay() {
    for (Catalogue.Entry entry : CATALOGUE.entries()) {
      ModelCard card = CATALOGUE.checkpoint(entry.id()).card();
      assertThat(card.id()).isEqualTo(entry.id());
      assertThat(card.weights().sha256()).isEqualTo(entry.sha256());
      assertThat(card.parameters()).isEqualTo(entry.parameters());
      assertThat(card.results().get(0).evaluation().split()).isEqualTo("test");
      assertThat(card.results().get(0).evaluation().metric(entry.headline().metric()))
          .isEqualTo(entry.headline().value());
      assertThat(card.licence()).isNotBlank();
      // The recipe that the card tells is the one that is shipped.
      assertThat(Families.recipe(card.recipe().name())).isPresent();
      assertThat(card.data().sha256()).containsKeys("train", "test");
    }
  }

  @TestFactory
  Stream<DynamicTest> referenceReconstructionsAreReproduced() {
    return CATALOGUE.entries().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.id(), () -> assertThat(failed(e.id(), n -> Optional.empty())).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> everyNumberOnTheCardIsReproduced() {
    String root = System.getenv("ZOO_DATA");
    return CATALOGUE.entries().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.id(),
                    () -> {
                      Assumptions.assumeTrue(
                          root != null, "ZOO_DATA is not set: the card's data is not here");
                      assertThat(failed(e.id(), name -> open(name, Path.of(root)))).isEmpty();
                    }));
  }

  private Optional<ImageDataset> open(String name, Path root) {
    return data.computeIfAbsent(
        name, n -> Optional.of(KnownDatasets.shipped().open(n, List.of(root))));
  }

  private static List<Verification.Check> failed(
      String id, java.util.function.Function<String, Optional<ImageDataset>> data) {
    Assessment assessment = new Assessment(cache, (done, total) -> {});
    Verification verification = Verification.of(CATALOGUE.checkpoint(id), data, assessment);
    assertThat(verification.checks()).hasSizeGreaterThanOrEqualTo(2);
    return verification.checks().stream().filter(c -> !c.ok()).toList();
  }
}
