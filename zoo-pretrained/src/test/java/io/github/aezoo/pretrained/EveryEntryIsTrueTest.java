package io.github.aezoo.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.source.KnownDatasets;
import io.github.aezoo.model.Families;
import io.github.aezoo.zoo.Assessment;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the catalogue says of each model holds. */
class EveryEntryIsTrueTest {
  private static final long MODEL_BYTES = 12_000_000;
  private static final long ALL_BYTES = 80_000_000;

  private static final boolean EVAL = Boolean.getBoolean("zoo.eval");
  private static final Path RECORD = Path.of("src/test/resources/verified.json");
  private static final Path MODELS = Path.of("src/main/resources/io/github/aezoo/pretrained");

  @TempDir private static Path cache;

  private static final Catalogue CATALOGUE = Catalogue.shipped();
  private final Map<String, Optional<Dataset>> data = new HashMap<>();

  @Test
  void everyFamilyVariantThatIsPromisedIsThere() {
    List<String> ids = CATALOGUE.entries().stream().map(Catalogue.Entry::id).toList();
    for (String variant : List.of("small", "deep", "stepped", "large")) {
      assertThat(ids)
          .contains(
              "undercomplete-" + variant + ".mnist.v1",
              "undercomplete-" + variant + ".fashion-mnist.v1");
    }
    assertThat(ids)
        .contains(
            "sparse-l1.mnist.v1",
            "sparse-l1.fashion-mnist.v1",
            "sparse-tanh.mnist.v1",
            "sparse-kl.mnist.v1",
            "sparse-topk.mnist.v1",
            "contractive-small.mnist.v1",
            "contractive-small.fashion-mnist.v1",
            "contractive-deep.mnist.v1",
            "denoise-stepped.mnist.v1",
            "denoise-stepped.fashion-mnist.v1",
            "denoise-conv.mnist-gaussian.v1",
            "denoise-stepped.mnist-half.v1",
            "denoise-conv-base.mnist.v1",
            "denoise-conv-base.fashion-mnist.v1",
            "conv-small.mnist.v1",
            "conv-small.fashion-mnist.v1",
            "conv-base.mnist.v1",
            "conv-base.fashion-mnist.v1",
            "conv-blog.mnist.v1",
            "vae-dense-z20.mnist.v1",
            "vae-dense-z20.fashion-mnist.v1",
            "vae-dense-z40.binarized-mnist.v1",
            "vae-beta.mnist.v1",
            "vae-conv-z16.mnist.v1",
            "vae-conv-z16.fashion-mnist.v1",
            "vae-z2.mnist.v1",
            "vae-z2.fashion-mnist.v1");
  }

  private static ModelCard card(String id) {
    return CATALOGUE.checkpoint(id).card();
  }

  /** Numbers of cards, which other tests recompute: what each penalty is there for. */
  @Test
  void penaltiesDoWhatTheyAreFor() {
    Map<String, Map<String, Double>> l1 =
        card("sparse-l1.mnist.v1").results().get(0).measurements();
    assertThat(l1.get("model").get("meanActivity"))
        .isLessThanOrEqualTo(l1.get("twin").get("meanActivity") / 2);
    assertThat(bce("sparse-l1.mnist.v1")).isLessThanOrEqualTo(0.105);
    Map<String, Double> kl =
        card("sparse-kl.mnist.v1").results().get(0).measurements().get("model");
    assertThat(kl.get("meanActivity")).isBetween(0.04, 0.06);
    assertThat(kl.get("deadUnits")).isLessThan(0.02);
    assertThat(
            card("sparse-tanh.mnist.v1")
                .results()
                .get(0)
                .measurements()
                .get("model")
                .get("nearZeroShare"))
        .isGreaterThanOrEqualTo(0.3);
    for (Catalogue.Entry entry : CATALOGUE.entries()) {
      if (!entry.family().equals("contractive")) {
        continue;
      }
      String id = entry.id();
      ModelCard.Result result = card(id).results().get(0);
      assertThat(result.measurements().get("model").get("jacobianNorm"))
          .as(id)
          .isLessThanOrEqualTo(result.measurements().get("twin").get("jacobianNorm") / 3);
      assertThat(result.evaluation().metric("mse"))
          .as(id)
          .isLessThanOrEqualTo(1.5 * result.baselines().get("twin").get("mse"));
    }
  }

  /** What is promised of the test split: at or below what is published of such networks. */
  @Test
  void numbersStayWithinWhatIsPromised() {
    assertThat(mse("denoise-stepped.mnist.v1")).isLessThanOrEqualTo(0.0030);
    assertThat(mse("conv-small.mnist.v1")).isLessThanOrEqualTo(0.0050);
    assertThat(mse("conv-small.fashion-mnist.v1")).isLessThanOrEqualTo(0.0100);
    assertThat(mse("conv-base.mnist.v1")).isLessThanOrEqualTo(0.0020);
    assertThat(mse("conv-base.fashion-mnist.v1")).isLessThanOrEqualTo(0.0068);
    assertThat(bce("conv-blog.mnist.v1")).isLessThanOrEqualTo(0.088);
    assertThat(bce("denoise-conv.mnist-gaussian.v1")).isLessThanOrEqualTo(0.0835);
    assertThat(nats("vae-dense-z20.mnist.v1")).isLessThanOrEqualTo(104.5);
    assertThat(nats("vae-z2.mnist.v1")).isLessThanOrEqualTo(150);
    assertThat(measured("vae-dense-z40.binarized-mnist.v1", "nllNats")).isLessThanOrEqualTo(89.8);
  }

