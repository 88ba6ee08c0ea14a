package io.github.aezoo.plan;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

/**
 * DL4J's batch normalisation (Ioffe and Szegedy 2015, <a
 * href="https://arxiv.org/abs/1502.03167">arXiv:1502.03167</a>) over the whole batch, or over the
 * pixels of all its maps.
 */
final class NormalOperation implements Operation {
  private final Pass pass;
  private final Slot input;
  private final Slot output;
  private final int channels;
  private final int pixels;
  private final double epsilon;
  private final double decay;
  private final boolean logarithmic;
  private final Memory gamma;
  private final Memory beta;
  private final Memory gammaGradient;
  private final Memory betaGradient;
  private final Memory runningMean;
  private final Memory runningVariance;
  private final Memory runningMeanStep;
  private final Memory runningVarianceStep;
  private final double fixedGamma;
  private final double fixedBeta;

  // Of the batch, or in use those of training.
  private final float[] mean;
  private final float[] inverse;
  private final double[] variance;

  // y = x * scale + shift
  private final float[] scale;
  private final float[] shift;

  /** A layer with its parameters; gamma and beta are null when they are locked. */
  NormalOperation(Wiring wiring, BatchNormalization layer) {
    this.pass = wiring.pass();
    this.input = wiring.input();
    this.output = wiring.output();
    channels = channels(input.type());
    pixels = input.size() / channels;
    epsilon = layer.getEps();
    decay = layer.getDecay();
    logarithmic = layer.isUseLogStd();
    fixedGamma = layer.getGamma();
    fixedBeta = layer.getBeta();
    String spread =
        logarithmic
            ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
            : BatchNormalizationParamInitializer.GLOBAL_VAR;
    boolean locked = layer.isLockGammaBeta();
    gamma = locked ? null : wiring.parameter(BatchNormalizationParamInitializer.GAMMA);
    beta = locked ? null : wiring.parameter(BatchNormalizationParamInitializer.BETA);
    runningMean = wiring.parameter(BatchNormalizationParamInitializer.GLOBAL_MEAN);
    runningVariance = wiring.parameter(spread);
    boolean trains = pass.trains();
    gammaGradient =
        locked || !trains ? null : wiring.gradient(BatchNormalizationParamInitializer.GAMMA);
    betaGradient =
        locked || !trains ? null : wiring.gradient(BatchNormalizationParamInitializer.BETA);
    runningMeanStep =
        trains ? wiring.gradient(BatchNormalizationParamInitializer.GLOBAL_MEAN) : null;
    runningVarianceStep = trains ? wiring.gradient(spread) : null;
    mean = new float[channels];
    inverse = new float[channels];
    variance = new double[channels];
    scale = new float[channels];
    shift = new float[channels];
  }

  private static int channels(InputType type) {
    return type instanceof InputType.InputTypeConvolutional maps
        ? Math.toIntExact(maps.getChannels())
        : Math.toIntExact(type.arrayElementsPerExample());
  }

  @Override
  public boolean readsOutput() {
    return false;
  }

  @Override
  public void forward(Program program) {
    if (pass.trains()) {
      addStatistics(program);
    } else {
      program.whole(this::takeRunning);
    }
    float[] x = input.values().heap();
    float[] y = output.values().heap();
    program.rows(
        tile -> {
          int end = tile.to() * pixels * channels;
          for (int at = tile.from() * pixels * channels; at < end; at += channels) {
            for (int c = 0; c < channels; c++) {
              y[at + c] = x[at + c] * scale[c] + shift[c];
            }
          }
        });
  }

