package io.github.aezoo.train.step;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** What ND4J's updaters do, in loops that Java vectorises. */
enum UpdateRule {
  ADAM(Adam.class, 2) {
    @Override
    void step(
        IUpdater settings, double rate, int iteration, int n, float[] g, float[] m, float[] v) {
      Adam adam = (Adam) settings;
      float b1 = (float) adam.getBeta1();
      float b2 = (float) adam.getBeta2();
      float epsilon = (float) adam.getEpsilon();
      float scale =
          (float)
              (rate
                  * Math.sqrt(1 - Math.pow(adam.getBeta2(), iteration + 1))
                  / (1 - Math.pow(adam.getBeta1(), iteration + 1)));
      for (int i = 0; i < n; i++) {
        float mean = b1 * m[i] + (1 - b1) * g[i];
        float square = b2 * v[i] + (1 - b2) * g[i] * g[i];
        m[i] = mean;
        v[i] = square;
        g[i] = scale * mean / ((float) Math.sqrt(square) + epsilon);
      }
    }
  },
  NADAM(Nadam.class, 2) {
    @Override
    void step(
        IUpdater settings, double rate, int iteration, int n, float[] g, float[] m, float[] v) {
      Nadam nadam = (Nadam) settings;
      float b1 = (float) nadam.getBeta1();
      float b2 = (float) nadam.getBeta2();
      float epsilon = (float) nadam.getEpsilon();
      float scale = (float) (rate / (1 - Math.pow(nadam.getBeta1(), iteration + 1)));
      for (int i = 0; i < n; i++) {
        float own = (1 - b1) * g[i];
        float mean = b1 * m[i] + own;
        float square = b2 * v[i] + (1 - b2) * g[i] * g[i];
        m[i] = mean;
        v[i] = square;
        g[i] = scale * (b1 * mean + own) / ((float) Math.sqrt(square) + epsilon);
      }
    }
  },
  SGD(Sgd.class, 0) {
    @Override
    void step(
        IUpdater settings, double rate, int iteration, int n, float[] g, float[] m, float[] v) {
      float factor = (float) rate;
      for (int i = 0; i < n; i++) {
        g[i] *= factor;
      }
    }
  },
  NESTEROVS(Nesterovs.class, 1) {
    @Override
    void step(
        IUpdater settings, double rate, int iteration, int n, float[] g, float[] m, float[] v) {
      float momentum = (float) ((Nesterovs) settings).currentMomentum(iteration, 0);
      float factor = (float) rate;
      for (int i = 0; i < n; i++) {
        float before = m[i];
        float now = momentum * before - factor * g[i];
        m[i] = now;
        g[i] = momentum * before - (momentum + 1) * now;
      }
    }
  },
  RMSPROP(RmsProp.class, 1) {
    @Override
    void step(
        IUpdater settings, double rate, int iteration, int n, float[] g, float[] m, float[] v) {
      RmsProp rmsProp = (RmsProp) settings;
      float keep = (float) rmsProp.getRmsDecay();
      float epsilon = (float) rmsProp.getEpsilon();
      float factor = (float) rate;
      for (int i = 0; i < n; i++) {
        float square = keep * m[i] + (1 - keep) * g[i] * g[i];
        m[i] = square;
        g[i] = factor * g[i] / ((float) Math.sqrt(square) + epsilon);
      }
    }
  },
  /** The gradient is the step itself. */
  NONE(NoOp.class, 0) {
    @Override
    void step(
        IUpdater settings, double rate, int iteration, int n, float[] g, float[] m, float[] v) {}
  };

  private final Class<? extends IUpdater> type;
  private final int states;

  UpdateRule(Class<? extends IUpdater> type, int states) {
    this.type = type;
    this.states = states;
  }

  /** The rule of an updater's settings. */
  static Optional<UpdateRule> of(IUpdater settings) {
    return Arrays.stream(values()).filter(rule -> rule.type == settings.getClass()).findFirst();
  }

  /** State values of a parameter. */
  int states() {
    return states;
  }

  /**
   * Replaces gradients by the steps that are subtracted from parameters, and states by the next.
   */
  abstract void step(
      IUpdater settings, double rate, int iteration, int n, float[] g, float[] m, float[] v);
}
