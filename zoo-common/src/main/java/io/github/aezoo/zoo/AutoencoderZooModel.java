package io.github.aezoo.zoo;

import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.train.Recipe;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Loads pretrained networks through methods named as in DL4J's {@code ZooModel}.
 *
 * <p>It does not extend that class, which would bring deeplearning4j-zoo along: downloads that are
 * checked by Adler-32 or not at all, a closed list of data sets, and image natives with known
 * vulnerabilities. Weights here are checked by SHA-256 at every load, and data sets have names.
 *
 * <pre>{@code
 * ComputationGraph network = new AutoencoderZooModel("undercomplete-deep").initPretrained("mnist");
 * }</pre>
 */
public final class AutoencoderZooModel {
  private final Catalogue catalogue;
  private final String name;

  /**
   * A model that is on the class path.
   *
   * @param name {@code <family>-<variant>}; or, with one data set in mind, {@code
   *     <family>-<variant>.<dataset>}, with or without {@code .v<n>}
   */
  public AutoencoderZooModel(String name) {
    this(Catalogue.shipped(), name);
  }

  /** A model of a catalogue; see {@link #AutoencoderZooModel(String)}. */
  public AutoencoderZooModel(Catalogue catalogue, String name) {
    this.catalogue = Objects.requireNonNull(catalogue);
    this.name = Objects.requireNonNull(name);
  }

  /** The name that this was made with. */
  public String modelName() {
    return name;
  }

  /** {@link ComputationGraph}. */
  public Class<? extends Model> modelType() {
    return ComputationGraph.class;
  }

  /** What weights are there for: names as {@code mnist}. */
  public List<String> pretrained() {
    return catalogue.entries().stream()
        .map(entry -> Catalogue.unversioned(entry.id()))
        .filter(id -> id.startsWith(name + "."))
        .map(id -> id.substring(name.length() + 1))
        .distinct()
        .toList();
  }

  /** Whether there are weights for a data set. */
  public boolean pretrainedAvailable(String dataset) {
    return catalogue.has(name + "." + dataset);
  }

  /**
   * A network of one's own with the weights for a data set, the newest ones; to be used, or trained
   * by DL4J's {@code fit} or its transfer learning with the loss and optimizer that trained it.
   *
   * @throws ZooException when there are no such weights, or their files are damaged
   */
  public ComputationGraph initPretrained(String dataset) {
    return catalogue.checkpoint(name + "." + dataset).trainable().network();
  }

  /**
   * The same for a name with a data set, and for one that has weights for one alone.
   *
   * @throws ZooException also when there are weights for several: names them
   */
  public ComputationGraph initPretrained() {
    return catalogue.checkpoint(id()).trainable().network();
  }

  /** The same network untrained: weights follow from the seed. */
  public ComputationGraph init(long seed) {
    ModelCard card = catalogue.checkpoint(anyId()).card();
    Recipe recipe = card.recipe();
    return Autoencoder.create(name, card.rebuild(), recipe.learning(), seed).network();
  }

  /** {@code [[C, H, W]]}, the shape of an image; dense networks take it as a row. */
  public int[][] inputShape() {
    return new int[][] {catalogue.checkpoint(anyId()).card().input().imageShape().toArray()};
  }

  private String id() {
    List<String> datasets = pretrained();
    if (datasets.size() > 1) {
      throw new ZooException(
          "'%s' has weights for %s: choose one with initPretrained(dataset)"
              .formatted(name, String.join(", ", datasets)));
    }
    return anyId();
  }

  /** All data sets' networks are alike. */
  private String anyId() {
    List<String> datasets = pretrained();
    return catalogue.has(name) || datasets.isEmpty() ? name : name + "." + datasets.get(0);
  }
}
