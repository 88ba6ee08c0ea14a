package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A damage with a classical filter after it: what a network that repairs must beat. A function of
 * the clean image like any corruption, so it is measured in the same way, under the same damage.
 *
 * @param damage what happened to the image
 * @param filter what repairs it
 */
record Remedy(Corruption damage, Filter filter) implements Corruption {
  // The ends of the range: what noise moves and clips between them is missing only when it is the
  // same for every value in between.
  private static final float DARK = 0;
  private static final float LIGHT = 1;

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    return filter.apply(damage.apply(clean, shape, seed), shape, missing(damage, shape, seed));
  }

  /** The values that are the same whatever the clean image holds. */
  static boolean[] missing(Corruption damage, Shape shape, long seed) {
    float[] dark = new float[shape.size()];
    float[] light = new float[shape.size()];
    Arrays.fill(dark, DARK);
    Arrays.fill(light, LIGHT);
    float[] darkSeen = damage.apply(dark, shape, seed);
    float[] lightSeen = damage.apply(light, shape, seed);
    boolean[] missing = new boolean[shape.size()];
    for (int i = 0; i < missing.length; i++) {
      missing[i] = darkSeen[i] == lightSeen[i];
    }
    return missing;
  }

  static List<Corruption> of(Corruption damage, Filter... filters) {
    return Arrays.stream(filters).map(f -> (Corruption) new Remedy(damage, f)).toList();
  }

  @Override
  public String spec() {
    return damage.spec() + ", " + filter.name();
  }

  @Override
  public String remedyName() {
    return filter.name();
  }
}
