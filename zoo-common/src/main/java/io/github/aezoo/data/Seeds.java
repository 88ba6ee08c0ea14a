package io.github.aezoo.data;

import java.util.SplittableRandom;

/**
 * Derives the seeds of parts from the one seed of a run, so that no random state must be stored.
 */
public final class Seeds {
  private Seeds() {}

  /**
   * A seed for a part of a run: a mixture (SplitMix64 finaliser, Steele, Lea and Flood 2014) of the
   * run's seed and the numbers that name the part, for example epoch and image index.
   */
  public static long derive(long seed, long... part) {
    return with(mix(seed), part);
  }

  /** The same for one of the uses that a seed has, the numbers after the use's own. */
  public static long derive(long seed, SeedUse use, long... part) {
    return with(with(mix(seed), use.number()), part);
  }

  private static long with(long mixed, long... part) {
    for (long p : part) {
      mixed = mix(mixed + 0x9E3779B97F4A7C15L * (p + 1));
    }
    return mixed;
  }

  /** The numbers {@code 0 .. n-1} in an order that the seed decides (Fisher-Yates). */
  public static int[] permutation(int n, long seed) {
    int[] order = new int[n];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
