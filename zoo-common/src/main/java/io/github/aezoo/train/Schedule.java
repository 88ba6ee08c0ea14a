package io.github.aezoo.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** How the learning rate changes during a run, as a factor of its peak. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Constant.class, name = "constant"),
  @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine"),
  @JsonSubTypes.Type(value = Schedule.Steps.class, name = "steps")
})
public sealed interface Schedule {
  /**
   * The factor for a step.
   *
   * @param step steps done so far, from 0
   * @param total steps of the whole run
   * @param stepsPerEpoch steps of one epoch
   */
  double factor(long step, long total, int stepsPerEpoch);

  /** Always the peak. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step, long total, int stepsPerEpoch) {
      return 1;
    }
  }

  /**
   * A linear rise over {@code warmup} steps, then half a cosine down to {@code floor} times the
   * peak (Loshchilov and Hutter 2017, <a
   * href="https://arxiv.org/abs/1608.03983">arXiv:1608.03983</a>).
   *
   * @param warmup steps of the rise
   * @param floor what is left at the end, as a factor
   */
  record Cosine(int warmup, double floor) implements Schedule {
    /** Checks ranges. */
    public Cosine {
      Recipe.require(warmup >= 0, "warmup", "0 or more steps", warmup);
      Recipe.require(floor >= 0 && floor < 1, "floor", "in [0, 1)", floor);
    }

    @Override
    public double factor(long step, long total, int stepsPerEpoch) {
      if (step < warmup) {
        return (step + 1.0) / warmup;
      }
      double progress = Math.min(1, (step - warmup) / (double) Math.max(1, total - warmup));
      return floor + (1 - floor) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
  }

  /**
   * A factor that is applied once more at each of some epochs.
   *
   * @param epochs when it is applied, counted from 0
   * @param factor between 0 and 1
   */
  record Steps(List<Integer> epochs, double factor) implements Schedule {
    /** Checks ranges. */
    public Steps {
      Recipe.require(epochs != null, "epochs", "a list of epochs", epochs);
      Recipe.require(factor > 0 && factor < 1, "factor", "in (0, 1)", factor);
      epochs = List.copyOf(epochs);
    }

    @Override
    public double factor(long step, long total, int stepsPerEpoch) {
      long epoch = step / stepsPerEpoch;
      int reached = (int) epochs.stream().filter(e -> e <= epoch).count();
      return Math.pow(factor, reached);
    }
  }
}
