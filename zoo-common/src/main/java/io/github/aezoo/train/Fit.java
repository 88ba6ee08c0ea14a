package io.github.aezoo.train;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** What a network cannot learn, whatever the recipe says. */
final class Fit {
  private Fit() {}

  /**
   * Checks that network, loss and values fit.
   *
   * @throws ZooException that says which do not, and what to choose
   */
  static void require(Recipe recipe, ImageDataset data, Architecture architecture) {
    if (architecture.linear() && recipe.loss() == Loss.BCE) {
      throw new ZooException(
          "recipe %s: squared-error or absolute-error expected beside a linear output; came bce"
              .formatted(recipe.name()));
    }
    Optional<TablePreparation> table = data.preparation();
    if (table.isEmpty()) {
      return;
    }
    if (architecture.inputType().getType() == InputType.Type.CNN) {
      throw new ZooException(
          "%s is a table, and recipe %s convolves images; choose a dense network, as the variant table of undercomplete is"
              .formatted(data.name(), recipe.name()));
    }
    if (table.get().scaling() == TableColumn.Scaling.STANDARD && !architecture.linear()) {
      throw new ZooException(
          "%s is scaled to mean 0 and deviation 1, and the network of recipe %s gives values in [0, 1]; take scaling=min-max"
              .formatted(data.name(), recipe.name()));
    }
  }
}
