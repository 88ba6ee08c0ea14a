package io.github.aezoo.undercomplete;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.ModelFamily;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The undercomplete family: the code is smaller than the image, and nothing else is asked of it.
 */
public final class Undercomplete implements ModelFamily {
  @Override
  public String id() {
    return "undercomplete";
  }

  @Override
  public String summary() {
    return "dense layers that narrow to a code smaller than the image";
  }

  @Override
  public String paper() {
    return "Hinton and Salakhutdinov, Reducing the Dimensionality of Data with Neural Networks,"
        + " Science 2006, https://doi.org/10.1126/science.1127647";
  }

  @Override
  public Class<? extends Architecture> architecture() {
    return UndercompleteArchitecture.class;
  }

  @Override
  public SortedMap<String, Function<Shape, ? extends Architecture>> variants() {
    SortedMap<String, Function<Shape, ? extends Architecture>> variants = new TreeMap<>();
    variants.put("tiny", shape -> new UndercompleteArchitecture(shape, List.of(32), 8));
    variants.put("small", shape -> new UndercompleteArchitecture(shape, List.of(), 32));
    variants.put("deep", shape -> new UndercompleteArchitecture(shape, List.of(128, 64), 32));
    variants.put("stepped", shape -> new UndercompleteArchitecture(shape, List.of(256), 128));
    variants.put(
        "large", shape -> new UndercompleteArchitecture(shape, List.of(1000, 500, 250), 30));
    // Of the sizes tried on held-out rows of six tables of 6 to 64 columns these found most
    // anomalies; with more units for the code, anomalies are reconstructed, too.
    variants.put("table", shape -> new UndercompleteArchitecture(shape, List.of(8), 1, true));
    return variants;
  }
}
