package io.github.aezoo.data;

/** Temporary. */
public final class Corruptions {
  /** Nothing is damaged. */
  public static final String NONE = "none";

  private Corruptions() {}

  /** Temporary. */
  public static Corruption parse(String spec) {
    return new Corruption() {
      @Override
      public float[] apply(float[] clean, ImageShape shape, long seed) {
        return clean.clone();
      }

      @Override
      public String spec() {
        return NONE;
      }
    };
  }
}
