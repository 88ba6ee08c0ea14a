package io.github.aezoo.sequential.keras;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import java.util.Optional;

/** Where a file has the weights of a layer. */
interface KerasWeights {
  /**
   * A layer's array.
   *
   * @param name of the variable, such as {@code kernel}
   * @param place among the layer's variables
   * @throws ZooException when it is not there
   */
  Tensor of(KerasLayer layer, String name, int place);

  /**
   * {@code .h5} (<a
   * href="https://github.com/keras-team/keras/blob/master/keras/src/legacy/saving/legacy_h5_format.py">writer</a>):
   * for each layer of the whole model a group below {@code model_weights}, with the paths of all
   * its arrays as an attribute: {@code dense/kernel:0}, {@code encoder/dense/kernel}.
   */
  static KerasWeights ofH5(Hdf file) {
    return (layer, name, place) -> {
      String group = "model_weights/" + layer.top();
      String found = null;
      for (String path : file.texts(group, "weight_names")) {
        String[] parts = path.split("/", -1);
        boolean same =
            parts[parts.length - 1].replaceFirst(":0$", "").equals(name)
                && (parts.length < 2
                    ? layer.top().equals(layer.name())
                    : parts[parts.length - 2].equals(layer.name()));
        if (same && found != null) {
          throw new ZooException("weights '%s' are there twice".formatted(name));
        }
        found = same ? path : found;
      }
      String path = found;
      return Optional.ofNullable(path)
          .flatMap(p -> file.tensor(group + "/" + p))
          .orElseThrow(() -> new ZooException("weights '%s' are missing".formatted(name)));
    };
  }

  /**
   * {@code .keras} (<a
   * href="https://github.com/keras-team/keras/blob/master/keras/src/saving/saving_lib.py">writer</a>):
   * {@code layers/conv2d_1/vars/0}, by class and number of the class within its model.
   */
  static KerasWeights ofKeras(Hdf file) {
    return (layer, name, place) -> {
      String path = layer.path() + "/vars/" + place;
      return file.tensor(path)
          // As written before Keras 3.
          .or(
              () ->
                  file.tensor(path.replaceAll("(^|/)layers/", "$1_layer_checkpoint_dependencies/")))
          .orElseThrow(
              () -> new ZooException("weights '%s' are missing, at %s".formatted(name, path)));
    };
  }
}
