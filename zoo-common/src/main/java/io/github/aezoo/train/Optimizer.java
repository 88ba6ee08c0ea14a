package io.github.aezoo.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.aezoo.io.ZooException;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * An optimizer and its settings.
 *
 * @param type which rule
 * @param learningRate the peak of the schedule
 * @param beta1 decay of the first moment, or the momentum of {@code nesterovs}; 0.9 when left out
 * @param beta2 decay of the second moment; 0.999 when left out
 */
public record Optimizer(Type type, double learningRate, Double beta1, Double beta2) {
  private static final double EPSILON = 1e-8;

  /** DL4J's updaters that the zoo offers. */
  public enum Type {
    /** Kingma and Ba 2015, <a href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>. */
    @JsonProperty("adam")
    ADAM,
    /** Adam with Nesterov momentum (Dozat 2016). */
    @JsonProperty("nadam")
    NADAM,
    /** Stochastic gradient descent. */
    @JsonProperty("sgd")
    SGD,
    /** Stochastic gradient descent with Nesterov momentum. */
    @JsonProperty("nesterovs")
    NESTEROVS,
    /** Tieleman and Hinton 2012. */
    @JsonProperty("rmsprop")
    RMSPROP
  }

  /** Fills in what was left out and checks ranges. */
  public Optimizer {
    if (type == null) {
      throw new ZooException("key 'type': one of adam, nadam, sgd, nesterovs, rmsprop expected");
    }
    beta1 = beta1 == null ? 0.9 : beta1;
    beta2 = beta2 == null ? 0.999 : beta2;
    Recipe.require(
        learningRate > 0 && learningRate <= 10, "learningRate", "in (0, 10]", learningRate);
    Recipe.require(beta1 >= 0 && beta1 < 1, "beta1", "in [0, 1)", beta1);
    Recipe.require(beta2 > 0 && beta2 < 1, "beta2", "in (0, 1)", beta2);
  }

  /** DL4J's updater with a learning rate that follows a schedule. */
  IUpdater updater(ISchedule schedule) {
    return switch (type) {
      case ADAM ->
          Adam.builder()
              .learningRateSchedule(schedule)
              .beta1(beta1)
              .beta2(beta2)
              .epsilon(EPSILON)
              .build();
      case NADAM ->
          Nadam.builder()
              .learningRateSchedule(schedule)
              .beta1(beta1)
              .beta2(beta2)
              .epsilon(EPSILON)
              .build();
      case SGD -> Sgd.builder().learningRateSchedule(schedule).build();
      case NESTEROVS -> Nesterovs.builder().learningRateSchedule(schedule).momentum(beta1).build();
      case RMSPROP ->
          RmsProp.builder().learningRateSchedule(schedule).rmsDecay(beta2).epsilon(EPSILON).build();
    };
  }
}
