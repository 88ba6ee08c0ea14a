package io.github.aezoo.sequential;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Loss;
import io.github.aezoo.zoo.imports.ImportedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Layers with their weights, as a reader finds them one after the other; the way that all formats
 * share into an architecture.
 */
public final class LayerChain {
  /** As many float32 values as a file of weights may hold: 1 GiB. */
  private static final long MAX_PARAMETERS = 1L << 28;

  private record Step(String layer, LayerSpec spec, Map<String, Tensor> tensors, Size out) {}

  private final Shape image;
  private final List<Step> steps = new ArrayList<>();
  private long parameters;

  /**
   * Adds what a file's layer comes to.
   *
   * @param type of the layer in the file
   * @param work adds it
   * @throws ZooException naming the layer when the work fails
   */
  public static void within(String layer, String type, Runnable work) {
    try {
      work.run();
    } catch (LayerException e) {
      throw e;
    } catch (ZooException e) {
      throw new LayerException(layer, type, e);
    }
  }

  /** An empty chain that begins with images. */
  public LayerChain(Shape image) {
    this.image = image;
  }

  /** The shape of the images that the chain begins with. */
  public Shape image() {
    return image;
  }

  /** What the next layer takes. */
  public Size size() {
    return steps.isEmpty() ? Size.of(image) : steps.get(steps.size() - 1).out;
  }

  /** Adds a layer without weights. */
  public void add(String layer, LayerSpec spec) {
    add(layer, spec, Map.of());
  }

  /**
   * Adds a layer.
   *
   * @param layer its name in the file
   * @param tensors its weights, shaped as {@link LayerSpec#parameters} says
   * @throws ZooException naming the layer when it does not fit
   */
  public void add(String layer, LayerSpec spec, Map<String, Tensor> tensors) {
    try {
      Size in = size();
      Size out = spec.after(in);
      if (steps.size() == SequentialArchitecture.MAX_LAYERS) {
        throw new ZooException(
            "at most %d layers expected".formatted(SequentialArchitecture.MAX_LAYERS));
      }
      Map<String, long[]> expected = spec.parameters(in);
      expected.forEach((name, shape) -> require(name, shape, tensors.get(name)));
      parameters += tensors.values().stream().mapToLong(t -> t.values().length).sum();
      if (parameters > MAX_PARAMETERS) {
        throw new ZooException("at most %,d weights expected".formatted(MAX_PARAMETERS));
      }
      steps.add(new Step(layer, spec, Map.copyOf(tensors), out));
    } catch (ZooException e) {
      throw new LayerException(layer, e);
    }
  }

  private static void require(String name, long[] shape, Tensor tensor) {
    if (tensor == null || !Arrays.equals(shape, tensor.shape())) {
      throw new ZooException(
          "weights %s %s expected; got %s"
              .formatted(name, Arrays.toString(shape), tensor == null ? "none" : tensor));
    }
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new ZooException("finite weights expected; %s holds %s".formatted(name, value));
      }
    }
  }

  /**
   * Adds to the bias of the last layer, as programs do that keep weights and bias apart.
   *
   * @return whether the last layer has a bias of that length
   */
  public boolean addBias(float[] bias) {
    Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    Tensor b = last == null ? null : last.tensors.get("b");
    if (b == null || b.values().length != bias.length) {
      return false;
    }
    float[] sum = b.values().clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += bias[i];
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(last.tensors);
    tensors.put("b", new Tensor(b.shape(), sum));
    steps.set(steps.size() - 1, new Step(last.layer, last.spec, Map.copyOf(tensors), last.out));
    return true;
  }

  /**
   * Gives the values of the row that comes out at present another order, or leaves some out, by the
   * weights of the layers that made it: value {@code i} becomes what was value {@code order[i]}.
   *
   * @return false when no dense layer made the row
   */
  public boolean reorder(int[] order) {
    int dense = steps.size() - 1;
    while (dense >= 0 && keepsOrder(steps.get(dense).spec)) {
      dense--;
    }
    if (dense < 0 || !(steps.get(dense).spec instanceof LayerSpec.Dense)) {
      return false;
    }
    for (int i = dense; i < steps.size(); i++) {
      Step step = steps.get(i);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      step.tensors.forEach((name, tensor) -> tensors.put(name, Orders.columns(tensor, order)));
      LayerSpec spec = i == dense ? new LayerSpec.Dense(order.length) : step.spec;
      steps.set(i, new Step(step.layer, spec, Map.copyOf(tensors), Size.row(order.length)));
    }
    return true;
  }

  private static boolean keepsOrder(LayerSpec spec) {
    return spec instanceof LayerSpec.Activation || spec instanceof LayerSpec.BatchNormalisation;
  }

  /**
   * The whole as a model.
   *
   * @param code the layer whose outputs are the code; the one with the fewest when empty
   * @param channelsLast whether the program that wrote the file has images so
   * @param original runs the file as it is
   * @throws ZooException when the layers are no autoencoder of the images
   */
  public ImportedModel finish(
      Optional<String> code, boolean channelsLast, ImportedModel.Original original) {
    endWithActivation();
    int cut = code.map(this::named).orElseGet(this::narrowest);
    SequentialArchitecture architecture =
        new SequentialArchitecture(
            image,
            steps.subList(0, cut + 1).stream().map(Step::spec).toList(),
            steps.subList(cut + 1, steps.size()).stream().map(Step::spec).toList());
    Map<String, Tensor> weights = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String name = i <= cut ? "encoder-" + (i + 1) : "decoder-" + (i - cut);
      step.tensors.forEach((parameter, tensor) -> weights.put(name + "." + parameter, tensor));
      lines.add(
          "%-24s %-22s %s%s"
              .formatted(
                  step.layer,
                  step.spec.getClass().getSimpleName(),
                  step.out,
                  i == cut ? "  (the code)" : ""));
    }
    return new ImportedModel(
        architecture,
        weights,
        architecture.endsInSigmoid() ? Loss.BCE : Loss.SQUARED_ERROR,
        lines,
        steps.get(cut).layer,
        channelsLast,
        original);
  }

  /** An activation commutes with what only moves values; the output layer wants it last. */
  private void endWithActivation() {
    int at = steps.size() - 1;
    while (at >= 0 && moves(steps.get(at).spec)) {
      at--;
    }
    if (at >= 0 && steps.get(at).spec instanceof LayerSpec.Activation) {
      Step activation = steps.remove(at);
      steps.add(new Step(activation.layer, activation.spec, Map.of(), size()));
    }
  }

  private static boolean moves(LayerSpec spec) {
    return spec.reshapes()
        || spec instanceof LayerSpec.Cropping
        || spec instanceof LayerSpec.Upsampling;
  }

  private int named(String code) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).layer.equals(code)) {
        return i;
      }
    }
    throw new ZooException(
        "no layer '%s' for the code; there are %s"
            .formatted(code, steps.stream().map(Step::layer).distinct().toList()));
  }

  /** The layer with the fewest outputs before the last weights, its function included. */
  private int narrowest() {
    int last = steps.size() - 1;
    while (last >= 0 && !steps.get(last).spec.hasParameters()) {
      last--;
    }
    int best = -1;
    for (int i = 0; i < last; i++) {
      if (best < 0 || steps.get(i).out.values() < steps.get(best).out.values()) {
        best = i;
      }
    }
    if (best < 0) {
      throw new ZooException(
          "an encoder and a decoder expected; got %d layers".formatted(last + 1));
    }
    while (best + 1 < last && keepsOrder(steps.get(best + 1).spec)) {
      best++;
    }
    return best;
  }
}