  /**
   * Means and squared deviations of each tile, then those of all (Chan, Golub and LeVeque 1983).
   */
  private void addStatistics(Program program) {
    int tiles = program.tiles().size();
    float[][] means = new float[tiles][channels];
    float[][] squares = new float[tiles][channels];
    float[] x = input.values().heap();
    program.rows(
        tile -> {
          float[] m = means[tile.index()];
          float[] s = squares[tile.index()];
          int lines = tile.size() * pixels;
          int from = tile.from() * pixels * channels;
          Loops.sumRows(x, from, lines, m);
          for (int c = 0; c < channels; c++) {
            m[c] /= lines;
          }
          Arrays.fill(s, 0);
          for (int r = 0, at = from; r < lines; r++, at += channels) {
            for (int c = 0; c < channels; c++) {
              float d = x[at + c] - m[c];
              s[c] += d * d;
            }
          }
        });
    program.whole(
        () -> {
          double all = (double) pass.rows() * pixels;
          for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (Tile tile : program.tiles()) {
              sum += (double) means[tile.index()][c] * tile.size() * pixels;
            }
            double whole = sum / all;
            double squared = 0;
            for (Tile tile : program.tiles()) {
              double d = means[tile.index()][c] - whole;
              squared += squares[tile.index()][c] + d * d * tile.size() * pixels;
            }
            mean[c] = (float) whole;
            variance[c] = squared / all;
          }
          prepare();
        });
  }

  private void takeRunning() {
    float[] spread = runningVariance.values();
    runningMean.get(0, mean, 0, channels);
    for (int c = 0; c < channels; c++) {
      variance[c] = logarithmic ? Math.pow(10, 2.0 * spread[c]) : spread[c];
    }
    prepare();
  }

  private void prepare() {
    float[] g = gamma == null ? null : gamma.values();
    float[] b = beta == null ? null : beta.values();
    for (int c = 0; c < channels; c++) {
      inverse[c] = (float) (1 / Math.sqrt(variance[c] + epsilon));
      scale[c] = (float) ((g == null ? fixedGamma : g[c]) * inverse[c]);
      shift[c] = (float) ((b == null ? fixedBeta : b[c]) - mean[c] * scale[c]);
    }
  }

  @Override
  public void backward(Program program) {
    int tiles = program.tiles().size();
    float[][] ofBeta = new float[tiles][channels];
    float[][] ofGamma = new float[tiles][channels];
    float[] x = input.values().heap();
    float[] delta = output.gradients().heap();
    program.rows(
        tile -> {
          float[] b = ofBeta[tile.index()];
          float[] g = ofGamma[tile.index()];
          Arrays.fill(b, 0);
          Arrays.fill(g, 0);
          int end = tile.to() * pixels * channels;
          for (int at = tile.from() * pixels * channels; at < end; at += channels) {
            for (int c = 0; c < channels; c++) {
              b[c] += delta[at + c];
              g[c] += delta[at + c] * ((x[at + c] - mean[c]) * inverse[c]);
            }
          }
        });
    float[] sumBeta = new float[channels];
    float[] sumGamma = new float[channels];
    program.whole(
        () -> {
          for (int c = 0; c < channels; c++) {
            double b = 0;
            double g = 0;
            for (int t = 0; t < tiles; t++) {
              b += ofBeta[t][c];
              g += ofGamma[t][c];
            }
            sumBeta[c] = (float) b;
            sumGamma[c] = (float) g;
          }
        });
    program.atEnd(1, part -> learn(sumGamma, sumBeta));
    if (input.learns()) {
      float all = (float) pass.rows() * pixels;
      input.addGradients(
          program,
          (tile, into) -> {
            int end = tile.to() * pixels * channels;
            for (int at = tile.from() * pixels * channels; at < end; at += channels) {
              for (int c = 0; c < channels; c++) {
                float normal = (x[at + c] - mean[c]) * inverse[c];
                into[at + c] =
                    scale[c] * (delta[at + c] - sumBeta[c] / all - normal * (sumGamma[c] / all));
              }
            }
          });
    }
  }

  private void learn(float[] sumGamma, float[] sumBeta) {
    if (gamma != null) {
      pass.learned(gammaGradient, sumGamma);
      pass.learned(betaGradient, sumBeta);
    }
    float[] m = runningMean.values();
    float[] v = runningVariance.values();
    for (int c = 0; c < channels; c++) {
      m[c] = (float) ((1 - decay) * (m[c] - mean[c]));
      if (logarithmic) {
        double before = Math.pow(10, 2.0 * v[c]);
        v[c] = (float) (v[c] - Math.log10(decay * before + (1 - decay) * variance[c]) / 2);
      } else {
        v[c] = (float) ((1 - decay) * (v[c] - variance[c]));
      }
    }
    pass.learned(runningMeanStep, m);
    pass.learned(runningVarianceStep, v);
  }
}
