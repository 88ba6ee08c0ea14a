package io.github.aezoo.contractive;

import io.github.aezoo.data.Shape;
import io.github.aezoo.eval.codes.LinearProbe;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Measurement;
import io.github.aezoo.model.ModelFamily;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The contractive family: the code keeps still where the data does not vary. */
public final class Contractive implements ModelFamily {
  @Override
  public String id() {
    return "contractive";
  }

  @Override
  public String summary() {
    return "dense layers with a penalty on how much the code changes when the pixels change a little";
  }

  @Override
  public String paper() {
    return "Rifai, Vincent, Muller, Glorot and Bengio, Contractive Auto-Encoders: Explicit"
        + " Invariance During Feature Extraction, ICML 2011,"
        + " https://icml.cc/2011/papers/455_icmlpaper.pdf";
  }

  @Override
  public Class<? extends Architecture> architecture() {
    return ContractiveArchitecture.class;
  }

  @Override
  public SortedMap<String, Function<Shape, ? extends Architecture>> variants() {
    SortedMap<String, Function<Shape, ? extends Architecture>> variants = new TreeMap<>();
    // In the few and large steps of tests, units that saturate would all do so.
    variants.put("tiny", shape -> of(shape, List.of(), 32, Squashing.SOFTPLUS, 0.01));
    variants.put("small", shape -> of(shape, List.of(), 500, Squashing.SIGMOID, 0.05));
    variants.put("deep", shape -> of(shape, List.of(500), 250, Squashing.SIGMOID, 0.075));
    return variants;
  }

  private static Architecture of(
      Shape shape, List<Integer> hidden, int latentSize, Squashing f, double penalty) {
    return new ContractiveArchitecture(shape, hidden, latentSize, f, penalty);
  }

  @Override
  public List<Measurement> measurements() {
    return List.of(new Contraction(), new LinearProbe());
  }
}
