package io.github.aezoo.train;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.device.DeviceMemory;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.nn.OutputLoss;
import io.github.aezoo.train.step.Shards;
import io.github.aezoo.train.step.Steps;
import io.github.aezoo.train.step.ValidationLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a recipe: shuffling, corruption, steps on all threads, validation, early stopping, and a
 * typed stop on divergence. Knows no files: a listener gets the snapshots.
 *
 * <p>Everything random derives from the recipe's seed, the epoch and the step, so a run that goes
 * on from a snapshot does exactly what the uninterrupted run does.
 */
public final class Trainer {
  /** The loss of every tenth step is computed: it costs as much as the rest of a small step. */
  private static final int SCORE_EVERY = 10;

  private final Recipe recipe;
  private final Dataset data;
  private final Autoencoder model;
  private final Optional<Transfer> transfer;
  private final Shards shards;
  private final ValidationLoss validationLoss;
  private final OptionalLong free;
  private final int threads;
  private final int stepsPerEpoch;
  private volatile boolean stopRequested;

  // The state of the run.
  private int epoch;
  private int step;
  private double lossSum;
  private int lossCount;
  private double firstLoss = Double.NaN;
  private int bestEpoch;
  private double bestValidation = Double.POSITIVE_INFINITY;
  private Map<String, Tensor> bestWeights;
  private final List<EpochLog> log = new ArrayList<>();

  /**
   * Prepares a run.
   *
   * @param data the recipe's data; gets a validation split from its training split when it has none
   * @param threads at least 1; any number gives the same bytes on a CPU
   * @throws ZooException when data and recipe do not fit
   */
  public Trainer(Recipe recipe, Dataset data, int threads) {
    this(recipe, data, threads, Optional.empty());
  }

  /**
   * Prepares a run that starts from a model.
   *
   * @param start the model's weights; empty when the recipe starts from none
   * @throws ZooException when data, recipe and weights do not fit
   */
  public Trainer(Recipe recipe, Dataset data, int threads, Optional<Map<String, Tensor>> start) {
    this(recipe, data, threads, start, DeviceMemory.free());
  }

  /**
   * A run on the CPU, or on a GPU, whose batches are read ahead.
   *
   * @param free bytes of the GPU's memory; empty on the CPU
   */
  Trainer(
      Recipe recipe,
      Dataset data,
      int threads,
      Optional<Map<String, Tensor>> start,
      OptionalLong free) {
    if (start.isPresent() != (recipe.startFrom() != null)) {
      throw new ZooException(
          "recipe %s starts from %s: exactly its weights expected"
              .formatted(
                  recipe.name(),
                  recipe.startFrom() == null ? "no model" : recipe.startFrom().model()));
    }
    this.recipe = recipe;
    this.data = recipe.asUsed(data);
    this.free = free;
    this.threads = threads;
    int n = this.data.size(Split.TRAIN);
    if (n < 1) {
      throw new ZooException(data.name() + " has no training images");
    }
    this.stepsPerEpoch = (n + recipe.batchSize() - 1) / recipe.batchSize();
    Architecture architecture = Fit.build(recipe, data);
    ScheduledRate rate =
        new ScheduledRate(
            recipe.schedule(), recipe.optimizer().learningRate(), totalSteps(), stepsPerEpoch);
    Learning learning =
        new Learning(recipe.loss(), recipe.optimizer().updater(rate), recipe.weightDecay());
    this.model = Autoencoder.create(recipe.name(), architecture, learning, recipe.seed());
    this.transfer = start.map(weights -> Transfer.into(model, weights));
    this.shards =
        new Shards(
            this.data,
            architecture,
            Corruptions.parse(recipe.corruption()),
            Corruptions.parse(recipe.augmentation()));
    this.validationLoss =
        new ValidationLoss(
            recipe.loss(),
            OutputLoss.in(model.network()),
            this.data,
            shards,
            Seeds.derive(recipe.seed(), SeedUse.CORRUPTION, -1));
  }

  /** Which weights the run began with; empty when it starts from scratch. */
  public Optional<Transfer> transfer() {
    return transfer;
  }

  /** The network that is being trained; as it begins before {@link #run}. */
  public Autoencoder model() {
    return model;
  }

  /** The data as the recipe uses it. */
  public Dataset data() {
    return data;
  }

  /** Steps of the whole run. */
  public long totalSteps() {
    return (long) stepsPerEpoch * recipe.epochs();
  }

  /** Asks the run to finish its step, hand out a snapshot and return; may come from any thread. */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Goes on from a snapshot of the same recipe and data.
   *
   * @param best the best epoch's weights; null when no epoch was done
   */
  public void resume(Snapshot snapshot, Map<String, Tensor> best) {
    model.setWeights(snapshot.weights());
    INDArray state = model.network().getUpdater(true).getStateViewArray();
    if (state != null && state.length() > 0) {
      if (state.length() != snapshot.updater().values().length) {
        throw new ZooException(
            "the snapshot's updater state has %d values; this recipe's has %d"
                .formatted(snapshot.updater().values().length, state.length()));
      }
      state.assign(Nd4j.createFromArray(snapshot.updater().values()).reshape(state.shape()));
    }
    epoch = snapshot.epoch();
    step = snapshot.step();
    firstLoss = snapshot.firstLoss();
    lossSum = snapshot.lossSum();
    lossCount = snapshot.lossCount();
    bestEpoch = snapshot.bestEpoch();
    bestValidation = bestEpoch == 0 ? Double.POSITIVE_INFINITY : snapshot.bestValidation();
    bestWeights = best;
    log.clear();
    log.addAll(snapshot.log());
  }

