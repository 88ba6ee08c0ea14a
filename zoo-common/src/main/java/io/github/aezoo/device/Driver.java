package io.github.aezoo.device;

import java.util.List;
import java.util.Optional;

/** Who knows the cards of this machine. */
@FunctionalInterface
public interface Driver {
  /** Asks; never throws. */
  Answer ask();

  /**
   * What the driver says.
   *
   * @param version for example 535.104.05; empty when there is no driver
   * @param gpus in the driver's order
   * @param trouble why nothing is known, in a few words; empty when the driver answered
   */
  record Answer(Optional<String> version, List<Gpu> gpus, Optional<String> trouble) {
    /** No answer. */
    public static Answer none(String trouble) {
      return new Answer(Optional.empty(), List.of(), Optional.of(trouble));
    }
  }
}
