package io.github.aezoo.vae;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.device.Devices;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Measurement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The evidence lower bound of a variational autoencoder, split into its parts, and the
 * importance-sampled likelihood (Burda, Grosse and Salakhutdinov 2016, <a
 * href="https://arxiv.org/abs/1509.00519">arXiv:1509.00519</a>).
 *
 * <p>All in nats an image. Grey pixels count by their cross-entropy, which is no likelihood of
 * theirs; of binary images {@code nllNats} is the negative log-likelihood. With a {@link
 * Likelihood.Gaussian} all are of a density, so they may be negative, and grey pixels have one.
 */
public final class Elbo implements Measurement {
  /** Samples of the posterior that the likelihood of an image is estimated from. */
  static final int SAMPLES = 200;

  /** Grey images of which the likelihood is estimated; of binary ones it is of all. */
  static final int GREY_IMAGES = 1000;

  /** Images that are looked at to see whether a data set is binary. */
  private static final int LOOKED_AT = 100;

  private static final int CHUNK = 500;

  /** Images whose samples a GPU decodes at once: it computes them in the time of one. */
  private static final int TOGETHER = 20;

  /** A unit whose posterior mean varies less than this over the data tells nothing of an image. */
  private static final double ACTIVE_VARIANCE = 0.01;

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
        "negative evidence lower bound, nats per image: reconstruction of one posterior sample plus"
            + " KL, mean over images");
    meanings.put(
        "reconstructionNats",
        "its reconstruction term: binary cross-entropy; for a Gaussian decoder the negative"
            + " logarithm of a density, which may be below 0");
    meanings.put("klNats", "its other term: KL divergence of the posterior to N(0, I), analytic");
    meanings.put(
        "nllNats",
        "importance-sampled negative log-likelihood, K = %d posterior samples: on all images of a binary split, on %,d evenly spaced images of a grey split"
            .formatted(SAMPLES, GREY_IMAGES));
    meanings.put(
        "activeUnits",
        "number of code values whose posterior mean has a variance above 0.01 over the split");
    meanings.put(
        "deviation",
        "standard deviation of a Gaussian decoder's pixels around their means, pixels in [0, 1]");
    return meanings;
  }

  @Override
  public Map<String, Double> of(Autoencoder model, Dataset data, Split split, long seed) {
    int n = data.size(split);
    int z = model.architecture().latentSize();
    double reconstruction = 0;
    double kl = 0;
    double[] sums = new double[z];
    double[] squares = new double[z];
    for (int from = 0; from < n; from += CHUNK) {
      float[] images = Batches.values(data, split, from, Math.min(CHUNK, n - from));
      Posteriors q = posteriors(model, images);
      for (double[] parts : bounds(model, images, q, seed, from)) {
        reconstruction += parts[0];
        kl += parts[1];
      }
      for (int i = 0; i < q.means.length; i++) {
        sums[i % z] += q.means[i];
        squares[i % z] += (double) q.means[i] * q.means[i];
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
    values.put("nllNats", nll(model, data, split, seed, likelihoodImages(data, split), SAMPLES));
    values.put("activeUnits", (double) active);
    if (architecture(model).likelihood() instanceof Likelihood.Gaussian gaussian) {
      values.put("deviation", gaussian.deviationIn(model));
    }
    return values;
  }

  /**
   * The negative evidence lower bound of each image, nats: how little the model expects it, so a
   * score of anomalies, after the idea of An and Cho 2015 (<a
   * href="http://dm.snu.ac.kr/static/docs/TR/SNUDM-TR-2015-03.pdf">SNUDM-TR-2015-03</a>), whose
   * score leaves the divergence out.
   *
   * @param images {@code N * C * H * W} pixels in [0, 1]
   * @param seed with an image's place decides its sample of the posterior
   * @throws ZooException when the model is not of this family or does not take the images
   */
  public static double[] negative(Autoencoder model, float[] images, long seed) {
    int length = model.architecture().input().size();
    double[] values = new double[images.length / length];
    for (int from = 0; from < values.length; from += CHUNK) {
      int to = Math.min(values.length, from + CHUNK);
      float[] chunk = Arrays.copyOfRange(images, from * length, to * length);
      List<double[]> parts = bounds(model, chunk, posteriors(model, chunk), seed, from);
      for (int i = from; i < to; i++) {
        values[i] = parts.get(i - from)[0] + parts.get(i - from)[1];
      }
    }
    return values;
  }

  /**
   * The negative evidence lower bound of each image less what its own pixels would cost as a
   * reconstruction, nats, at least 0. Of a Bernoulli decoder that is half the deviance (McCullagh
   * and Nelder 1989, section 2.3) plus KL: the entropy of grey pixels, which no decoder can save
   * and which makes images with little ink look normal, is left out. Binary images have none.
   *
   * @param images {@code N * C * H * W} pixels in [0, 1]
   * @param seed with an image's place decides its sample of the posterior
   * @throws ZooException when the model is not of this family or does not take the images
   */
  public static double[] excess(Autoencoder model, float[] images, long seed) {
    double[] values = negative(model, images, seed);
    Likelihood.OfImage likelihood = architecture(model).likelihood().of(model);
    int length = images.length / values.length;
    for (int i = 0; i < values.length; i++) {
      values[i] += likelihood.nats(images, i * length, images, i * length, length);
    }
    return values;
  }

  /**
   * {@link #excess} over the square root of the image's ink, the sum of its pixels (1 when there is
   * less): what a sum of that many independent errors deviates by. Images with much ink cost more
   * whether a model knows them or not; so they and images with little are measured alike.
   *
   * @param images {@code N * C * H * W} pixels in [0, 1], 0 without ink
   * @param seed with an image's place decides its sample of the posterior
   * @throws ZooException when the model is not of this family or does not take the images
   */
  public static double[] excessPerRootInk(Autoencoder model, float[] images, long seed) {
    double[] values = excess(model, images, seed);
    int length = images.length / values.length;
    for (int i = 0; i < values.length; i++) {
      double ink = 0;
      for (int j = i * length; j < (i + 1) * length; j++) {
        ink += images[j];
      }
      values[i] /= Math.sqrt(Math.max(1, ink));
    }
    return values;
  }

  /** Reconstruction of one sample of the posterior and KL divergence of each image, nats. */
  private static List<double[]> bounds(
      Autoencoder model, float[] images, Posteriors q, long seed, int first) {
    int length = model.architecture().input().size();
    int n = images.length / length;
    int z = model.architecture().latentSize();
    float[] codes = new float[n * z];
    double[] kl = new double[n];
    for (int i = 0; i < n; i++) {
      Random noise = new Random(Seeds.derive(seed, SeedUse.BOUND, first + i));
      for (int j = i * z; j < (i + 1) * z; j++) {
        codes[j] = sample(q, j, noise.nextGaussian());
        kl[i] += kl(q.means[j], q.logVariances[j]);
      }
    }
    float[] outputs = model.decode(codes);
    Likelihood.OfImage likelihood = architecture(model).likelihood().of(model);
    return IntStream.range(0, n)
        .mapToObj(
            i ->
                new double[] {
                  -likelihood.nats(images, i * length, outputs, i * length, length), kl[i]
                })
        .toList();
  }

  /** The mean over 10,000 images is known to a few tenths of a nat, over 1,000 to about one. */
  static int likelihoodImages(Dataset data, Split split) {
    int n = data.size(split);
    return binary(data, split) ? n : Math.min(n, GREY_IMAGES);
  }

  /** Whether the first images of a split have no pixel but 0 and 1. */
  static boolean binary(Dataset data, Split split) {
    return IntStream.range(0, Math.min(data.size(split), LOOKED_AT))
        .mapToObj(i -> data.image(split, i))
        .allMatch(Elbo::binary);
  }

  private static boolean binary(float... pixels) {
    for (float pixel : pixels) {
      if (pixel != 0 && pixel != 1) {
        return false;
      }
    }
    return true;
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
      Autoencoder model, Dataset data, Split split, long seed, int count, int k) {
    return nll(model, data, split, seed, count, k, Devices.onGpu() ? TOGETHER : 1);
  }

  /** The same; no number depends on how many images are decoded together, but for rounding. */
  static double nll(
      Autoencoder model, Dataset data, Split split, long seed, int count, int k, int together) {
    int n = data.size(split);
    Likelihood.OfImage likelihood = architecture(model).likelihood().of(model);
    int[] indices = IntStream.range(0, count).map(i -> (int) ((long) i * n / count)).toArray();
    double[][] groups =
        IntStream.range(0, (count + together - 1) / together)
            .parallel()
            .map(group -> group * together)
            .mapToObj(from -> Arrays.copyOfRange(indices, from, Math.min(count, from + together)))
            .map(group -> logLikelihoods(model, likelihood, data, split, seed, k, group))
            .toArray(double[][]::new);
    double sum = 0;
    for (double[] group : groups) {
      for (double value : group) {
        sum -= value;
      }
    }
    return sum / count;
  }

  private static double[] logLikelihoods(
      Autoencoder model,
      Likelihood.OfImage likelihood,
      Dataset data,
      Split split,
      long seed,
      int k,
      int... indices) {
    int z = model.architecture().latentSize();
    int length = data.shape().size();
    float[] pixels = Batches.values(data, split, indices);
    Posteriors q = posteriors(model, pixels);
    Random[] noise =
        IntStream.of(indices)
            .mapToObj(index -> new Random(Seeds.derive(seed, SeedUse.LIKELIHOOD, index)))
            .toArray(Random[]::new);
    double[][] weights = new double[indices.length][k];
    for (int from = 0; from < k; from += CHUNK) {
      int size = Math.min(CHUNK, k - from);
      float[] codes = new float[indices.length * size * z];
      for (int i = 0; i < indices.length; i++) {
        for (int s = 0; s < size; s++) {
          for (int j = 0; j < z; j++) {
            double e = noise[i].nextGaussian();
            float code = sample(q, i * z + j, e);
            codes[(i * size + s) * z + j] = code;
            // log p(z) - log q(z | x); the terms with 2 pi cancel.
            weights[i][from + s] += (e * e + q.logVariances[i * z + j] - (double) code * code) / 2;
          }
        }
      }
      float[] outputs = model.decode(codes);
      for (int i = 0; i < indices.length; i++) {
        for (int s = 0; s < size; s++) {
          weights[i][from + s] +=
              likelihood.nats(pixels, i * length, outputs, (i * size + s) * length, length);
        }
      }
    }
    return Arrays.stream(weights).mapToDouble(Elbo::logMeanExp).toArray();
  }

  static VaeArchitecture architecture(Autoencoder model) {
    if (!(model.architecture() instanceof VaeArchitecture architecture)) {
      throw new ZooException(
          "a variational autoencoder expected; %s has another architecture: %s"
              .formatted(model.name(), model.architecture()));
    }
    return architecture;
  }

  private static Posteriors posteriors(Autoencoder model, float[] images) {
    VaeArchitecture architecture = architecture(model);
    float[] both = model.activations(VaeArchitecture.POSTERIOR, images);
    int z = architecture.latentSize();
    int n = both.length / (2 * z);
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

  /** The logarithm of the mean of exponentials, without overflow. */
  static double logMeanExp(double... logarithms) {
    double largest = Arrays.stream(logarithms).max().orElseThrow();
    double sum = Arrays.stream(logarithms).map(w -> Math.exp(w - largest)).sum();
    return largest + Math.log(sum / logarithms.length);
  }
}
