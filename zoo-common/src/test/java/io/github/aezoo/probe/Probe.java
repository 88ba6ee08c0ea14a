package io.github.aezoo.probe;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.Measurement;
import io.github.aezoo.model.ModelFamily;
import io.github.aezoo.train.Optimizer;
import io.github.aezoo.train.Recipe;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The family of {@link ProbeArchitecture}; there while {@link WithProbe} is in force. */
public final class Probe implements ModelFamily {
  @Override
  public String id() {
    return "probe";
  }

  @Override
  public String summary() {
    return "a small network for tests";
  }

  @Override
  public String paper() {
    return "none";
  }

  @Override
  public Class<? extends Architecture> architecture() {
    return ProbeArchitecture.class;
  }

  @Override
  public SortedMap<String, Function<Shape, ? extends Architecture>> variants() {
    SortedMap<String, Function<Shape, ? extends Architecture>> variants = new TreeMap<>();
    variants.put("tiny", shape -> new ProbeArchitecture(shape, 4, 1, false));
    variants.put("dropout", shape -> new ProbeArchitecture(shape, 4, 0.7, false));
    variants.put("normalised", shape -> new ProbeArchitecture(shape, 4, 1, true));
    return variants;
  }

  @Override
  public List<Measurement> measurements() {
    return List.of(new MeanCode());
  }

  /** A recipe whose run has a twin beside it, its weights stored in some precision. */
  public static Recipe withTwin(Recipe r, boolean twin, Safetensors.Precision weights) {
    return r.toBuilder().twin(twin).weights(weights).build();
  }

  /** A short run on synthetic digits; batches of 16, Adam, binary cross-entropy. */
  public static Recipe recipe(String variant, String corruption, int epochs) {
    return recipe(variant, corruption, epochs, Optimizer.Type.ADAM, 0.01, 0);
  }

  /** A short run on synthetic digits with another optimiser. */
  public static Recipe recipe(
      String variant,
      String corruption,
      int epochs,
      Optimizer.Type optimizer,
      double learningRate,
      int patience) {
    return Recipe.of("probe", variant)
        .data("synthetic-digits")
        .corruption(corruption)
        .loss(Loss.BCE)
        .optimizer(new Optimizer(optimizer, learningRate, null, null))
        .epochs(epochs)
        .batchSize(16)
        .seed(11)
        .validation(20)
        .patience(patience)
        .build();
  }
}
