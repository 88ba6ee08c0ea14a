package io.github.aezoo.train;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists the weights that were copied from a trained network, and those that were initialised anew.
 *
 * @param kept names {@code vertex.parameter} of the weights that were taken over
 * @param fresh names of those that begin as in a run from scratch
 */
public record Transfer(List<String> kept, List<String> fresh) {
  /** Takes copies. */
  public Transfer {
    kept = List.copyOf(kept);
    fresh = List.copyOf(fresh);
  }

  /**
   * Gives a network the weights that fit it; the others stay as they are.
   *
   * @param source of another network, by name
   * @throws ZooException when none fits
   */
  public static Transfer into(Autoencoder model, Map<String, Tensor> source) {
    List<String> kept = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    Map<String, Tensor> weights = model.weights();
    weights.replaceAll(
        (name, tensor) -> {
          Tensor other = source.get(name);
          boolean fits = other != null && Arrays.equals(other.shape(), tensor.shape());
          (fits ? kept : fresh).add(name);
          return fits ? other : tensor;
        });
    if (kept.isEmpty()) {
      throw new ZooException(
          "no weights of the model fit the network %s: start from a model of its family and variant"
              .formatted(model.name()));
    }
    model.setWeights(weights);
    return new Transfer(kept, fresh);
  }

  /** What the steps of weights are multiplied by, by name; those that are not named are whole. */
  Map<String, Double> rates(StartFrom from, Architecture architecture) {
    Set<String> frozen =
        switch (from.freeze()) {
          case NONE -> Set.of();
          case ENCODER -> architecture.encoder().getVertices().keySet();
          case DECODER -> architecture.decoder().getVertices().keySet();
        };
    Map<String, Double> rates = new HashMap<>();
    for (String name : kept) {
      boolean still = frozen.contains(name.substring(0, name.lastIndexOf('.')));
      rates.put(name, still ? 0 : from.keptRate());
    }
    return rates;
  }
}
