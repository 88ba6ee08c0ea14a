package io.github.aezoo.plan;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A network with a plan of it and a batch of noise. */
public final class PlanCheck implements AutoCloseable {
  private static final Pass.Learned NOTHING = (from, count) -> {};

  private final Autoencoder model;
  private final Plan plan;
  private final Pass pass;
  private final Team team = new Team(2);
  private final int n;
  private final float[] inputs;
  private final float[] targets;

  private PlanCheck(Autoencoder model, Plan plan, int n) {
    this.model = model;
    this.plan = plan;
    this.n = n;
    pass = plan.pass(n, Pass.Purpose.TRAINING);
    Random random = new Random(3);
    int size = model.architecture().input().size();
    inputs = new float[n * size];
    targets = new float[n * size];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextFloat();
      targets[i] = random.nextFloat();
    }
  }

  /** Whether there can be plans of convolutions here. */
  public static boolean withConvolutions() {
    return ConvolutionOperation.available();
  }

  /** A network's; empty when there is no plan of it. */
  public static Optional<PlanCheck> of(Architecture architecture, Loss loss, int n) {
    Learning learning = new Learning(loss, new Sgd(0.1), 0);
    Autoencoder model = Autoencoder.create("plan", architecture, learning, 1);
    return Plan.of(model.network(), architecture.inputType(), true)
        .map(plan -> new PlanCheck(model, plan, n));
  }

  /** Values a row are those of a batch from a place on. */
  private float[] row(float[] values, int row) {
    int size = values.length / n;
    return Arrays.copyOfRange(values, row * size, (row + 1) * size);
  }

  private Consumer<Tile> fill(Pass into) {
    return tile -> {
      for (int row = tile.from(); row < tile.to(); row++) {
        into.setInput(row, row(inputs, row));
        into.setTarget(row, row(targets, row));
      }
    };
  }

  /** The loss by the plan, a row; leaves its gradients. */
  public double loss() {
    return pass.run(team, fill(pass), NOTHING, 5, 1, true) / n;
  }

  private INDArray images(float[] values) {
    Shape shape = model.architecture().input();
    return model.architecture().laidOut(Nd4j.createFromArray(values).reshape('c', shape.batch(n)));
  }

  /** The same by DL4J's layers. */
  public double lossOfDl4j() {
    ComputationGraph network = model.network();
    network.setInputs(images(inputs));
    network.setLabels(images(targets));
    network.computeGradientAndScore();
    return network.score();
  }

  /**
   * How far the plan's gradients are from DL4J's, both of the last batch, in units of the norm of
   * the latter.
   *
   * @param scale what the plan's are multiplied by: 1, or what must be found out
   */
  public Map<String, Double> differences(double scale) {
    Map<String, Double> errors = new LinkedHashMap<>();
    model
        .network()
        .gradient()
        .gradientForVariable()
        .forEach(
            (key, theirs) -> {
              INDArray ours = plan.gradient(key);
              // DL4J has gradients of what is locked, too.
              if (ours != null) {
                double distance =
                    ours.mul(scale).dup('c').reshape(-1).distance2(theirs.dup('c').reshape(-1));
                double norm = theirs.norm2Number().doubleValue();
                errors.put(key, distance / (1e-3 + norm));
              }
            });
    return errors;
  }

  /**
   * The largest difference of what the model and DL4J's layers give in use: reconstructions of all
   * images, and of one, their codes, and images of these.
   */
  public double differenceInUse() {
    INDArray images = images(inputs);
    Map<String, INDArray> theirs = model.network().feedForward(images, false);
    float[] reconstructions = values(theirs.get(Architecture.RECONSTRUCTION));
    float[] codes = values(theirs.get(Architecture.CODE));
    float[] first = Arrays.copyOf(reconstructions, reconstructions.length / n);
    assertPlanned();
    return DoubleStream.of(
            largest(model.reconstruct(inputs), reconstructions),
            largest(model.reconstruct(row(inputs, 0)), first),
            largest(model.encode(inputs), codes),
            largest(model.decode(codes), reconstructions))
        .max()
        .orElseThrow();
  }

  private void assertPlanned() {
    InputType code = InputType.feedForward(model.architecture().latentSize());
    ComputationGraph network = model.network();
    if (Plan.of(network, Architecture.CODE, code, Architecture.RECONSTRUCTION).isEmpty()
        || Plan.of(network, Architecture.INPUT, model.architecture().inputType(), Architecture.CODE)
            .isEmpty()) {
      throw new AssertionError("no plan of " + model.architecture());
    }
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  private static double largest(float[] ours, float[] theirs) {
    double worst = ours.length == theirs.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < theirs.length; i++) {
      worst = Math.max(worst, Math.abs(ours[i] - theirs[i]));
    }
    return worst;
  }

  /**
   * How far the plan's gradient of each parameter is from the slope of the loss along it, in units
   * of the slope. Parameters that the loss depends on little are left out: steps that change it
   * would be long.
   *
   * @param scale what the gradient is multiplied by: 1, or what must be found out
   */
  public Map<String, Double> slopeErrors(double scale) {
    double loss = loss();
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    Map<String, INDArray> parameters = model.network().paramTable();
    parameters.forEach(
        (key, values) -> gradients.put(key, plan.gradient(key).dup(values.ordering())));
    Map<String, Double> errors = new LinkedHashMap<>();
    double largest =
        gradients.values().stream()
            .mapToDouble(g -> g.norm2Number().doubleValue())
            .max()
            .orElseThrow();
    gradients.forEach(
        (key, gradient) -> {
          double norm = gradient.norm2Number().doubleValue() / n;
          INDArray values = parameters.get(key);
          INDArray before = values.dup(values.ordering());
          // A tenth of a thousandth of the loss: far above rounding, and few kinks lie between.
          double step = 1e-4 * loss / norm;
          if (norm * n > 0.3 * largest && learns(key)) {
            double after = moved(values, gradient, before, step);
            double earlier = moved(values, gradient, before, -step);
            double slope = (after - earlier) / (2 * step);
            errors.put(key, Math.abs(slope - scale * norm) / norm);
          }
          values.assign(before);
        });
    return errors;
  }

  /** What batch normalisation keeps has no gradient. */
  private static boolean learns(String key) {
    return !key.endsWith("_mean") && !key.endsWith("_var") && !key.endsWith("_log10stdev");
  }

  private double moved(INDArray values, INDArray gradient, INDArray before, double step) {
    values.assign(before.add(gradient.mul(step / gradient.norm2Number().doubleValue())));
    return loss();
  }

  @Override
  public void close() {
    team.close();
    model.close();
  }
}
