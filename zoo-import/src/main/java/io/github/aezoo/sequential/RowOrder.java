package io.github.aezoo.sequential;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;

/**
 * In which order a row of values is: programs with images {@code [N, H, W, C]} make a row of maps
 * pixel by pixel, the zoo map by map.
 */
public final class RowOrder {
  private final LayerChain chain;

  /** The maps that the present row is made of; null for a row of its own. */
  private Size maps;

  /** For the layers of a file, of which there are none yet. */
  public RowOrder(LayerChain chain) {
    this.chain = chain;
  }

  /** Both orders are the same for one map, and for maps of one pixel. */
  public static boolean alike(Size maps) {
    return maps.channels() == 1 || maps.height() * maps.width() == 1;
  }

  /** Whether the present row is pixel by pixel, other than map by map. */
  public boolean byPixel() {
    return maps != null;
  }

  /** Makes maps a row, pixel by pixel. */
  public void flatten(String layer) {
    if (chain.size().maps()) {
      maps = alike(chain.size()) ? null : chain.size();
      chain.add(layer, new LayerSpec.Flatten());
    }
  }

  /**
   * Makes maps of a row that is pixel by pixel.
   *
   * @throws ZooException when no layer before it can take on the order of the maps
   */
  public void reshape(String layer, Size to) {
    if (chain.size().values() != to.values()) {
      throw new ZooException("%s values cannot become %s".formatted(chain.size(), to));
    }
    if (chain.size().equals(to)) {
      return;
    }
    if (chain.size().maps()) {
      flatten(layer);
    }
    becomeMaps(to);
    chain.add(layer, new LayerSpec.Reshape(to.channels(), to.height(), to.width()));
  }

  /** Makes the row one that is maps map by map, by the weights of the layers that made it. */
  public void becomeMaps(Size to) {
    if (to.values() != chain.size().values()) {
      // The chain's end says what was expected.
      return;
    }
    boolean right =
        maps == null ? alike(to) || chain.reorder(Orders.channelsLast(to)) : maps.equals(to);
    if (!right) {
      throw new ZooException(
          "a row can become maps %s only after a dense layer, or if it was these maps before; here it is neither"
              .formatted(to));
    }
    maps = null;
  }

  /** A matrix with its rows in the order in which the values come here. */
  public Tensor taken(Tensor matrix) {
    Tensor taken = maps == null ? matrix : Orders.rows(matrix, Orders.channelsLast(maps));
    maps = null;
    return taken;
  }

  /** Values beside a row, one for each of its own. */
  public Tensor beside(Tensor vector) {
    return maps == null || chain.size().maps() || vector.values().length != maps.values()
        ? vector
        : new Tensor(
            vector.shape(),
            Orders.rows(
                    new Tensor(new long[] {vector.values().length, 1}, vector.values()),
                    Orders.channelsLast(maps))
                .values());
  }
}
