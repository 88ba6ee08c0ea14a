package io.github.aezoo.train;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * Everything that decides a training run: the same recipe on the same machine, with the same number
 * of threads, gives the same bytes.
 *
 * @param name the recipe's name, {@code <family>-<variant>.<dataset>} for shipped ones
 * @param family which family
 * @param variant one of the family's variants; or null when {@code architecture} is given
 * @param architecture the family's hyper-parameters; or null when {@code variant} is given
 * @param data the training data, a word in JSON: a known data set, a folder, a file
 * @param corruption what damages the input while the target stays clean; {@code none} when left out
 * @param augmentation what varies training images, input and target alike; {@code none} when left
 *     out
 * @param loss what is minimised
 * @param optimizer how a step follows from a gradient
 * @param weightDecay decoupled weight decay; 0 when left out
 * @param penaltyWarmup epochs over which the share of the family's penalty (a VAE's KL divergence)
 *     rises from 0 to 1; 0 when left out
 * @param schedule how the learning rate changes; constant when left out
 * @param epochs passes over the training split, at most
 * @param batchSize images a step
 * @param seed the one seed of the run; 1 when left out
 * @param validation training images held out to choose the best epoch, for data without a
 *     validation split of its own; 5000 when left out
 * @param images training images that are used, chosen by the seed; all when left out
 * @param patience epochs without a better validation error before the run stops; 0 (never) when
 *     left out
 * @param weights how the finished model's weights are stored, and rounded to before they are
 *     measured; f32 when left out
 * @param startFrom the trained model whose weights the run begins with; none when left out
 * @param twin whether a twin is trained and measured beside it: the same network without its
 *     family's penalty, or from scratch when the run starts from a model; not when left out
 * @param detect makes the trained model a detector of anomalies; not when left out
 * @param expected what the run reached when it was written down
 */
