package io.github.aezoo.vae;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Measurement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The evidence lower bound of a variational autoencoder with Bernoulli pixels, split into its
 * parts, and the importance-sampled likelihood (Burda, Grosse and Salakhutdinov 2016, <a
 * href="https://arxiv.org/abs/1509.00519">arXiv:1509.00519</a>).
 *
 * <p>All in nats an image. Grey pixels count by their cross-entropy, which is no likelihood of
 * theirs; of binary images {@code nllNats} is the negative log-likelihood.
 */
public final class Elbo implements Measurement {
  /** Samples of the posterior that the likelihood of an image is estimated from. */
  static final int SAMPLES = 200;

  /** Images of which the likelihood is estimated, evenly spaced over the split. */
  static final int IMAGES = 1000;

  private static final int CHUNK = 500;

  /** Single precision has no probability between 1 - 6e-8 and 1. */
  private static final double CLIP = 1e-7;

  /** A unit whose posterior mean varies less than this over the data tells nothing of an image. */
  private static final double ACTIVE_VARIANCE = 0.01;

  private static final long BOUND = 1;
  private static final long LIKELIHOOD = 2;

  /**
   * Posteriors of some images.
   *
   * @param means {@code n * z} values
   * @param logVariances {@code n * z} values
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Posteriors(float[] means, float[] logVariances) {}

  @Override
  public Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(
        "negativeElboNats",
        "negative evidence lower bound, nats an image: reconstruction of one posterior sample plus"
            + " KL, mean over images");
    meanings.put("reconstructionNats", "its part of reconstruction: binary cross-entropy");
    meanings.put("klNats", "its other part: KL divergence of the posterior to N(0, I), analytic");
    meanings.put(
        "nllNats",
        "importance-sampled negative log-likelihood, K = %d posterior samples, of %,d images evenly spaced over the split"
            .formatted(SAMPLES, IMAGES));
    meanings.put(
        "activeUnits",
        "values of the code whose posterior mean has a variance above 0.01 over the split");
    return meanings;
  }

  @Override
  public Map<String, Double> of(Autoencoder model, ImageDataset data, Split split, long seed) {
    int n = data.size(split);
    int z = model.architecture().latentSize();
    double reconstruction = 0;
    double kl = 0;
    double[] sums = new double[z];
    double[] squares = new double[z];
    for (int from = 0; from < n; from += CHUNK) {
      int size = Math.min(CHUNK, n - from);
      INDArray images = Batches.range(data, split, from, size);
      Posteriors q = posteriors(model, images);
      float[] codes = new float[size * z];
      for (int i = 0; i < size; i++) {
        Random noise = new Random(Seeds.derive(seed, BOUND, from + i));
        for (int j = i * z; j < (i + 1) * z; j++) {
          codes[j] = sample(q, j, noise.nextGaussian());
          kl += kl(q.means[j], q.logVariances[j]);
          sums[j - i * z] += q.means[j];
          squares[j - i * z] += (double) q.means[j] * q.means[j];
        }
      }
      float[] pixels = values(images);
      float[] probabilities = values(model.decode(matrix(codes, size, z)));
      int length = data.shape().size();
      for (int i = 0; i < size; i++) {
        reconstruction -= logLikelihood(pixels, i * length, probabilities, i * length, length);
      }
    }
    int active = 0;
    for (int j = 0; j < z; j++) {
      double mean = sums[j] / n;
      active += squares[j] / n - mean * mean > ACTIVE_VARIANCE ? 1 : 0;
    }
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("negativeElboNats", (reconstruction + kl) / n);
    values.put("reconstructionNats", reconstruction / n);
    values.put("klNats", kl / n);
    values.put("nllNats", nll(model, data, split, seed, Math.min(n, IMAGES), SAMPLES));
    values.put("activeUnits", (double) active);
    return values;
  }

  /**
   * The importance-sampled negative log-likelihood, nats an image: {@code -log mean_k p(x, z_k) /
   * q(z_k | x)} with {@code z_k} from the posterior, mean over images; a bound that falls with k.
   *
   * @param count images, evenly spaced over the split
   * @param k posterior samples of each
   * @throws ZooException when the model is not of this family
   */
  public static double nll(
      Autoencoder model, ImageDataset data, Split split, long seed, int count, int k) {
    int n = data.size(split);
    int z = model.architecture().latentSize();
    int length = data.shape().size();
    double sum = 0;
    for (int i = 0; i < count; i++) {
      int index = (int) ((long) i * n / count);
      INDArray image = Batches.range(data, split, index, 1);
      Posteriors q = posteriors(model, image);
      float[] pixels = values(image);
      Random noise = new Random(Seeds.derive(seed, LIKELIHOOD, index));
      double[] weights = new double[k];
      for (int from = 0; from < k; from += CHUNK) {
        int size = Math.min(CHUNK, k - from);
        float[] codes = new float[size * z];
        for (int s = 0; s < size; s++) {
          for (int j = 0; j < z; j++) {
            double e = noise.nextGaussian();
            float code = sample(q, j, e);
            codes[s * z + j] = code;
            // log p(z) - log q(z | x); the terms with 2 pi cancel.
            weights[from + s] += (e * e + q.logVariances[j] - (double) code * code) / 2;
          }
        }
        float[] probabilities = values(model.decode(matrix(codes, size, z)));
        for (int s = 0; s < size; s++) {
          weights[from + s] += logLikelihood(pixels, 0, probabilities, s * length, length);
        }
      }
      sum -= logMeanExp(weights);
    }
    return sum / count;
  }

