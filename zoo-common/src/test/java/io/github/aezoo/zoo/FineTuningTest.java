package io.github.aezoo.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.MemoryDataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.probe.NamedImages;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.StartFrom;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

@ExtendWith(WithProbe.class)
class FineTuningTest {
  private static final Dataset OLD = new SyntheticDigits(200, 20, 20, 3);
  private static final Dataset NEW = new SyntheticDigits(120, 20, 20, 8);

  @TempDir private static Path cache;
  @TempDir private static Path trained;
  @TempDir private Path folder;
  private static Checkpoint source;

  @BeforeAll
  static void train() {
    source =
        new TrainingRun(
                Probe.recipe("normalised", "none", 6), OLD, trained, 1, TrainingRun.Start.NEW)
            .run(TrainingListener.NONE, TrainedProbe.assessment(cache))
            .checkpoint()
            .orElseThrow();
  }

  private static Recipe recipe(Dataset data, StartFrom.Part freeze, double keptRate) {
    return FineTuning.recipe(trained.toString(), source, data.name(), data)
        .withStartFrom(new StartFrom(trained.toString(), null, freeze, keptRate))
        .withEpochs(2)
        .withTwin(false);
  }

  private static Map<String, Tensor> tuned(Recipe recipe, Dataset data) {
    try (Autoencoder old = source.load()) {
      Trainer trainer = new Trainer(recipe, data, 2, Optional.of(old.weights()));
      return trainer.run(TrainingListener.NONE).model().weights();
    }
  }

  private static Map<String, Tensor> old() {
    try (Autoencoder model = source.load()) {
      return model.weights();
    }
  }

  @Test
  void aFrozenPartKeepsItsWeightsAndTheOtherLearns() {
    Map<String, Tensor> before = old();
    Map<String, Tensor> after = tuned(recipe(NEW, StartFrom.Part.ENCODER, 1), NEW);
    for (String still : new String[] {"hidden.W", "hidden.b", "normal.gamma", "code.W", "code.b"}) {
      assertThat(after.get(still)).as(still).isEqualTo(before.get(still));
    }
    assertThat(after.get("reconstruction.W")).isNotEqualTo(before.get("reconstruction.W"));
    // Running statistics are those of the new data.
    assertThat(after.get("normal.mean")).isNotEqualTo(before.get("normal.mean"));

    after = tuned(recipe(NEW, StartFrom.Part.DECODER, 1), NEW);
    assertThat(after.get("reconstruction.W")).isEqualTo(before.get("reconstruction.W"));
    assertThat(after.get("code.W")).isNotEqualTo(before.get("code.W"));
  }

  @Test
  void weightsThatWereTakenOverMoveByTheirShareOfTheRate() {
    // One step of Adam is as long as the rate, so a share of the rate is a share of the way.
    Map<String, Tensor> before = old();
    UnaryOperator<Recipe> oneStep = r -> r.withEpochs(1).withBatchSize(1000);
    Map<String, Tensor> whole = tuned(oneStep.apply(recipe(NEW, StartFrom.Part.NONE, 1)), NEW);
    Map<String, Tensor> part = tuned(oneStep.apply(recipe(NEW, StartFrom.Part.NONE, 0.25)), NEW);
    float[] from = before.get("code.W").values();
    for (int i = 0; i < from.length; i++) {
      float way = whole.get("code.W").values()[i] - from[i];
      assertThat(part.get("code.W").values()[i] - from[i])
          .isCloseTo(0.25f * way, Offset.offset(1e-6f));
    }
    assertThat(whole.get("code.W")).isNotEqualTo(before.get("code.W"));
  }

  @Test
  void aProgramFineTunesAndMeasuresInMemory() {
    ZooOptions options = ZooOptions.standard();
    double before;
    try (Autoencoder old = source.load()) {
      before = Zoo.evaluate(old, NEW, options).evaluation().metric("mse");
    }
    try (Autoencoder model =
        Zoo.fineTune(trained.toString(), NEW, r -> r.withEpochs(3).withTwin(false)).model()) {
      ModelCard.Result result = Zoo.evaluate(model, NEW, options);
      assertThat(result.evaluation().split()).isEqualTo("test");
      assertThat(result.baselines()).containsKeys("pca", "untrained");
      assertThat(result.evaluation().metric("mse"))
          .isLessThan(before)
          .isLessThan(result.baselines().get("untrained").get("mse"));
    }
  }

  @Test
  void ofFewerImagesAFifthChoosesTheEpoch() {
    assertThat(validation(r -> r)).isEqualTo(12);
    assertThat(validation(r -> r.withImages(50))).isEqualTo(10);
    assertThat(validation(r -> r.withImages(3))).isEqualTo(1);
    assertThat(validation(r -> r.withImages(50).withValidation(7))).isEqualTo(7);
  }

