package io.github.aezoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.nn.ActivationPenalty;
import io.github.aezoo.plan.PlanCheck;
import io.github.aezoo.train.Optimizer;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What every family keeps to, checked over all its variants.
 *
 * <p>What needs training or many evaluations is checked on the variant {@code tiny}. What depends
 * on the engine's release is tagged {@code engine}: CI runs it with the other release, too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FamilyContract {
  /** The shape of colour images. */
  protected static final Shape COLOUR = new Shape(3, 32, 32);

  /** The variant that learns in seconds. */
  protected static final String TINY = "tiny";

  /**
   * How many numbers a variant learns, counted by hand.
   *
   * @param grey for images {@code [1, 28, 28]}
   * @param colour for images {@code [3, 32, 32]}; 0 when the variant refuses them
   */
  public record Parameters(long grey, long colour) {
    /** The number for a shape. */
    public long of(Shape shape) {
      return shape.equals(COLOUR) ? colour : grey;
    }
  }

  /** The family. */
  protected abstract ModelFamily family();

  /** Every variant with its parameters. */
  protected abstract Map<String, Parameters> parameters();

  /** A variant on images of a shape. */
  public record Case(String variant, Shape shape) {}

  /** Every variant on grey and on colour images. */
  protected Stream<Case> cases() {
    return family().variants().keySet().stream()
        .flatMap(v -> Stream.of(new Case(v, Shape.MNIST), new Case(v, COLOUR)));
  }

  /** A variant's network for a shape. */
  protected final Architecture build(String variant, Shape shape) {
    return family().variants().get(variant).apply(shape);
  }

  /** A variant with new weights. */
  protected final Autoencoder create(String variant, Shape shape, long seed) {
    return Autoencoder.create(
        family().id() + "-" + variant, build(variant, shape), Learning.NONE, seed);
  }

  /** Images of uniform noise. */
  protected static INDArray noise(Shape shape, int n) {
    return Nd4j.rand(shape.batch(n));
  }

  /** The largest absolute difference. */
  protected static double difference(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }

  private static final int BATCH = 16;

  /** Gradients in single precision that differ by more, in units of their norm, are wrong. */
  private static final double WRONG = 3e-4;

  /** A shape for which the gradient of {@code tiny} is checked; small, as it takes many steps. */
  protected Shape gradientShape() {
    return new Shape(1, 6, 6);
  }

  /** Networks whose gradient is checked, by name; a family adds those that {@code tiny} is not. */
  protected Map<String, Architecture> gradientCases() {
    return Map.of(TINY, build(TINY, gradientShape()));
  }

  /** Steps within which {@code tiny} learns one batch by heart. */
  protected int overfitSteps() {
    return 150;
  }

  /** The share of the mean image's error that is left then. */
  protected double overfitShare() {
    return 0.3;
  }

  @Test
  void namesFollowFromTheFamilysId() {
    ModelFamily family = family();
    String id = family.id();
    assertThat(id).matches("[a-z][a-z0-9]*");
    String prefix = id.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + id.substring(1);
    assertThat(family.getClass().getName()).isEqualTo("io.github.aezoo." + id + "." + prefix);
    Class<?> architecture = family.architecture();
    assertThat(architecture.getName())
        .isEqualTo("io.github.aezoo." + id + "." + prefix + "Architecture");
    assertThat(architecture)
        .matches(c -> c.isRecord() || c.isSealed(), "is a record, or a sealed choice of records");
    assertThat(Modifier.isFinal(family.getClass().getModifiers())).isTrue();
    assertThat(family.summary().lines()).hasSize(1);
    assertThat(family.paper()).contains("https://");
    assertThat(family.variants()).containsKey(TINY);
    assertThat(family.variants().keySet()).allMatch(v -> v.matches("[a-z0-9]+(-[a-z0-9]+)*"));
    assertThat(Families.byId(id)).hasSameClassAs(family);
  }

  @Test
  void everyVariantHasItsParametersCounted() {
    assertThat(parameters().keySet()).isEqualTo(family().variants().keySet());
  }

  @Tag("engine")
  @ParameterizedTest
  @MethodSource("cases")
  void aVariantBuildsEncodesDecodesAndCountsOrRefusesTheShape(Case c) {
    long expected = parameters().get(c.variant()).of(c.shape());
    if (expected == 0) {
      assertThatThrownBy(() -> build(c.variant(), c.shape())).isInstanceOf(ZooException.class);
      return;
    }
    try (Autoencoder model = create(c.variant(), c.shape(), 1)) {
      assertThat(model.architecture().input()).isEqualTo(c.shape());
      assertThat(model.architecture()).isInstanceOf(family().architecture());
      assertThat(model.parameters()).isEqualTo(expected);
      long sizes = model.weights().values().stream().mapToLong(t -> t.values().length).sum();
      assertThat(sizes).isEqualTo(expected);
      INDArray images = noise(c.shape(), 2);
      INDArray codes = model.encode(images);
      assertThat(codes.shape()).containsExactly(2, model.architecture().latentSize());
      INDArray decoded = model.decode(codes);
      assertThat(decoded.shape()).isEqualTo(c.shape().batch(2));
      INDArray reconstructed = model.reconstruct(images);
      assertThat(reconstructed.shape()).isEqualTo(c.shape().batch(2));
      assertThat(difference(decoded, reconstructed)).isLessThanOrEqualTo(1e-6);
      if (!model.architecture().linear()) {
        assertThat(reconstructed.minNumber().doubleValue()).isGreaterThanOrEqualTo(0);
        assertThat(reconstructed.maxNumber().doubleValue()).isLessThanOrEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anArchitectureSurvivesJson(Case c) {
    assumeThat(parameters().get(c.variant()).of(c.shape())).isPositive();
    Architecture architecture = build(c.variant(), c.shape());
    assertThat(Json.read(Json.text(architecture), family().architecture(), "test"))
        .isEqualTo(architecture);
  }

  @Tag("engine")
  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
    try (Autoencoder a = create(TINY, Shape.MNIST, 3);
        Autoencoder b = create(TINY, Shape.MNIST, 3);
        Autoencoder other = create(TINY, Shape.MNIST, 4)) {
      assertThat(a.weights()).isEqualTo(b.weights());
      assertThat(a.weights()).isNotEqualTo(other.weights());
    }
  }

  @Tag("engine")
  @Test
  void encodingAndReconstructingAreDeterministic() {
    INDArray images = noise(Shape.MNIST, 5);
    try (Autoencoder model = create(TINY, Shape.MNIST, 3)) {
      assertThat(model.encode(images)).isEqualTo(model.encode(images));
      assertThat(model.reconstruct(images)).isEqualTo(model.reconstruct(images));
    }
  }

  @Tag("engine")
  @Test
  void moreImagesThanFitAtOnceGiveTheSameResultsOneByOne() {
    INDArray images = noise(Shape.MNIST, 515);
    try (Autoencoder model = create(TINY, Shape.MNIST, 3)) {
      INDArray all = model.reconstruct(images);
      INDArray codes = model.encode(images);
      for (int i : new int[] {0, 511, 512, 514}) {
        INDArray one = images.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(i, i + 1));
        assertThat(difference(model.reconstruct(one).slice(0), all.slice(i))).isLessThan(1e-5);
        assertThat(difference(model.encode(one).slice(0), codes.slice(i))).isLessThan(1e-4);
      }
    }
  }

  @Tag("engine")
  @Test
  void oneBatchIsLearnedByHeart() {
    INDArray images = Batches.range(new SyntheticDigits(BATCH, 0, 0, 2), Split.TRAIN, 0, BATCH);
    double meanImage = images.sub(images.mean(true, 0)).norm2Number().doubleValue();
    double meanImageError = meanImage * meanImage / images.length();
    try (Autoencoder model =
        Autoencoder.create(
            "overfit", build(TINY, Shape.MNIST), new Learning(Loss.BCE, new Adam(0.01), 0), 1)) {
      Nd4j.getRandom().setSeed(1);
      model.fit(new ExistingDataSetIterator(List.of(new DataSet(images, images))), overfitSteps());
      double error =
          java.util.Arrays.stream(model.reconstructionErrors(images)).average().orElseThrow();
      assertThat(error).isLessThan(overfitShare() * meanImageError);
    }
  }

  @Tag("engine")
  @ParameterizedTest
  @EnumSource(Loss.class)
  void theGradientIsThatOfTheLossAndTheCheckCanFail(Loss loss) {
    gradientCases().forEach((name, network) -> checkGradient(name, network, loss));
  }

  /** Checks a network whose output takes one loss alone; the others are {@link #gradientCases}. */
  protected static void checkGradient(String name, Architecture network, Loss loss) {
    GradientCheck check = GradientCheck.of(network, loss, 12);
    assertThat(check.errors(1))
        .as(name)
        .isNotEmpty()
        .allSatisfy((tensor, error) -> assertThat(error).isNotNaN().matches(GradientCheck::right));
    // The same gradient, wrong by a twentieth, must be found out in every tensor.
    assertThat(check.errors(1.05))
        .as(name)
        .allSatisfy(
            (tensor, error) -> assertThat(error).matches(e -> !GradientCheck.right(e), "wrong"));
  }

  /** Names of {@link #gradientCases} that DL4J's layers compute. */
  protected Set<String> withoutPlan() {
    return Set.of();
  }

  /** Whether codes are drawn at random in training: DL4J and plans draw others. */
  protected boolean drawsCodes() {
    return false;
  }

  @Tag("engine")
  @ParameterizedTest
  @EnumSource(Loss.class)
  void aPlanGivesWhatDl4jGives(Loss loss) {
    gradientCases()
        .forEach(
            (name, network) -> {
              if (withoutPlan().contains(name)) {
                assertThat(PlanCheck.of(network, loss, 3)).as(name).isEmpty();
              } else {
                comparePlan(name, network, loss);
              }
            });
  }

  /**
   * Compares a network whose output takes one loss alone; the others are {@link #gradientCases}.
   */
  protected final void comparePlan(String name, Architecture network, Loss loss) {
    // Three tiles, two, or one; each with one of the losses, as every network takes all of them.
    int n = loss == Loss.BCE ? 300 : loss == Loss.SQUARED_ERROR ? 40 : 3;
    try (PlanCheck check = check(name, network, loss, n)) {
      if (!drawsCodes()) {
        double theirs = check.lossOfDl4j();
        assertThat(check.loss()).as(name).isCloseTo(theirs, Offset.offset(1e-4 * theirs));
        assertThat(check.differences(1))
            .as(name)
            .isNotEmpty()
            .allSatisfy((tensor, error) -> assertThat(error).isLessThan(WRONG));
        assertThat(check.differences(1.05).values())
            .as(name)
            .anySatisfy(error -> assertThat(error).isGreaterThan(10 * WRONG));
      }
      assertThat(check.differenceInUse()).as(name).isLessThan(1e-6);
    }
    if (drawsCodes()) {
      checkSlopes(name, network, loss);
    }
  }

  private static PlanCheck check(String name, Architecture network, Loss loss, int n) {
    Optional<PlanCheck> check = PlanCheck.of(network, loss, n);
    boolean convolves = network.inputType().getType() == InputType.Type.CNN;
    assumeThat(convolves && !PlanCheck.withConvolutions())
        .as("ND4J's natives of this platform have no oneDNN, which plans of convolutions need")
        .isFalse();
    return check.orElseThrow(() -> new AssertionError("no plan of " + name));
  }

  /** Where a comparison with DL4J says nothing: the gradient is that of the loss itself. */
  private static void checkSlopes(String name, Architecture network, Loss loss) {
    try (PlanCheck check = check(name, network, loss, 40)) {
      assertThat(check.slopeErrors(1))
          .as(name)
          .isNotEmpty()
          .allSatisfy((tensor, error) -> assertThat(error).isLessThan(0.02));
      assertThat(check.slopeErrors(1.05))
          .as(name)
          .allSatisfy((tensor, error) -> assertThat(error).isGreaterThan(0.02));
    }
  }

  @Tag("engine")
  @Test
  void warmUpScalesThePenaltyAndNothingElse() {
    gradientCases()
        .forEach(
            (name, network) -> {
              ComputationGraph graph =
                  new ComputationGraph(network.network(new Learning(Loss.BCE, new Sgd(0.1), 0), 4));
              graph.init();
              double without = GradientCheck.score(graph, network, BATCH, 0);
              double half = GradientCheck.score(graph, network, BATCH, 0.5);
              double whole = GradientCheck.score(graph, network, BATCH, 1);
              Offset<Double> rounding = Offset.offset(1e-5 * whole);
              assertThat(whole - without).as(name).isCloseTo(ActivationPenalty.of(graph), rounding);
              assertThat(half).as(name).isCloseTo((without + whole) / 2, rounding);
            });
  }

  @Tag("engine")
  @Test
  void weightsThatWereStoredGiveTheSameBits() {
    INDArray images = noise(Shape.MNIST, 3);
    try (Autoencoder model = create(TINY, Shape.MNIST, 8)) {
      byte[] stored = new Safetensors(model.weights()).toBytes();
      Architecture architecture =
          Json.read(Json.text(model.architecture()), family().architecture(), "test");
      Map<String, Tensor> weights = Safetensors.read(stored, "memory").tensors();
      try (Autoencoder loaded = Autoencoder.of("loaded", architecture, weights);
          Autoencoder copy = model.copy()) {
        for (Autoencoder other : new Autoencoder[] {loaded, copy}) {
          assertThat(other.weights()).isEqualTo(model.weights());
          assertThat(other.encode(images)).isEqualTo(model.encode(images));
          assertThat(other.reconstruct(images)).isEqualTo(model.reconstruct(images));
        }
      }
    }
  }

  /** A batch of two tiles, or of three shards, and one that is less. */
  @Tag("engine")
  @Test
  void theNumberOfThreadsChangesNoBit() {
    Dataset few = new SyntheticDigits(200, 20, 0, 3);
    for (String variant : family().variants().keySet()) {
      Recipe recipe =
          Recipe.of(family().id(), variant)
              .data(SyntheticDigits.NAME)
              .loss(Loss.SQUARED_ERROR)
              .optimizer(new Optimizer(Optimizer.Type.ADAM, 0.001, null, null))
              .epochs(1)
              .batchSize(192)
              .seed(11)
              .build();
      Map<String, Tensor> one = trained(recipe, few, 1);
      for (int threads : variant.equals(TINY) ? new int[] {2, 3, 16, 32} : new int[] {3}) {
        assertThat(trained(recipe, few, threads)).as("%s, %d", variant, threads).isEqualTo(one);
      }
    }
  }

  private static Map<String, Tensor> trained(Recipe recipe, Dataset data, int threads) {
    try (Autoencoder model =
        new Trainer(recipe, data, threads).run(TrainingListener.NONE).model()) {
      return model.weights();
    }
  }

  @Tag("engine")
  @Test
  void otherShapesAreRefusedByMessage() {
    try (Autoencoder model = create(TINY, Shape.MNIST, 1)) {
      String name = family().id() + "-" + TINY;
      assertThatThrownBy(() -> model.reconstruct(Nd4j.zeros(2, 1, 27, 28)))
          .isInstanceOf(ZooException.class)
          .hasMessage(name + " takes [N, 1, 28, 28]; got [2, 1, 27, 28]");
      assertThatThrownBy(() -> model.encode(Nd4j.zeros(2, 784)))
          .isInstanceOf(ZooException.class)
          .hasMessage(name + " takes [N, 1, 28, 28]; got [2, 784]");
      assertThatThrownBy(() -> model.reconstruct(Nd4j.create(0, 1, 28, 28)))
          .isInstanceOf(ZooException.class)
          .hasMessage(name + " takes [N, 1, 28, 28]; got [0, 1, 28, 28]");
      int codes = model.architecture().latentSize();
      assertThatThrownBy(() -> model.decode(Nd4j.zeros(2, codes + 1)))
          .isInstanceOf(ZooException.class)
          .hasMessage(name + " decodes [N, " + codes + "]; got [2, " + (codes + 1) + "]");
    }
  }

  @Test
  void pixelsOutsideTheRangeAreRefused() {
    try (Autoencoder model = create(TINY, Shape.MNIST, 1)) {
      for (float wrong : new float[] {-0.5f, 1.01f, 255, Float.NaN, Float.POSITIVE_INFINITY}) {
        for (int at : new int[] {0, 400, 783}) {
          INDArray images = noise(Shape.MNIST, 1);
          images.putScalar(new long[] {0, 0, at / 28, at % 28}, wrong);
          assertThatThrownBy(() -> model.encode(images))
              .describedAs("%s at %s", wrong, at)
              .isInstanceOf(ZooException.class)
              .hasMessageStartingWith(family().id() + "-" + TINY + " takes pixels in [0, 1]; got");
        }
      }
    }
  }

  private List<String> recipes() {
    return family().variants().keySet().stream()
        .flatMap(
            variant ->
                Stream.of("mnist", "fashion-mnist", "binarized-mnist", "synthetic-digits")
                    .map(data -> family().id() + "-" + variant + "." + data))
        .filter(name -> Families.recipe(name).isPresent())
        .toList();
  }

  @Test
  void everyShippedRecipeParsesAndBuilds() {
    for (String name : recipes()) {
      Recipe recipe = Recipe.open(name);
      assertThat(recipe.name()).isEqualTo(name);
      assertThat(recipe.family()).isEqualTo(family().id());
      // A recipe may have hyper-parameters of its own instead of the variant's.
      String variant = name.substring(family().id().length() + 1, name.indexOf('.'));
      assertThat(recipe.variant()).isIn(null, variant);
      assertThat(name).endsWith("." + recipe.data());
      assertThat(recipe.build(Shape.MNIST)).isInstanceOf(family().architecture());
      String text = new String(Families.recipe(name).orElseThrow(), StandardCharsets.UTF_8);
      assertThat(text).endsWith("}\n");
    }
  }
}
