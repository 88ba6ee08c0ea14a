package io.github.aezoo.io;

/**
 * A failure whose reason is one setting that the caller chose; the {@code zoo} command adds the
 * name of its option.
 */
public final class SettingException extends ZooException {
  private static final long serialVersionUID = 1L;

  private final String setting;

  /**
   * Creates a failure.
   *
   * @param setting the parameter as the library spells it, for example {@code falseAlarms}
   * @param message one line: expected, came, what to do
   */
  public SettingException(String setting, String message) {
    super(message);
    this.setting = setting;
  }

  /** The parameter that is the reason, as the library spells it. */
  public String setting() {
    return setting;
  }
}
