package io.github.aezoo.train;

import io.github.aezoo.io.Half;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import java.util.Map;

/** Rounds a trained model's weights as its file will have them, before anything is measured. */
public final class StoredWeights {
  private StoredWeights() {}

  /**
   * The model with the weights that its file will have, in the recipe's precision: what is told of
   * a model is measured with these.
   *
   * @throws ZooException when a weight is too large for that precision
   */
  public static Autoencoder of(Recipe recipe, Autoencoder model) {
    if (recipe.weights() == Safetensors.Precision.F32) {
      return model;
    }
    Map<String, Tensor> rounded = model.weights();
    rounded.replaceAll(
        (name, tensor) -> {
          try {
            return Half.rounded(tensor);
          } catch (IllegalArgumentException e) {
            throw new ZooException(
                "tensor '%s' cannot be stored as f16: %s; write \"weights\": \"f32\" in the recipe"
                    .formatted(name, e.getMessage()),
                e);
          }
        });
    model.setWeights(rounded);
    return model;
  }
}
