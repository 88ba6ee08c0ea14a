package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Damages an image in several ways, one after the other: {@code blur:1+gaussian:0.1}.
 *
 * @param steps at least two, the first one first
 */
public record CorruptionSequence(List<Corruption> steps) implements Corruption {
  /** Checks the number of steps and copies the list. */
  public CorruptionSequence {
    steps = List.copyOf(steps);
    if (steps.size() < 2) {
      throw new ZooException(
          "a sequence takes at least 2 corruptions, as in blur:1+gaussian:0.1; got "
              + steps.size());
    }
  }

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    float[] image = clean;
    for (int i = 0; i < steps.size(); i++) {
      // Each step has its own seed, or two noises would be the same noise twice.
      image = steps.get(i).apply(image, shape, Seeds.derive(seed, i));
    }
    return image;
  }

  @Override
  public String spec() {
    return steps.stream().map(Corruption::spec).collect(Collectors.joining("+"));
  }
}