  private static Posteriors posteriors(Autoencoder model, INDArray images) {
    if (!(model.architecture() instanceof VaeArchitecture architecture)) {
      throw new ZooException(
          "a variational autoencoder expected; %s is another: %s"
              .formatted(model.name(), model.architecture()));
    }
    INDArray posterior =
        model
            .network()
            .feedForward(architecture.laidOut(images), false)
            .get(VaeArchitecture.POSTERIOR);
    int z = architecture.latentSize();
    float[] both = values(posterior);
    int n = (int) posterior.size(0);
    float[] means = new float[n * z];
    float[] logVariances = new float[n * z];
    for (int i = 0; i < n; i++) {
      System.arraycopy(both, 2 * i * z, means, i * z, z);
      System.arraycopy(both, (2 * i + 1) * z, logVariances, i * z, z);
    }
    return new Posteriors(means, logVariances);
  }

  private static float sample(Posteriors q, int at, double noise) {
    return (float) (q.means[at] + Math.exp(q.logVariances[at] / 2.0) * noise);
  }

  private static double kl(double mean, double logVariance) {
    return (mean * mean + Math.exp(logVariance) - 1 - logVariance) / 2;
  }

  /** {@code sum x log p + (1 - x) log(1 - p)}. */
  private static double logLikelihood(
      float[] pixels, int at, float[] probabilities, int from, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double x = pixels[at + i];
      double p = Math.min(1 - CLIP, Math.max(CLIP, probabilities[from + i]));
      // Binary images need one logarithm a pixel.
      if (x > 0) {
        sum += x * Math.log(p);
      }
      if (x < 1) {
        sum += (1 - x) * Math.log1p(-p);
      }
    }
    return sum;
  }

  /** The logarithm of the mean of exponentials, without overflow. */
  static double logMeanExp(double... logarithms) {
    double largest = Arrays.stream(logarithms).max().orElseThrow();
    double sum = Arrays.stream(logarithms).map(w -> Math.exp(w - largest)).sum();
    return largest + Math.log(sum / logarithms.length);
  }

  private static INDArray matrix(float[] values, int rows, int columns) {
    return Nd4j.createFromArray(values).reshape('c', rows, columns);
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