  private static int validation(UnaryOperator<Recipe> changes) {
    return FineTuning.changed(trained.toString(), NEW, changes, ZooOptions.standard()).validation();
  }

  @Test
  void aRecipeThatStartsFromAModelDoesSoInMemory() {
    Recipe recipe = recipe(NEW, StartFrom.Part.ENCODER, 1).withEpochs(1);
    try (Autoencoder model = Zoo.train(recipe, NEW).model()) {
      assertThat(model.weights().get("code.W")).isEqualTo(old().get("code.W"));
    }
  }

  @Test
  void layersWhoseShapesDifferBeginAnewAndAreNamed() {
    Shape colour = new Shape(3, 28, 28);
    INDArray noise = Nd4j.rand(40, 3, 28, 28);
    Dataset other =
        new MemoryDataset.Builder("colour", colour, List.of())
            .batches(Split.TRAIN, new SingletonDataSetIterator(new DataSet(noise, null)))
            .build();
    Recipe recipe = recipe(other, StartFrom.Part.NONE, 1);
    try (Autoencoder old = source.load()) {
      Trainer trainer = new Trainer(recipe, other, 1, Optional.of(old.weights()));
      assertThat(trainer.transfer().orElseThrow().fresh())
          .containsExactlyInAnyOrder("hidden.W", "reconstruction.W", "reconstruction.b");
      assertThat(trainer.transfer().orElseThrow().kept()).contains("hidden.b", "code.W", "code.b");
      assertThat(trainer.model().weights().get("code.W")).isEqualTo(old.weights().get("code.W"));
    }
  }

  @Test
  void theCardTellsBeforeFromScratchAndWhatWasForgottenAndVerifies() {
    Recipe recipe =
        FineTuning.recipe(trained.toString(), source, NEW.name(), NEW).withEpochs(3).withImages(60);
    Dataset past = new NamedImages("past", OLD);
    Checkpoint tuned =
        new TrainingRun(
                recipe,
                NEW,
                folder.resolve("out"),
                1,
                TrainingRun.Start.NEW,
                Optional.of(new FineTuning.Origin(source, Optional.of(past))))
            .run(TrainingListener.NONE, TrainedProbe.assessment(cache))
            .checkpoint()
            .orElseThrow();
    ModelCard card = tuned.card();
    assertThat(card.id()).isEqualTo("probe-normalised.synthetic-digits-from-synthetic-digits");
    assertThat(card.data().train()).isEqualTo(60);
    assertThat(card.transfer().fresh()).isEmpty();
    assertThat(card.recipe().startFrom().sha256()).isEqualTo(source.card().weights().sha256());
    assertThat(card.results()).hasSize(2);
    ModelCard.Result target = card.results().get(0);
    assertThat(target.baselines()).containsKeys("before", "fromScratch").doesNotContainKey("twin");
    ModelCard.Result forgotten = card.results().get(1);
    assertThat(forgotten.evaluation().dataset()).isEqualTo("past");
    // On its own data the network before is the source.
    assertThat(forgotten.baselines().get("before").get("mse"))
        .isEqualTo(source.card().results().get(0).evaluation().metric("mse"));

    Verification same =
        Verification.of(
            tuned,
            name -> Optional.of(name.equals("past") ? past : NEW),
            name -> Optional.of(source),
            TrainedProbe.assessment(cache));
    assertThat(same.checks()).allMatch(Verification.Check::ok);
    assertThat(same.checks()).anyMatch(check -> check.name().equals("before mse"));
    Verification without =
        Verification.of(
            tuned,
            name -> Optional.of(name.equals("past") ? past : NEW),
            name -> Optional.empty(),
            TrainedProbe.assessment(cache));
    assertThat(without.ok()).isTrue();
    assertThat(without.checks()).noneMatch(check -> check.name().startsWith("before"));
  }

  @Test
  void anotherModelThanTheRecipeNamesIsAnError() {
    Recipe recipe =
        recipe(NEW, StartFrom.Part.NONE, 1)
            .withStartFrom(new StartFrom(trained.toString(), "0".repeat(64), null, null));
    assertThatThrownBy(
            () -> new TrainingRun(recipe, NEW, folder.resolve("out"), 1, TrainingRun.Start.NEW))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("the run starts from " + "0".repeat(64));
  }

  @Test
  void aRecipeThatStartsFromAModelIsNotRunWithoutItsWeights() {
    assertThatThrownBy(() -> new Trainer(recipe(NEW, StartFrom.Part.NONE, 1), NEW, 1))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("starts from " + trained);
  }

  @Test
  void aModelOfAnotherNetworkIsAnError() {
    Map<String, Tensor> foreign = Map.of("elsewhere.W", Tensor.of(1, 2));
    assertThatThrownBy(
            () -> new Trainer(recipe(NEW, StartFrom.Part.NONE, 1), NEW, 1, Optional.of(foreign)))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("no weights of the model fit");
  }
}