public record Recipe(
    String name,
    String family,
    String variant,
    JsonNode architecture,
    DataSpec data,
    String corruption,
    String augmentation,
    Loss loss,
    Optimizer optimizer,
    @JsonSetter(nulls = Nulls.AS_EMPTY) double weightDecay,
    @JsonSetter(nulls = Nulls.AS_EMPTY) int penaltyWarmup,
    Schedule schedule,
    int epochs,
    int batchSize,
    Long seed,
    Integer validation,
    Integer images,
    @JsonSetter(nulls = Nulls.AS_EMPTY) int patience,
    Safetensors.Precision weights,
    StartFrom startFrom,
    @JsonSetter(nulls = Nulls.AS_EMPTY) boolean twin,
    DetectorSettings detect,
    Expected expected) {

  /**
   * What a run of the recipe reached.
   *
   * @param metric on the test split
   * @param value in the metric's unit
   * @param minutes on the machine that the card names
   */
  public record Expected(String metric, double value, double minutes) {}

  /** How many training images are held out when a recipe does not say it. */
  static final int VALIDATION = 5000;

  /** No run is longer. */
  public static final int MAX_EPOCHS = 100_000;

  /** Fills in what was left out and checks ranges. */
  public Recipe {
    present(name, "name");
    present(family, "family");
    present(data == null ? null : data.toString(), "data");
    if (architecture != null && architecture.isNull()) {
      architecture = null;
    }
    if ((variant == null) == (architecture == null)) {
      throw new ZooException("exactly one of 'variant' and 'architecture' expected");
    }
    if (loss == null) {
      throw new ZooException("key 'loss': bce, squared-error or absolute-error expected");
    }
    if (optimizer == null) {
      throw new ZooException("key 'optimizer': an object expected, {\"type\", \"learningRate\"}");
    }
    corruption = corruption == null ? Corruptions.NONE : corruption;
    augmentation = augmentation == null ? Corruptions.NONE : augmentation;
    Corruptions.parse(corruption);
    Corruptions.parse(augmentation);
    schedule = schedule == null ? new Schedule.Constant() : schedule;
    seed = seed == null ? 1L : seed;
    validation = validation == null ? VALIDATION : validation;
    weights = weights == null ? Safetensors.Precision.F32 : weights;
    require(weightDecay >= 0 && weightDecay < 1, "weightDecay", "in [0, 1)", weightDecay);
    require(penaltyWarmup >= 0, "penaltyWarmup", "0 or more epochs", penaltyWarmup);
    require(epochs >= 1 && epochs <= MAX_EPOCHS, "epochs", "1 to " + MAX_EPOCHS, epochs);
    require(batchSize >= 1 && batchSize <= 65_536, "batchSize", "1 to 65536", batchSize);
    require(validation >= 1, "validation", "1 or more images", validation);
    require(images == null || images >= 1, "images", "1 or more", images);
    require(patience >= 0, "patience", "0 (never) or more epochs", patience);
  }

  private static void present(String value, String key) {
    if (value == null || value.isBlank()) {
      throw new ZooException("key '" + key + "' is missing");
    }
  }

  static void require(boolean holds, String key, String allowed, Object came) {
    if (!holds) {
      throw new ZooException("key '%s': %s expected; got %s".formatted(key, allowed, came));
    }
  }

  /** What DL4J needs to train as the recipe does, at the constant peak of its learning rate. */
  public Learning learning() {
    return new Learning(
        loss, optimizer.updater(new FixedSchedule(optimizer.learningRate())), weightDecay);
  }

  /**
   * A shipped recipe by name, or a JSON file.
   *
   * @throws ZooException when there is neither, or when the JSON is not a recipe: the message names
   *     the file, the key and what is allowed; an unknown name the nearest one
   */
  public static Recipe open(String nameOrFile) {
    return byName(nameOrFile).orElseGet(() -> ofFile(nameOrFile));
  }

  /** All recipes that the families on the class path ship, by name; starts nothing. */
  public static List<Recipe> shipped() {
    return Families.recipes().stream().map(name -> byName(name).orElseThrow()).toList();
  }

  private static Optional<Recipe> byName(String name) {
    return Families.recipe(name).map(bytes -> Json.read(bytes, Recipe.class, "recipe " + name));
  }

  private static Recipe ofFile(String name) {
    Path file = SafeFiles.path(name).filter(Files::isRegularFile).orElse(null);
    if (file == null) {
      Set<String> known = Families.recipes();
      throw new ZooException(
          "no recipe '%s': it is neither a shipped recipe nor a JSON file; %s'zoo recipes' prints all %d"
              .formatted(
                  name,
                  Nearest.to(name, known).map(n -> "did you mean '" + n + "'? ").orElse(""),
                  known.size()));
    }
    Recipe recipe = Json.read(file, Recipe.class);
    try {
      // What only the family can tell is checked here, where the file is known.
      var variants = Families.byId(recipe.family()).variants().keySet();
      if (recipe.variant() != null && !variants.contains(recipe.variant())) {
        throw new ZooException(
            "key 'variant': one of %s expected; got '%s'"
                .formatted(String.join(", ", variants), recipe.variant()));
      }
    } catch (ZooException e) {
      throw new ZooException(file + ": " + e.getMessage(), e);
    }
    return recipe;
  }

  /**
   * The architecture for images of a shape.
   *
   * @throws ZooException when family, variant or hyper-parameters do not exist or do not fit
   */
  public Architecture build(Shape shape) {
    if (variant != null) {
      return Families.variant(family, variant, shape);
    }
    Architecture built =
        Json.convert(
            architecture,
            Families.byId(family).architecture(),
            "recipe " + name + ", key 'architecture'");
    if (!built.input().equals(shape)) {
      throw new ZooException(
          "recipe %s takes %s; the data is %s".formatted(name, built.input(), shape));
    }
    return built;
  }

  /**
   * The data as a run sees it: with a validation split, its own or one held out of its training
   * images by the recipe's seed (a tenth where there are too few), and as many of the other
   * training images as the recipe uses.
   */
  public Dataset asUsed(Dataset all) {
    return RecipeData.used(this, all);
  }

  /** A recipe of a family's variant; what a run cannot do without must be told. */
  public static RecipeBuilder of(String family, String variant) {
    return new RecipeBuilder(family).variant(variant);
  }

  /** A recipe of a network of one's own; what a run cannot do without must be told. */
  public static RecipeBuilder of(Architecture own) {
    return new RecipeBuilder(Families.of(own).id()).architecture(own);
  }

  /** All that this recipe says, to change some of it. */
  public RecipeBuilder toBuilder() {
    return new RecipeBuilder(this);
  }

  /** The same recipe under another name. */
  public Recipe withName(String other) {
    return toBuilder().name(other).build();
  }

  /**
   * The same recipe with other data; a name that says the data, as those of shipped recipes do,
   * says the other.
   */
  public Recipe withData(DataSpec other) {
    return toBuilder().data(other).name(DataName.replaced(name, data, other)).build();
  }

  /** The same recipe with the data that a word names; see {@link DataSpec#parse}. */
  public Recipe withData(String word) {
    return withData(DataName.spec(word));
  }

  /** The same recipe, which names what it is given to learn; this one when it does so already. */
  public Recipe learning(Dataset given) {
    return DataName.names(data, given.name()) ? this : withData(DataSpec.stored(given.name()));
  }

  /** The recipe's name, with the data that a word names where it says the recipe's. */
  public String nameFor(String word) {
    return DataName.replaced(name, data, DataName.ofDataset(word));
  }

  /** The same recipe with another network of the same family. */
  public Recipe withArchitecture(Architecture other) {
    return toBuilder().architecture(other).build();
  }

  /** The same recipe with another schedule of the learning rate. */
  public Recipe withSchedule(Schedule other) {
    return toBuilder().schedule(other).build();
  }

  /** The same recipe with another number of epochs. */
  public Recipe withEpochs(int other) {
    return toBuilder().epochs(other).build();
  }

  /** The same recipe with another number of images a step. */
  public Recipe withBatchSize(int other) {
    return toBuilder().batchSize(other).build();
  }

  /** The same recipe with another seed. */
  public Recipe withSeed(long other) {
    return toBuilder().seed(other).build();
  }

  /** The same recipe with another number of held-out images. */
  public Recipe withValidation(int other) {
    return toBuilder().validation(other).build();
  }

  /** The same recipe with so many of the training images, chosen by its seed. */
  public Recipe withImages(int other) {
    return toBuilder().images(other).build();
  }

  /** The same recipe beginning with another model's weights. */
  public Recipe withStartFrom(StartFrom other) {
    return toBuilder().startFrom(other).build();
  }

  /** The same recipe with a twin beside the run, or without one. */
  public Recipe withTwin(boolean other) {
    return toBuilder().twin(other).build();
  }

  /** The same recipe for a detector of anomalies. */
  public Recipe withDetect(DetectorSettings other) {
    return toBuilder().detect(other).build();
  }

  /** The same recipe without an expectation. */
  public Recipe withoutExpected() {
    return toBuilder().withoutExpected().build();
  }

  /**
   * The recipe of this one's twin: the same run from scratch when it starts from a model, or else
   * of the same network without its family's penalty.
   *
   * @throws ZooException when the run starts from scratch and the family adds no penalty
   */
  public Recipe ofTwin(Shape shape) {
    RecipeBuilder twin = toBuilder().twin(false).withoutDetect().withoutExpected();
    if (startFrom != null) {
      return twin.name(name + "-from-scratch").fromScratch().build();
    }
    Architecture plain =
        build(shape)
            .twin()
            .orElseThrow(
                () ->
                    new ZooException(
                        "key 'twin': the network of recipe %s has no penalty to leave out"
                            .formatted(name)));
    return twin.name(name + "-twin").architecture(plain).build();
  }
}