  private static double nats(String id) {
    return measured(id, "negativeElboNats");
  }

  private static double measured(String id, String name) {
    return card(id).results().get(0).measurements().get("model").get(name);
  }

  private static double bce(String id) {
    return card(id).results().get(0).evaluation().metric("bce");
  }

  private static double mse(String id) {
    return card(id).results().get(0).evaluation().metric("mse");
  }

  @Test
  void restorersBeatTheDamagedInputAndTheClassicalFilter() {
    for (Catalogue.Entry entry : CATALOGUE.entries()) {
      for (ModelCard.Result result : card(entry.id()).results()) {
        if (result.evaluation().corruption() == null) {
          continue;
        }
        double own = result.evaluation().metric("psnrDb");
        result
            .baselines()
            .forEach(
                (name, metrics) ->
                    assertThat(own)
                        .as(entry.id() + " " + result.evaluation().corruption() + " " + name)
                        .isGreaterThan(metrics.get("psnrDb")));
      }
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
      assertThat(card.licence()).isEqualTo("Apache-2.0");
      // The id says the data that the model was trained on.
      String name = card.recipe().nameFor(card.data().name());
      assertThat(card.id()).matches(Pattern.quote(name) + "\\.v[0-9]+");
      // The recipe that the card tells is the one that is shipped.
      assertThat(Families.recipe(card.recipe().name())).isPresent();
      assertThat(card.data().sha256()).containsKeys("train", "test");
    }
  }

  @Tag("engine")
  @TestFactory
  Stream<DynamicTest> referenceReconstructionsAreReproduced() {
    return CATALOGUE.entries().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.id(), () -> assertThat(failed(e.id(), n -> Optional.empty())).isEmpty()));
  }

  /**
   * With {@code -Peval} of every model, otherwise of those that {@link VerifiedRecord#due} names;
   * one line says of which.
   */
  @TestFactory
  Stream<DynamicTest> everyNumberOnTheCardIsReproduced() throws IOException {
    String root = System.getenv("ZOO_DATA");
    Map<String, String> now = new TreeMap<>();
    Map<String, String> families = new TreeMap<>();
    Map<String, Long> bytes = new TreeMap<>();
    for (Catalogue.Entry entry : CATALOGUE.entries()) {
      now.put(entry.id(), VerifiedRecord.ofFolder(MODELS.resolve(entry.id())));
      families.put(entry.id(), entry.family());
      bytes.put(entry.id(), entry.bytes());
    }
    Map<String, String> code =
        CodeDigest.of(Path.of("..").toAbsolutePath().normalize(), Set.copyOf(families.values()));
    VerifiedRecord record = VerifiedRecord.read(RECORD);
    Set<String> ids = EVAL ? now.keySet() : record.due(now, families, bytes::get);
    say(record, ids, now, code, root != null);
    Map<String, VerifiedRecord.Model> held = new TreeMap<>();
    Stream<DynamicTest> tests =
        ids.stream()
            .map(
                id ->
                    DynamicTest.dynamicTest(
                        id,
                        () -> {
                          Assumptions.assumeTrue(
                              root != null, "ZOO_DATA is not set: the card's data is not here");
                          long begun = System.nanoTime();
                          assertThat(failed(id, name -> open(name, Path.of(root)))).isEmpty();
                          double seconds = Math.round((System.nanoTime() - begun) / 1e8) / 10.0;
                          held.put(id, new VerifiedRecord.Model(now.get(id), seconds));
                        }));
    if (!(EVAL && Boolean.getBoolean("zoo.record"))) {
      return tests;
    }
    return Stream.concat(
        tests,
        Stream.of(
            DynamicTest.dynamicTest(
                "all of them, which is recorded",
                () -> {
                  assertThat(held.keySet()).isEqualTo(now.keySet());
                  new VerifiedRecord(code, held).write(RECORD);
                })));
  }

  private static void say(
      VerifiedRecord record,
      Set<String> ids,
      Map<String, String> now,
      Map<String, String> code,
      boolean withData) {
    System.out.printf(
        "CARDS %d of %d models' cards are recomputed%s%n",
        withData ? ids.size() : 0,
        now.size(),
        EVAL ? "" : ", the others by mvn -Peval verify; changed files: " + record.changed(now));
    if (!EVAL && !record.changedCode(code).isEmpty()) {
      System.out.printf(
          "CARDS the full run, mvn -Peval -Dzoo.record=true verify with ZOO_DATA, is due: changed since the"
              + " last are %s%n",
          record.changedCode(code));
    }
  }

  private Optional<Dataset> open(String name, Path root) {
    return data.computeIfAbsent(
        name, n -> Optional.of(KnownDatasets.shipped().open(n, List.of(root))));
  }

  private static List<Verification.Check> failed(
      String id, java.util.function.Function<String, Optional<Dataset>> data) {
    Assessment assessment = new Assessment(cache, (done, total) -> {});
    Verification verification = Verification.of(CATALOGUE.checkpoint(id), data, assessment);
    assertThat(verification.checks()).hasSizeGreaterThanOrEqualTo(2);
    return verification.checks().stream().filter(c -> !c.ok()).toList();
  }
}
