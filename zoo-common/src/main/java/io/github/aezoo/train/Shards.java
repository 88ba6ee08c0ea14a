package io.github.aezoo.train;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Corruption;
import io.github.aezoo.data.Corruptions;
import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.ImageShape;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.model.Architecture;

/** Images as a network takes them: varied when they train it, and damaged on the input side. */
final class Shards {
  private static final long AUGMENTATION = 5;

  private final ImageDataset data;
  private final Architecture architecture;
  private final Corruption corruption;
  private final Corruption augmentation;
  private final boolean damages;
  private final boolean augments;

  Shards(Recipe recipe, ImageDataset data, Architecture architecture) {
    this.data = data;
    this.architecture = architecture;
    this.corruption = Corruptions.parse(recipe.corruption());
    this.augmentation = Corruptions.parse(recipe.augmentation());
    this.damages = !corruption.spec().equals(Corruptions.NONE);
    this.augments = !augmentation.spec().equals(Corruptions.NONE);
  }

  /**
   * Some images of a split.
   *
   * @param indices into the split
   * @param from the first of {@code n} places in {@code indices}
   * @param seed with an image's index decides how it is varied and damaged
   */
  Replicas.Shard of(Split split, int[] indices, int from, int n, long seed) {
    ImageShape shape = data.shape();
    float[] target = new float[n * shape.size()];
    float[] input = new float[n * shape.size()];
    for (int i = 0; i < n; i++) {
      long own = Seeds.derive(seed, indices[from + i]);
      float[] image = data.image(split, indices[from + i]);
      if (split == Split.TRAIN && augments) {
        image = augmentation.apply(image, shape, Seeds.derive(own, AUGMENTATION));
      }
      System.arraycopy(image, 0, target, i * shape.size(), shape.size());
      if (damages) {
        image = corruption.apply(image, shape, own);
      }
      System.arraycopy(image, 0, input, i * shape.size(), shape.size());
    }
    return new Replicas.Shard(
        architecture.laidOut(Batches.array(input, shape, n)),
        architecture.laidOut(Batches.array(target, shape, n)));
  }
}
