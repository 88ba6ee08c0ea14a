package io.github.aezoo.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.EqualContrast;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.eval.codes.Walk;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.probe.NamedImages;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
@ExtendWith(WithProbe.class)
class ZooTest {
  @TempDir private static Path trained;
  @TempDir private static Path cache;
  @TempDir private Path folder;
  private static Checkpoint model;

  @BeforeAll
  static void train() {
    model = TrainedProbe.into(trained, cache);
  }

  @Test
  void aCardNamesTheDataThatWasLearnedAndIsVerifiedOnIt() {
    Dataset digits = new NamedImages("digits-of-my-own", TrainedProbe.DATA);
    Checkpoint own = Zoo.train(TrainedProbe.RECIPE, digits, folder.resolve("own"));
    assertThat(own.card().recipe().data()).isEqualTo(DataSpec.of("digits-of-my-own"));
    assertThat(own.card().data().name()).isEqualTo("digits-of-my-own");
    Verification elsewhere = Zoo.verify(folder.resolve("own").toString()).get(0);
    // The data that the recipe was made for is here, and nothing was learned of it.
    assertThat(elsewhere.ok()).isTrue();
    assertThat(elsewhere.withNumbers()).isFalse();

    Verification here =
        Verification.of(
            own,
            name -> name.equals("digits-of-my-own") ? Optional.of(digits) : Optional.empty(),
            TrainedProbe.assessment(cache));
    assertThat(here.ok()).isTrue();
    assertThat(here.withNumbers()).isTrue();
  }

  @Test
  void aRecipeKeepsTheWordOfTheDataThatItNames() {
    Path pictures = folder.resolve("my pictures");
    SyntheticDigits digits = new SyntheticDigits(2, 0, 0, 3);
    for (int i = 0; i < 2; i++) {
      PictureGrid.save(
          pictures.resolve("train/a/" + i + ".png"),
          PictureGrid.of(digits.image(Split.TRAIN, i), digits.shape()));
    }
    for (String word :
        List.of(pictures.toString(), pictures + "/:scaling=contrast", pictures + ":only=a")) {
      Recipe recipe = TrainedProbe.RECIPE.withData(word);
      Dataset opened = Datasets.open(recipe.data(), Optional.empty(), List.of());
      assertThat(recipe.learning(opened)).as(word).isSameAs(recipe);
    }
    Dataset equal = new EqualContrast(TrainedProbe.DATA, "synthetic-digits:scaling=contrast");
    assertThat(TrainedProbe.RECIPE.learning(equal).data())
        .hasToString("synthetic-digits:scaling=contrast");
    assertThat(TrainedProbe.RECIPE.withData("images").learning(TrainedProbe.DATA).data())
        .hasToString("synthetic-digits");
    Recipe rows = TrainedProbe.RECIPE.withData("a/rows.csv:ignore=id,test=0.3");
    assertThat(rows.learning(new NamedImages("rows:ignore=id,test=0.3", TrainedProbe.DATA)))
        .isSameAs(rows);
    assertThat(rows.learning(new NamedImages("others", TrainedProbe.DATA)).data())
        .hasToString("others");
  }

  @Test
  void whatIsOutOfRangeNamesItsSetting() {
    ZooOptions options = ZooOptions.standard();
    Dataset data = TrainedProbe.DATA;
    refuses("walks", () -> Zoo.interpolate(model, data, 0, 5, Walk.LINEAR, options));
    refuses("steps", () -> Zoo.interpolate(model, data, 1, 1, Walk.LINEAR, options));
    refuses("walks", () -> Zoo.interpolate(model, 0, 5, Walk.LINEAR, options));
    refuses("steps", () -> Zoo.interpolate(model, 1, 1, Walk.LINEAR, options));
    refuses("count", () -> Zoo.generate(model, 0, options));
    refuses("count", () -> Zoo.generatePlane(model, 0));
    refuses("queries", () -> Codes.nearest(List.of(model), data, options, new int[] {99_999}, 3));
  }

  private static void refuses(String setting, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo(setting))
        .hasMessageContaining("expected; got ");
  }

  @Test
  void theKindOfACheckIsNotInItsDocument() {
    Verification verification = Zoo.verify(trained.toString()).get(0);
    assertThat(verification.checks())
        .extracting(Verification.Check::kind)
        .contains(
            Verification.Kind.PARAMETERS,
            Verification.Kind.REFERENCE_CODES,
            Verification.Kind.REFERENCE_RECONSTRUCTIONS);
    assertThat(Json.line(verification.checks().get(0)))
        .doesNotContain("kind")
        .contains("\"name\"", "\"expected\"", "\"got\"", "\"tolerance\"", "\"ok\"");
  }
}
