package io.github.aezoo.eval;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/** Images in memory, for tests. */
public final class ArrayDataset implements Dataset {
  private final String name;
  private final Shape shape;
  private final List<String> classes;
  private final Map<Split, float[][]> images = new EnumMap<>(Split.class);
  private final Map<Split, int[]> labels = new EnumMap<>(Split.class);

  public ArrayDataset(String name, Shape shape, List<String> classes) {
    this.name = name;
    this.shape = shape;
    this.classes = classes;
  }

  public ArrayDataset with(Split split, float[][] pixels, int... classOf) {
    images.put(split, pixels);
    labels.put(split, classOf);
    return this;
  }

  /** Correlated noise: three hidden factors and a little of everything. */
  public static ArrayDataset factors(Shape shape, int train, int test, long seed) {
    float[][] directions = new float[4][shape.size()];
    Random random = new Random(seed);
    for (float[] direction : directions) {
      for (int j = 0; j < direction.length; j++) {
        direction[j] = (float) random.nextGaussian();
      }
    }
    return new ArrayDataset("factors", shape, List.of())
        .with(Split.TRAIN, draw(directions, train, random))
        .with(Split.TEST, draw(directions, test, random));
  }

  private static float[][] draw(float[][] directions, int n, Random random) {
    float[][] images = new float[n][directions[0].length];
    for (float[] image : images) {
      for (int j = 0; j < image.length; j++) {
        image[j] = (float) (0.5 + 0.01 * random.nextGaussian());
      }
      for (int f = 0; f < directions.length; f++) {
        double amount = 0.08 / (f + 1) * random.nextGaussian();
        for (int j = 0; j < image.length; j++) {
          image[j] += (float) amount * directions[f][j];
        }
      }
      for (int j = 0; j < image.length; j++) {
        image[j] = Math.min(1, Math.max(0, image[j]));
      }
    }
    return images;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Set<Split> splits() {
    return images.keySet();
  }

  @Override
  public int size(Split split) {
    return images.containsKey(split) ? images.get(split).length : 0;
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    System.arraycopy(images.get(split)[index], 0, into, offset, shape.size());
  }

  @Override
  public OptionalInt label(Split split, int index) {
    int[] all = labels.get(split);
    return all.length == 0 ? OptionalInt.empty() : OptionalInt.of(all[index]);
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public Optional<String> sha256(Split split) {
    return Optional.empty();
  }
}
