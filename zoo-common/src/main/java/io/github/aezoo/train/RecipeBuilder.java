package io.github.aezoo.train;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;

/**
 * Builds a {@link Recipe}; fields that are not set have their documented defaults. One thread at a
 * time may use it.
 */
public final class RecipeBuilder {
  private final String family;
  private JsonNode architecture;
  private String name;
  private String variant;
  private DataSpec data;
  private String corruption;
  private String augmentation;
  private Loss loss;
  private Optimizer optimizer;
  private double weightDecay;
  private int penaltyWarmup;
  private Schedule schedule;
  private int epochs;
  private int batchSize;
  private Long seed;
  private Integer validation;
  private Integer images;
  private int patience;
  private Safetensors.Precision weights;
  private StartFrom startFrom;
  private boolean twin;
  private DetectorSettings detect;
  private Recipe.Expected expected;

  RecipeBuilder(String family) {
    this.family = family;
  }

  RecipeBuilder(Recipe from) {
    this.family = from.family();
    this.architecture = from.architecture();
    this.name = from.name();
    this.variant = from.variant();
    this.data = from.data();
    this.corruption = from.corruption();
    this.augmentation = from.augmentation();
    this.loss = from.loss();
    this.optimizer = from.optimizer();
    this.weightDecay = from.weightDecay();
    this.penaltyWarmup = from.penaltyWarmup();
    this.schedule = from.schedule();
    this.epochs = from.epochs();
    this.batchSize = from.batchSize();
    this.seed = from.seed();
    this.validation = from.validation();
    this.images = from.images();
    this.patience = from.patience();
    this.weights = from.weights();
    this.startFrom = from.startFrom();
    this.twin = from.twin();
    this.detect = from.detect();
    this.expected = from.expected();
  }

  /** The recipe's name; {@code <family>-<variant>.<data>} when none is given. */
  public RecipeBuilder name(String name) {
    this.name = name;
    return this;
  }

  /** One of the family's variants, in place of an architecture. */
  public RecipeBuilder variant(String variant) {
    this.variant = variant;
    this.architecture = null;
    return this;
  }

  /** The network itself, in place of a variant. */
  public RecipeBuilder architecture(Architecture own) {
    return architecture(Json.tree(own));
  }

  /** The family's hyper-parameters as JSON, in place of a variant. */
  public RecipeBuilder architecture(JsonNode own) {
    this.architecture = own;
    this.variant = null;
    return this;
  }

  /** The training data. */
  public RecipeBuilder data(DataSpec data) {
    this.data = data;
    return this;
  }

  /** The training data as a word; see {@link DataSpec#parse}. */
  public RecipeBuilder data(String word) {
    return data(DataName.spec(word));
  }

  /** What damages the input while the target stays clean, as {@code gaussian:0.2}. */
  public RecipeBuilder corruption(String corruption) {
    this.corruption = corruption;
    return this;
  }

  /** What varies training images, input and target alike. */
  public RecipeBuilder augmentation(String augmentation) {
    this.augmentation = augmentation;
    return this;
  }

  /** What is minimised. */
  public RecipeBuilder loss(Loss loss) {
    this.loss = loss;
    return this;
  }

  /** How a step follows from a gradient. */
  public RecipeBuilder optimizer(Optimizer optimizer) {
    this.optimizer = optimizer;
    return this;
  }

  /** Decoupled weight decay, in [0, 1). */
  public RecipeBuilder weightDecay(double weightDecay) {
    this.weightDecay = weightDecay;
    return this;
  }

  /** Epochs over which the share of the family's penalty rises from 0 to 1. */
  public RecipeBuilder penaltyWarmup(int penaltyWarmup) {
    this.penaltyWarmup = penaltyWarmup;
    return this;
  }

  /** How the learning rate changes. */
  public RecipeBuilder schedule(Schedule schedule) {
    this.schedule = schedule;
    return this;
  }

  /** Passes over the training split, at most. */
  public RecipeBuilder epochs(int epochs) {
    this.epochs = epochs;
    return this;
  }

  /** Images a step. */
  public RecipeBuilder batchSize(int batchSize) {
    this.batchSize = batchSize;
    return this;
  }

  /** The one seed of the run. */
  public RecipeBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Training images held out to choose the best epoch. */
  public RecipeBuilder validation(int validation) {
    this.validation = validation;
    return this;
  }

  /** Training images that are used, chosen by the seed. */
  public RecipeBuilder images(int images) {
    this.images = images;
    return this;
  }

  /** All training images are used. */
  public RecipeBuilder allImages() {
    this.images = null;
    return this;
  }

  /** Epochs without a better validation error before the run stops; 0 for never. */
  public RecipeBuilder patience(int patience) {
    this.patience = patience;
    return this;
  }

  /** How the finished model's weights are stored. */
  public RecipeBuilder weights(Safetensors.Precision weights) {
    this.weights = weights;
    return this;
  }

  /** The trained model whose weights the run begins with. */
  public RecipeBuilder startFrom(StartFrom startFrom) {
    this.startFrom = startFrom;
    return this;
  }

  /** The run begins from scratch. */
  public RecipeBuilder fromScratch() {
    this.startFrom = null;
    return this;
  }

  /** Whether a twin is trained and measured beside it; see {@link Recipe#twin}. */
  public RecipeBuilder twin(boolean twin) {
    this.twin = twin;
    return this;
  }

  /** Makes the trained model a detector of anomalies. */
  public RecipeBuilder detect(DetectorSettings detect) {
    this.detect = detect;
    return this;
  }

  /** The trained model is no detector. */
  public RecipeBuilder withoutDetect() {
    this.detect = null;
    return this;
  }

  /** What the run reached when it was written down. */
  public RecipeBuilder expected(Recipe.Expected expected) {
    this.expected = expected;
    return this;
  }

  /** Nothing is told of what the run reaches. */
  public RecipeBuilder withoutExpected() {
    this.expected = null;
    return this;
  }

  /**
   * The recipe.
   *
   * @throws ZooException naming the key that is missing or whose value is not allowed
   */
  public Recipe build() {
    String named = name == null ? usualName() : name;
    try {
      return new Recipe(
          named,
          family,
          variant,
          architecture,
          data,
          corruption,
          augmentation,
          loss,
          optimizer,
          weightDecay,
          penaltyWarmup,
          schedule,
          epochs,
          batchSize,
          seed,
          validation,
          images,
          patience,
          weights,
          startFrom,
          twin,
          detect,
          expected);
    } catch (ZooException e) {
      throw new ZooException("recipe " + named + ": " + e.getMessage(), e);
    }
  }

  private String usualName() {
    String structure = variant == null ? "own" : variant;
    return "%s-%s.%s".formatted(family, structure, data == null ? "data" : DataName.of(data));
  }
}
