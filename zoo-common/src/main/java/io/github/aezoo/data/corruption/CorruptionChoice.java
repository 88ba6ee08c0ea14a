package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Damages each image in one of several ways, each with equal chances: {@code half|gaussian:0.4}.
 * What a blind restorer is trained on.
 *
 * @param choices at least two
 */
public record CorruptionChoice(List<Corruption> choices) implements Corruption {
  /** Checks the number of choices and copies the list. */
  public CorruptionChoice {
    choices = List.copyOf(choices);
    if (choices.size() < 2) {
      throw new ZooException(
          "a choice takes at least 2 corruptions, as in half|gaussian:0.4; got " + choices.size());
    }
  }

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    int chosen = new Draws(seed).below(choices.size());
    // Its own seed: the draw that chose must not decide the damage, too.
    return choices.get(chosen).apply(clean, shape, Seeds.derive(seed, chosen));
  }

  @Override
  public String spec() {
    return choices.stream().map(Corruption::spec).collect(Collectors.joining("|"));
  }
}
