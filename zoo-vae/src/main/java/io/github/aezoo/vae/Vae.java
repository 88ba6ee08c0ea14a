package io.github.aezoo.vae;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Measurement;
import io.github.aezoo.model.ModelFamily;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The variational family: codes that follow a known distribution, so that new ones can be drawn.
 */
public final class Vae implements ModelFamily {
  private static final double DETECTOR_DEVIATION = 0.03;

  @Override
  public String id() {
    return "vae";
  }

  @Override
  public String summary() {
    return "codes kept near a standard normal distribution, for generation and interpolation";
  }

  @Override
  public String paper() {
    return "Kingma and Welling, Auto-Encoding Variational Bayes, ICLR 2014,"
        + " https://arxiv.org/abs/1312.6114";
  }

  @Override
  public Class<? extends Architecture> architecture() {
    return VaeArchitecture.class;
  }

  @Override
  public SortedMap<String, Function<Shape, ? extends Architecture>> variants() {
    SortedMap<String, Function<Shape, ? extends Architecture>> variants = new TreeMap<>();
    variants.put("tiny", shape -> new DenseVaeArchitecture(shape, List.of(32), 4, 1));
    variants.put("dense-z20", shape -> new DenseVaeArchitecture(shape, List.of(400), 20, 1));
    // Kingma and Welling's network as Pythae trains it, whose likelihood is published.
    variants.put(
        "dense-z40",
        shape ->
            new DenseVaeArchitecture(
                shape, List.of(400), 40, 1, new Likelihood.Bernoulli(), HiddenUnits.RELU));
    // A deviation below that of the pixels: codes are nearly exact, and what the decoder does not
    // know costs much, as a detector of anomalies needs it.
    variants.put(
        "dense-z2",
        shape ->
            new DenseVaeArchitecture(
                shape,
                List.of(400, 100),
                2,
                1,
                new Likelihood.Gaussian(DETECTOR_DEVIATION),
                HiddenUnits.RELU));
    variants.put("beta", shape -> new DenseVaeArchitecture(shape, List.of(400), 10, 4));
    variants.put("z2", shape -> new ConvVaeArchitecture(shape, List.of(32, 64), 16, 2, 1));
    variants.put("conv-z16", shape -> new ConvVaeArchitecture(shape, List.of(32, 64), 0, 16, 1));
    variants.put(
        "table",
        shape -> new DenseVaeArchitecture(shape, List.of(8), 1, 1, Likelihood.Gaussian.learned()));
    return variants;
  }

  @Override
  public List<AnomalyScore> anomalyScores() {
    return List.of(ElboScore.values());
  }

  @Override
  public List<Measurement> measurements() {
    return List.of(new Elbo(), new SampleQuality());
  }
}
