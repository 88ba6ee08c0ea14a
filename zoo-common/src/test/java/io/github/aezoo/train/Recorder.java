package io.github.aezoo.train;

import io.github.aezoo.io.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Keeps what a run hands out. */
final class Recorder implements TrainingListener {
  final List<Snapshot> snapshots = new ArrayList<>();
  final Map<Integer, Map<String, Tensor>> best = new LinkedHashMap<>();
  private final LongConsumer afterStep;

  Recorder() {
    this(step -> {});
  }

  Recorder(LongConsumer afterStep) {
    this.afterStep = afterStep;
  }

  @Override
  public void onStep(long step, long total) {
    afterStep.accept(step);
  }

  @Override
  public void onBest(EpochLog epoch, Map<String, Tensor> weights) {
    best.put(epoch.epoch(), weights);
  }

  @Override
  public void onSnapshot(Snapshot snapshot) {
    snapshots.add(snapshot);
  }

  Snapshot last() {
    return snapshots.get(snapshots.size() - 1);
  }

  Map<String, Tensor> lastBest() {
    return best.isEmpty() ? null : best.values().stream().reduce((a, b) -> b).orElseThrow();
  }
}
