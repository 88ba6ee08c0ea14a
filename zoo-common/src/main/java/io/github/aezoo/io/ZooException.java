package io.github.aezoo.io;

/**
 * A failure that a user can act on: its message is one line that says what was expected, what came
 * and what to do.
 *
 * <p>The {@code zoo} command prints the message alone and ends with exit code 1.
 */
public class ZooException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure without a cause.
   *
   * @param message one line: expected, came, what to do
   */
  public ZooException(String message) {
    super(message);
  }

  /**
   * Creates a failure with the exception that led to it.
   *
   * @param message one line: expected, came, what to do
   * @param cause shown with {@code --verbose} only
   */
  public ZooException(String message, Throwable cause) {
    super(message, cause);
  }
}
