package io.github.aezoo.train.step;

import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.plan.Memory;
import io.github.aezoo.plan.Pass;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * DL4J's updater of a network as one pass over all parameters, on all threads: the same rules, the
 * same state, in the same memory, so that either can go on from what the other left.
 */
final class FlatUpdate {
  /** Parameters at a time: what is read and written of them fits into a processor's first cache. */
  private static final int PIECE = 2048;

  /** Values that a buffer of Java's can have. */
  private static final long MOST = Integer.MAX_VALUE / Float.BYTES;

  /**
   * The values of one parameter of the network.
   *
   * @param from the first one's place among all
   * @param count how many
   * @param state place of their first state values
   * @param block how much later their second state values follow
   * @param rule how they are updated
   * @param settings of the rule
   * @param decay what weights lose of themselves, times the learning rate
   * @param rate what steps are multiplied by
   * @param summed whether the gradient is a sum over the rows of a batch
   */
  private record Parameter(
      int from,
      int count,
      int state,
      int block,
      UpdateRule rule,
      IUpdater settings,
      double decay,
      float rate,
      boolean summed) {}

  private final Memory parameters;
  private final Memory gradient;

  /** Null when the rules have none. */
  private final Memory state;

  private final NavigableMap<Integer, Parameter> places;

  /** Gradients, parameters and two states of a piece. */
  private final ThreadLocal<float[][]> scratch = ThreadLocal.withInitial(() -> new float[4][PIECE]);

  private FlatUpdate(
      Memory parameters, Memory gradient, Memory state, NavigableMap<Integer, Parameter> places) {
    this.parameters = parameters;
    this.gradient = gradient;
    this.state = state;
    this.places = places;
  }

  /**
   * The update of a network.
   *
   * @param gradient in the order of the network's parameters
   * @param rates what the steps of some parameters, {@code vertex.parameter}, are multiplied by
   * @return empty when an updater or a regularization is none that a recipe can have
   */
  static Optional<FlatUpdate> of(
      ComputationGraph network, INDArray gradient, Map<String, Double> rates) {
    BaseMultiLayerUpdater<?> updater = network.getUpdater(true);
    NavigableMap<Integer, Parameter> places = new TreeMap<>();
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      int size = block.getParamOffsetEnd() - block.getParamOffsetStart();
      for (UpdaterBlock.ParamState of : block.getLayersAndVariablesInBlock()) {
        IUpdater settings = of.getLayer().getConfig().getUpdaterByParam(of.getParamName());
        Optional<UpdateRule> rule = UpdateRule.of(settings);
        Optional<Double> decay =
            decay(of.getLayer().getConfig().getRegularizationByParam(of.getParamName()));
        if (rule.isEmpty() || decay.isEmpty()) {
          return Optional.empty();
        }
        String key = of.getLayer().getConfig().getLayerName() + "_" + of.getParamName();
        double rate = rates.getOrDefault(Autoencoder.tensorName(key), 1.0);
        boolean summed = of.getLayer().updaterDivideByMinibatch(of.getParamName());
        int from = of.getParamOffsetStart();
        places.put(
            from,
            new Parameter(
                from,
                of.getParamOffsetEnd() - from,
                block.getUpdaterViewOffsetStart() + from - block.getParamOffsetStart(),
                size,
                rule.get(),
                settings,
                decay.get(),
                settings instanceof NoOp ? 1 : (float) rate,
                summed));
      }
    }
    INDArray state = updater.getStateViewArray();
    if (state != null && state.length() > MOST) {
      return Optional.empty();
    }
    return Optional.of(
        new FlatUpdate(
            new Memory(network.params()),
            new Memory(gradient),
            state == null || state.length() == 0 ? null : new Memory(state),
            places));
  }

  /** The coefficient of weight decay; empty when there is another regularization. */
  private static Optional<Double> decay(List<Regularization> all) {
    double sum = 0;
    for (Regularization one : all == null ? List.<Regularization>of() : all) {
      if (!(one instanceof WeightDecay decay) || !decay.isApplyLR()) {
        return Optional.empty();
      }
      sum += decay.getCoeff().valueAt(0, 0);
    }
    return Optional.of(sum);
  }

  /**
   * One update, parameter by parameter as their gradients are done.
   *
   * @param n rows of the batch that the gradients are sums over
   */
  Pass.Learned step(int n, int iteration, int epoch) {
    return (from, count) -> {
      Parameter parameter = places.floorEntry(from).getValue();
      for (int at = from; at < from + count; at += PIECE) {
        update(parameter, at, Math.min(PIECE, from + count - at), n, iteration, epoch);
      }
    };
  }

  private void update(Parameter of, int from, int count, int n, int iteration, int epoch) {
    float[][] own = scratch.get();
    float[] g = own[0];
    float[] p = own[1];
    float[] m = own[2];
    float[] v = own[3];
    gradient.get(from, g, 0, count);
    parameters.get(from, p, 0, count);
    int first = of.state + from - of.from;
    int states = of.rule.states();
    if (states > 0) {
      state.get(first, m, 0, count);
    }
    if (states > 1) {
      state.get(first + of.block, v, 0, count);
    }
    if (of.summed) {
      float share = 1f / n;
      for (int i = 0; i < count; i++) {
        g[i] *= share;
      }
    }
    double rate = of.settings instanceof NoOp ? 0 : of.settings.getLearningRate(iteration, epoch);
    of.rule.step(of.settings, rate, iteration, count, g, m, v);
    float decay = (float) (of.decay * rate);
    for (int i = 0; i < count; i++) {
      p[i] -= (g[i] + decay * p[i]) * of.rate;
    }
    if (states > 0) {
      state.put(first, m, 0, count);
    }
    if (states > 1) {
      state.put(first + of.block, v, 0, count);
    }
    parameters.put(from, p, 0, count);
  }
}
