package io.github.aezoo.train.step;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruption;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.model.Architecture;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Images as a network takes them: varied when they train it, and damaged on the input side. */
public final class Shards implements AutoCloseable {
  private final Dataset data;
  private final Architecture architecture;
  private final Corruption corruption;
  private final Corruption augmentation;
  private final boolean damages;
  private final boolean augments;

  /** What the device holds of the data; empty when images are moved batch by batch. */
  private Optional<Resident> resident = Optional.empty();

  /**
   * Images of a data set.
   *
   * @param corruption what damages inputs
   * @param augmentation what varies training images
   */
  public Shards(
      Dataset data, Architecture architecture, Corruption corruption, Corruption augmentation) {
    this.data = data;
    this.architecture = architecture;
    this.corruption = corruption;
    this.augmentation = augmentation;
    this.damages = !corruption.spec().equals(Corruptions.NONE);
    this.augments = !augmentation.spec().equals(Corruptions.NONE);
  }

  /**
   * Moves the images to the device when there is room.
   *
   * @param free bytes of its memory
   */
  void move(long free) {
    resident = Resident.of(data, free);
  }

  /**
   * Some images of a split, each array of its own: DL4J may write over what it is given.
   *
   * @param indices into the split
   * @param from the first of {@code n} places in {@code indices}
   * @param seed with an image's index decides how it is varied and damaged
   */
  Replicas.Shard of(Split split, int[] indices, int from, int n, long seed) {
    boolean varied = split == Split.TRAIN && augments;
    boolean there = resident.isPresent() && !varied;
    Shape shape = data.shape();
    // What the device holds already is not read.
    float[] target = new float[there ? 0 : n * shape.size()];
    float[] input = new float[there && !damages ? 0 : n * shape.size()];
    for (int i = 0; i < n && input.length > 0; i++) {
      int at = i * shape.size();
      sample(
          split,
          indices[from + i],
          seed,
          (image, clean) -> {
            if (!there) {
              System.arraycopy(clean, 0, target, at, shape.size());
            }
            System.arraycopy(image, 0, input, at, shape.size());
          });
    }
    Supplier<INDArray> rows = () -> resident.get().rows(split, indices, from, n);
    return new Replicas.Shard(
        architecture.laidOut(there && !damages ? rows.get() : Batches.array(input, shape, n)),
        architecture.laidOut(there ? rows.get() : Batches.array(target, shape, n)));
  }

  /**
   * One image of a split.
   *
   * @param seed with the index decides how it is varied and damaged
   * @param taker gets the image as the network sees it, and as it should give it
   */
  void sample(Split split, int index, long seed, BiConsumer<float[], float[]> taker) {
    long own = Seeds.derive(seed, index);
    Shape shape = data.shape();
    float[] image = data.image(split, index);
    if (split == Split.TRAIN && augments) {
      image = augmentation.apply(image, shape, Seeds.derive(own, SeedUse.AUGMENTATION));
    }
    taker.accept(damages ? corruption.apply(image, shape, own) : image, image);
  }

  @Override
  public void close() {
    resident.ifPresent(Resident::close);
  }
}
