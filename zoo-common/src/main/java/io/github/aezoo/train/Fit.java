package io.github.aezoo.train;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** What a network cannot learn, whatever the recipe says. */
final class Fit {
  private Fit() {}

  /**
   * The recipe's network for the data.
   *
   * @throws ZooException when network, loss and values do not fit: which, and what to choose
   */
  static Architecture build(Recipe recipe, Dataset data) {
    Architecture architecture;
    try {
      architecture = recipe.build(data.shape());
    } catch (ZooException e) {
      throw data.preparation().isEmpty() ? e : noTable(recipe, data, e.getMessage(), e);
    }
    require(recipe, data, architecture);
    return architecture;
  }

  private static ZooException noTable(Recipe recipe, Dataset data, String why, Throwable cause) {
    return new ZooException(
        "%s is a table, and recipe %s is not for rows (%s); choose a dense network, for example that of detector-dense.table"
            .formatted(data.name(), recipe.name(), why),
        cause);
  }

  private static void require(Recipe recipe, Dataset data, Architecture architecture) {
    if (architecture.linear() && recipe.loss() == Loss.BCE) {
      throw new ZooException(
          "recipe %s: squared-error or absolute-error expected with a linear output; got bce"
              .formatted(recipe.name()));
    }
    Optional<TablePreparation> table = data.preparation();
    if (table.isEmpty()) {
      return;
    }
    if (architecture.inputType().getType() == InputType.Type.CNN) {
      throw noTable(recipe, data, "it convolves images", null);
    }
    if (!recipe.augmentation().equals(Corruptions.NONE)) {
      throw noTable(recipe, data, "its augmentation moves pixels", null);
    }
    if (table.get().scaling() == TableColumn.Scaling.STANDARD && !architecture.linear()) {
      throw new ZooException(
          "%s is scaled to mean 0 and deviation 1, and the network of recipe %s gives values in [0, 1]; use scaling=min-max"
              .formatted(data.name(), recipe.name()));
    }
  }
}
