package io.github.aezoo.denoise;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.ModelFamily;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The denoising family: it sees damaged images and is asked for the clean ones. */
public final class Denoise implements ModelFamily {
  @Override
  public String id() {
    return "denoise";
  }

  @Override
  public String summary() {
    return "networks that learn to repair damaged images";
  }

  @Override
  public String paper() {
    return "Vincent, Larochelle, Bengio and Manzagol, Extracting and Composing Robust Features with"
        + " Denoising Autoencoders, ICML 2008, https://doi.org/10.1145/1390156.1390294";
  }

  @Override
  public Class<? extends Architecture> architecture() {
    return DenoiseArchitecture.class;
  }

  @Override
  public SortedMap<String, Function<Shape, ? extends Architecture>> variants() {
    SortedMap<String, Function<Shape, ? extends Architecture>> variants = new TreeMap<>();
    variants.put("tiny", shape -> new DenseDenoiseArchitecture(shape, List.of(64), 32));
    variants.put("stepped", shape -> new DenseDenoiseArchitecture(shape, List.of(512), 256));
    variants.put("conv", shape -> new ConvDenoiseArchitecture(shape, 32));
    variants.put("conv-base", shape -> new ResidualDenoiseArchitecture(shape, 64, 2));
    variants.put("conv-correction", shape -> new CorrectionDenoiseArchitecture(shape, 64, 2));
    return variants;
  }
}
