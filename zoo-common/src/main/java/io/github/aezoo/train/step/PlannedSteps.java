package io.github.aezoo.train.step;

import io.github.aezoo.data.Split;
import io.github.aezoo.device.OutOfMemory;
import io.github.aezoo.plan.Pass;
import io.github.aezoo.plan.Plan;
import io.github.aezoo.plan.Team;
import io.github.aezoo.plan.Tile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Steps of a {@link Plan}: the same bytes with any number of threads. */
final class PlannedSteps implements Steps {
  private final Plan plan;
  private final FlatUpdate update;
  private final Team team;
  private final Shards shards;
  private final ValidationLoss validationLoss;

  /** By the number of rows: an epoch's last batch has fewer. */
  private final Map<Integer, Pass> training = new HashMap<>();

  private Optional<Pass> validating = Optional.empty();
  private Pass last;

  PlannedSteps(
      Plan plan, FlatUpdate update, int threads, Shards shards, ValidationLoss validationLoss) {
    this.plan = plan;
    this.update = update;
    this.shards = shards;
    this.validationLoss = validationLoss;
    team = new Team(threads);
  }

  @Override
  public double step(
      Batch batch, long seed, double share, boolean scored, int iteration, int epoch) {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted while workers compute");
    }
    return OutOfMemory.named(
        batch.count(),
        validationLoss.data().shape().size(),
        Feed.remedy(epoch),
        () -> {
          last = training.computeIfAbsent(batch.count(), n -> plan.pass(n, Pass.Purpose.TRAINING));
          double loss =
              last.run(
                  team,
                  tile -> fill(last, tile, Split.TRAIN, batch.order(), batch.from(), batch.seed()),
                  update.step(batch.count(), iteration, epoch),
                  seed,
                  share,
                  scored);
          return loss / batch.count();
        });
  }

  private void fill(Pass pass, Tile tile, Split split, int[] order, int from, long seed) {
    for (int row = tile.from(); row < tile.to(); row++) {
      int at = row;
      shards.sample(
          split,
          order[from + row],
          seed,
          (input, target) -> {
            pass.setInput(at, input);
            pass.setTarget(at, target);
          });
    }
  }

  @Override
  public double penalty() {
    return last.penalty();
  }

  @Override
  public double validation() {
    try {
      return validationLoss.of(
          (order, from, count, seed, drawn) ->
              OutOfMemory.named(
                  count,
                  validationLoss.data().shape().size(),
                  "give Java more memory (-Xmx), or train on smaller images",
                  () -> validation(order, from, count, seed, drawn)));
    } finally {
      forgetValidation();
    }
  }

  private double validation(int[] order, int from, int count, long seed, long drawn) {
    // All chunks but the last are of one size. The memory of a second pass is more than a training
    // pass has, so there is one at a time, and none while the network trains.
    if (validating.map(Pass::rows).orElse(0) != count) {
      forgetValidation();
      validating = Optional.of(plan.pass(count, Pass.Purpose.VALIDATION));
    }
    Pass pass = validating.get();
    pass.use(team, tile -> fill(pass, tile, Split.VALIDATION, order, from, seed), drawn);
    double[] losses = new double[pass.tiles().size()];
    team.run(losses.length, i -> losses[i] = validationLoss.of(pass.targets(i), pass.outputs(i)));
    double sum = count * pass.penalty();
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  private void forgetValidation() {
    validating.ifPresent(Pass::close);
    validating = Optional.empty();
  }

  @Override
  public void close() {
    team.close();
    shards.close();
    training.values().forEach(Pass::close);
  }
}