  /**
   * Trains until the last epoch, until patience runs out, or until asked to stop.
   *
   * @return the model with the weights of the best epoch
   * @throws DivergenceException when the loss or the weights leave what training can give
   */
  public TrainingResult run(TrainingListener listener) {
    long began = System.nanoTime();
    long trained = 0;
    try (Steps steps =
        Steps.of(model, shards, validationLoss, recipe.batchSize(), threads, rates(), free)) {
      while (epoch < recipe.epochs() && !outOfPatience()) {
        long epochBegan = System.nanoTime();
        int[] order =
            Seeds.permutation(
                data.size(Split.TRAIN), Seeds.derive(recipe.seed(), SeedUse.SHUFFLE, epoch));
        for (; step < stepsPerEpoch && !stopRequested; step++) {
          trained += train(steps, order);
          listener.onStep(iteration() + 1, totalSteps());
        }
        if (step < stepsPerEpoch) {
          break;
        }
        finishEpoch(steps, listener, (System.nanoTime() - epochBegan) / 1e9);
        if (stopRequested) {
          break;
        }
      }
    }
    if (stopRequested) {
      listener.onSnapshot(snapshot());
    }
    if (bestWeights != null) {
      model.setWeights(bestWeights);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new TrainingResult(
        model,
        List.copyOf(log),
        bestEpoch,
        bestValidation,
        seconds,
        trained / seconds,
        stopRequested);
  }

  private Map<String, Double> rates() {
    return transfer.map(t -> t.rates(recipe.startFrom(), model.architecture())).orElse(Map.of());
  }

  private boolean outOfPatience() {
    return recipe.patience() > 0
        && bestEpoch > 0
        // During warm-up the validation loss counts what training does not yet.
        && epoch - Math.max(bestEpoch, recipe.penaltyWarmup()) >= recipe.patience();
  }

  private long iteration() {
    return (long) epoch * stepsPerEpoch + step;
  }

  private double learningRate() {
    return recipe.optimizer().learningRate()
        * recipe.schedule().factor(iteration(), totalSteps(), stepsPerEpoch);
  }

  /** Rises to 1 over the epochs of warm-up. */
  private double penaltyShare() {
    return penaltyShare(iteration(), (long) recipe.penaltyWarmup() * stepsPerEpoch);
  }

  /** The share at a step. */
  static double penaltyShare(long iteration, long warmupSteps) {
    return iteration >= warmupSteps ? 1 : iteration / (double) warmupSteps;
  }

  private int train(Steps steps, int[] order) {
    int n = Math.min(recipe.batchSize(), order.length - step * recipe.batchSize());
    long epochSeed = Seeds.derive(recipe.seed(), SeedUse.CORRUPTION, epoch);
    long stepSeed = Seeds.derive(recipe.seed(), SeedUse.NETWORK, iteration());
    boolean scored = step % SCORE_EVERY == 0;
    double loss =
        steps.step(
            new Steps.Batch(order, step * recipe.batchSize(), n, epochSeed),
            stepSeed,
            penaltyShare(),
            scored,
            Math.toIntExact(iteration()),
            epoch);
    if (!scored) {
      return n;
    }
    if (Double.isNaN(firstLoss)) {
      // What warm-up leaves out belongs to the scale of the loss.
      firstLoss = loss + (1 - penaltyShare()) * steps.penalty();
    }
    // The logarithm of a density may be 0 anywhere: its measure is a nat a pixel.
    int least = OutputLoss.in(model.network()).isPresent() ? data.shape().size() : 1;
    requireNone(Divergence.ofLoss(loss, firstLoss, least));
    lossSum += loss;
    lossCount++;
    return n;
  }

  private void requireNone(Optional<String> divergence) {
    divergence.ifPresent(
        what -> {
          throw new DivergenceException(what, epoch + 1, iteration(), learningRate());
        });
  }

  /** Between two looks at the loss the weights may have run away. */
  private void requireSaneWeights() {
    requireNone(Divergence.ofWeights(model.network().params()));
  }

  private void finishEpoch(Steps steps, TrainingListener listener, double trainSeconds) {
    requireSaneWeights();
    long began = System.nanoTime();
    double validation = steps.validation();
    double rate = learningRate();
    epoch++;
    step = 0;
    boolean best = validation < bestValidation;
    EpochLog row =
        new EpochLog(
            epoch,
            iteration(),
            rate,
            lossCount == 0 ? 0 : lossSum / lossCount,
            validation,
            best,
            trainSeconds + (System.nanoTime() - began) / 1e9);
    lossSum = 0;
    lossCount = 0;
    log.add(row);
    if (best) {
      bestEpoch = epoch;
      bestValidation = validation;
      bestWeights = model.weights();
      listener.onBest(row, bestWeights);
    }
    listener.onEpoch(row);
    if (!stopRequested) {
      listener.onSnapshot(snapshot());
    }
  }

  private Snapshot snapshot() {
    requireSaneWeights();
    INDArray state = model.network().getUpdater(true).getStateViewArray();
    Tensor updater =
        state == null || state.length() == 0
            ? Tensor.of()
            : Tensor.of(state.dup('c').data().asFloat());
    return new Snapshot(
        epoch,
        step,
        firstLoss,
        lossSum,
        lossCount,
        model.weights(),
        updater,
        bestEpoch,
        bestEpoch == 0 ? 0 : bestValidation,
        List.copyOf(log));
  }
}
