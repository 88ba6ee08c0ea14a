package io.github.aezoo.conv;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.ModelFamily;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The convolutional family: what is learned at one place of the image serves at every place. */
public final class Conv implements ModelFamily {
  @Override
  public String id() {
    return "conv";
  }

  @Override
  public String summary() {
    return "strided convolutions to a code and transposed convolutions back";
  }

  @Override
  public String paper() {
    return "Masci, Meier, Ciresan and Schmidhuber, Stacked Convolutional Auto-Encoders for"
        + " Hierarchical Feature Extraction, ICANN 2011,"
        + " https://doi.org/10.1007/978-3-642-21735-7_7";
  }

  @Override
  public Class<? extends Architecture> architecture() {
    return ConvArchitecture.class;
  }

  @Override
  public SortedMap<String, Function<Shape, ? extends Architecture>> variants() {
    SortedMap<String, Function<Shape, ? extends Architecture>> variants = new TreeMap<>();
    variants.put("tiny", shape -> new StridedConvArchitecture(shape, List.of(4, 8), 0, false, 8));
    variants.put("blog", shape -> new PooledConvArchitecture(shape, List.of(16, 8, 8)));
    variants.put(
        "small", shape -> new StridedConvArchitecture(shape, List.of(32, 64), 0, false, 32));
    variants.put("base", shape -> new StridedConvArchitecture(shape, List.of(32, 64), 2, true, 64));
    return variants;
  }
}
