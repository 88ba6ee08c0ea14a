package io.github.aezoo.sequential;

import io.github.aezoo.io.ZooException;

/** A failure of one layer of a file, whose message begins with the layer. */
public final class LayerException extends ZooException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a layer. */
  public LayerException(String layer, String message) {
    super("layer '%s': %s".formatted(layer, message));
  }

  /** What is wrong with a layer of a type that the file names. */
  public LayerException(String layer, String type, String message) {
    super("layer '%s' (%s): %s".formatted(layer, type, message));
  }

  LayerException(String layer, ZooException cause) {
    super("layer '%s': %s".formatted(layer, cause.getMessage()), cause);
  }

  LayerException(String layer, String type, ZooException cause) {
    super("layer '%s' (%s): %s".formatted(layer, type, cause.getMessage()), cause);
  }
}
