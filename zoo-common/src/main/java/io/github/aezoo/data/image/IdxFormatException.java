package io.github.aezoo.data.image;

import io.github.aezoo.io.ZooException;
import java.nio.file.Path;

/** An IDX file that is not what its header, its name or its data set says. */
public final class IdxFormatException extends ZooException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure that names the file.
   *
   * @param file the file at fault
   * @param problem expected, came, what to do; on one line
   */
  public IdxFormatException(Path file, String problem) {
    super(file + ": " + problem);
  }

  IdxFormatException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
