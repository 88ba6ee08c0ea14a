package io.github.aezoo.data;

/**
 * What a seed is derived for: the number that {@link Seeds#derive(long, SeedUse, long...)} mixes
 * with it. Cards hold what these numbers gave, so none of them ever changes.
 *
 * <p>Uses of the same {@link Owner} and the same seed have different numbers. Those of different
 * owners may coincide, and then the derived seeds do, too: a run with seed 1 shuffles its second
 * epoch by the seed that the second image's noise has when the finished model is measured. This is
 * harmless: the two choose among different things, mostly by different generators, and no number of
 * a card compares them.
 */
public enum SeedUse {
  /** The order of an epoch's images; with the epoch. */
  SHUFFLE(Owner.RUN, 1),
  /** The damage of an epoch's inputs, and of validation as epoch -1; with the epoch. */
  CORRUPTION(Owner.RUN, 2),
  /** What the network itself draws in a step: dropped units, sampled codes; with the step. */
  NETWORK(Owner.RUN, 3),
  /** Which training images are held out for validation. */
  HELD_OUT(Owner.RUN, 4),
  /** How an image is varied; of the image's own seed in an epoch. */
  AUGMENTATION(Owner.RUN, 5),
  /** Which training images are used, when a recipe uses fewer than there are. */
  FEWER(Owner.RUN, 6),
  /** What is random in an anomaly score; with the batch's first sample. */
  SCORE(Owner.RUN, 7),
  /** Which training images stand for the test when settings are chosen; of seed 0. */
  TEST_OF_TRAINING(Owner.RUN, 8),

  /** Which rows of a table are its test. */
  TABLE_TEST(Owner.TABLE, 1),
  /** Which rows of a table are its validation split. */
  TABLE_VALIDATION(Owner.TABLE, 2),

  /** Where k-means on codes begins. */
  CLUSTERS(Owner.CODES, 1),
  /** Where a linear probe of codes begins, and its order of images. */
  PROBE(Owner.CODES, 2),

  /** Which rows a tree of an isolation forest sees; after the tree's number. */
  TREE_ROWS(Owner.FOREST, 0),
  /** Where a tree of an isolation forest cuts; after the tree's number. */
  TREE_CUTS(Owner.FOREST, 1),

  /** Which images a Jacobian is computed of. */
  JACOBIAN_IMAGES(Owner.SMOOTHNESS, 1),
  /** The noise whose way to the code is measured. */
  INPUT_NOISE(Owner.SMOOTHNESS, 2),

  /** The sample of a code that a bound on the likelihood takes; with the image. */
  BOUND(Owner.DENSITY, 1),
  /** The samples of codes that an estimate of the likelihood takes; with the image. */
  LIKELIHOOD(Owner.DENSITY, 2),
  /** Codes from the prior. */
  PRIOR_CODES(Owner.DENSITY, 3),
  /** Pixels of noise beside generated images; with the first of a chunk. */
  NOISE_PIXELS(Owner.DENSITY, 4),
  /** Black or white pixels drawn from their probabilities; with the first of a chunk. */
  DRAWN_PIXELS(Owner.DENSITY, 5),

  /** As many rows of a table as ADBench takes. */
  BENCHMARK_ROWS(Owner.BENCHMARK, 1),
  /** The rows that ADBench tests on. */
  BENCHMARK_TEST(Owner.BENCHMARK, 2),
  /** The same among the training rows, to choose settings by. */
  BENCHMARK_INNER(Owner.BENCHMARK, 3);

  /** Who derives: uses of one owner begin with the same seed and never coincide. */
  public enum Owner {
    /** A training run, its data and its detector, of the recipe's seed. */
    RUN,
    /** A table that is cut into splits, of the seed in its data word. */
    TABLE,
    /** The scores of codes, of the seed that they are asked with. */
    CODES,
    /** An isolation forest, of the seed that it grows with; the tree's number comes first. */
    FOREST,
    /** The measurements of how smooth an encoder is, of the recipe's seed. */
    SMOOTHNESS,
    /** The measurements of densities and of generated images, of the recipe's seed. */
    DENSITY,
    /** The protocol of ADBench, of its own seeds. */
    BENCHMARK
  }

  private final Owner owner;
  private final long number;

  SeedUse(Owner owner, long number) {
    this.owner = owner;
    this.number = number;
  }

  /** Who derives. */
  public Owner owner() {
    return owner;
  }

  /** What is mixed with the seed. */
  public long number() {
    return number;
  }
}
