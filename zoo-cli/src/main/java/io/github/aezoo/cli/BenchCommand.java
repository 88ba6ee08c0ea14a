package io.github.aezoo.cli;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.ImageShape;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.train.TrainingResult;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** How fast this machine trains and uses models. */
@CommandLine.Command(
    name = "bench",
    description = "Training and inference throughput of models on this machine (leave it idle).")
final class BenchCommand extends Command {
  private static final int IMAGES = 8192;
  private static final int HELD_OUT = 256;
  private static final int EPOCHS = 3;
  private static final double INFER_SECONDS = 1;

  @Parameters(arity = "0..*", paramLabel = "MODEL", description = "Ids (default: all).")
  private List<String> models = List.of();

  /**
   * A model's throughput.
   *
   * @param model its id
   * @param batch images a step
   * @param trainSamplesPerSecond in the last of three epochs, with the recipe's corruption
   * @param inferSamplesPerSecond reconstructions, one thread
   */
  private record Row(
      String model, int batch, double trainSamplesPerSecond, double inferSamplesPerSecond) {}

  @Override
  public Integer call() {
    Catalogue catalogue = options().catalogue();
    List<String> ids =
        models.isEmpty() ? catalogue.entries().stream().map(e -> e.id()).toList() : models;
    List<Row> rows = new ArrayList<>();
    try (Progress progress = progress("bench", ids.size(), "models")) {
      for (String id : ids) {
        rows.add(measure(options().model(id)));
        progress.at(rows.size());
      }
    }
    print(
        rows,
        () -> {
          Table table = new Table("MODEL", "BATCH", "TRAIN IMAGES/S", "INFER IMAGES/S");
          for (Row r : rows) {
            table.row(
                r.model,
                r.batch,
                Numbers.grouped(Math.round(r.trainSamplesPerSecond)),
                Numbers.grouped(Math.round(r.inferSamplesPerSecond)));
          }
          table.print(out());
        });
    return 0;
  }

  private Row measure(Checkpoint checkpoint) {
    var recipe = checkpoint.card().recipe().withEpochs(EPOCHS).withValidation(HELD_OUT);
    Noise noise = new Noise(checkpoint.card().input().imageShape());
    Trainer trainer = new Trainer(recipe, noise, options().threads());
    TrainingResult result = trainer.run(TrainingListener.NONE);
    EpochLog last = result.log().get(result.log().size() - 1);
    INDArray batch = Batches.range(noise, Split.TRAIN, 0, HELD_OUT);
    long done = 0;
    double seconds;
    try (Autoencoder model = result.model()) {
      model.reconstruct(batch);
      long began = System.nanoTime();
      do {
        model.reconstruct(batch);
        done += HELD_OUT;
        seconds = (System.nanoTime() - began) / 1e9;
      } while (seconds < INFER_SECONDS);
    }
    return new Row(
        checkpoint.card().id(),
        recipe.batchSize(),
        (IMAGES - HELD_OUT) / last.seconds(),
        done / seconds);
  }

  /** Images whose pixels are noise: cheap to make in any shape. */
  private record Noise(ImageShape shape) implements ImageDataset {
    @Override
    public String name() {
      return "noise";
    }

    @Override
    public Set<Split> splits() {
      return Set.of(Split.TRAIN);
    }

    @Override
    public int size(Split split) {
      return split == Split.TRAIN ? IMAGES : 0;
    }

    @Override
    public void copy(Split split, int index, float[] into, int offset) {
      SplittableRandom random = new SplittableRandom(Seeds.derive(0, index));
      for (int i = 0; i < shape.size(); i++) {
        into[offset + i] = (random.nextInt() >>> 8) * 0x1p-24f;
      }
    }

    @Override
    public OptionalInt label(Split split, int index) {
      return OptionalInt.empty();
    }

    @Override
    public List<String> classes() {
      return List.of();
    }

    @Override
    public Optional<String> sha256(Split split) {
      return Optional.empty();
    }
  }
}
