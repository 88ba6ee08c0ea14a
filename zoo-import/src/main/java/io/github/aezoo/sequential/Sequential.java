package io.github.aezoo.sequential;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.ModelFamily;
import io.github.aezoo.model.nn.ConvLayers;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The family of imported networks: any layers in a row, from an image to a code and back. */
public final class Sequential implements ModelFamily {
  private static final int HALVINGS = 1;
  private static final int FILTERS = 4;
  private static final int CODE = 16;

  @Override
  public String id() {
    return "sequential";
  }

  @Override
  public String summary() {
    return "layers in a row, imported from files of other programs";
  }

  @Override
  public String paper() {
    return "Hinton and Salakhutdinov, Reducing the Dimensionality of Data with Neural Networks,"
        + " Science 313, 2006, https://doi.org/10.1126/science.1127647";
  }

  @Override
  public Class<? extends Architecture> architecture() {
    return SequentialArchitecture.class;
  }

  @Override
  public SortedMap<String, Function<Shape, ? extends Architecture>> variants() {
    SortedMap<String, Function<Shape, ? extends Architecture>> variants = new TreeMap<>();
    variants.put("tiny", Sequential::tiny);
    return variants;
  }

  private static SequentialArchitecture tiny(Shape image) {
    ConvLayers.requireHalving(image, HALVINGS);
    Window halving = Window.square(3, 2);
    Window doubling = Window.square(4, 2);
    LayerSpec elu = new LayerSpec.Activation(Nonlinearity.ELU);
    Size half = Size.maps(FILTERS, image.height() >> HALVINGS, image.width() >> HALVINGS);
    return new SequentialArchitecture(
        image,
        List.of(
            new LayerSpec.Convolution(
                FILTERS, halving, 1, Padding.same(Size.of(image), halving, 1)),
            elu,
            new LayerSpec.Flatten(),
            new LayerSpec.Dense(CODE)),
        List.of(
            new LayerSpec.Dense(half.values()),
            elu,
            new LayerSpec.Reshape(half.channels(), half.height(), half.width()),
            new LayerSpec.TransposedConvolution(
                image.channels(), doubling, Padding.sameTransposed(doubling)),
            new LayerSpec.Activation(Nonlinearity.SIGMOID)));
  }
}
