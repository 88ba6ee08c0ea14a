package io.github.aezoo.device;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a build can compute on a card.
 *
 * @param kind the answer
 * @param why a sentence that names the card, what the build holds, and what to do
 */
public record Verdict(Kind kind, String why) {
  /** The answers. */
  public enum Kind {
    /** The build holds machine code for the card. */
    SUPPORTED,
    /** A driver has to translate the build's PTX, which has worked ahead of time alone. */
    EXPERIMENTAL,
    /** Another build holds code for the card. */
    OTHER_BUILD,
    /** No build does. */
    UNSUPPORTED,
    /** The driver does not run this build's version of CUDA. */
    DRIVER_TOO_OLD,
    /** The driver does not tell the card's compute capability. */
    UNKNOWN
  }

  /** The driver from which on {@code nvidia-smi} tells compute capabilities. */
  private static final String TELLS_CAPABILITY = "510";

  /** Decides; runs nothing on the card. */
  static Verdict of(Build build, Gpu gpu, Optional<String> driver) {
    if (gpu.capability().isEmpty()) {
      return new Verdict(
          Kind.UNKNOWN,
          "the driver %s does not report the compute capability of %s; %s or later expected: update the driver"
              .formatted(driver.orElse("unknown"), gpu.name(), TELLS_CAPABILITY));
    }
    ComputeCapability card = gpu.capability().get();
    if (!usable(build, card)) {
      return otherwise(build, gpu, card);
    }
    if (driver.isEmpty() || compareVersions(driver.get(), build.minimumDriver()) < 0) {
      return new Verdict(
          Kind.DRIVER_TOO_OLD,
          "the driver of %s is %s, too old for CUDA %s of this build (%s); %s or later expected: update the driver"
              .formatted(
                  gpu,
                  driver.orElse("unknown"),
                  build.cuda().orElseThrow(),
                  build.name(),
                  build.minimumDriver()));
    }
    if (build.runsOn(card)) {
      return new Verdict(
          Kind.SUPPORTED,
          "%s runs this build (%s): %s".formatted(gpu, build.name(), build.holds()));
    }
    return new Verdict(
        Kind.EXPERIMENTAL,
        ("%s is experimental with this build (%s), which holds %s: the driver has to translate"
                + " that, which is untried; the first start takes 10 to 20 minutes, later ones find"
                + " the result in the driver's cache. A translation ahead of time has worked; 'zoo"
                + " doctor' makes and tries one (docs/gpu.md)")
            .formatted(gpu, build.name(), build.holds()));
  }

  private static boolean usable(Build build, ComputeCapability card) {
    return build.runsOn(card) || build.translatesFor(card);
  }

  private static Verdict otherwise(Build build, Gpu gpu, ComputeCapability card) {
    List<Build> others =
        Build.all().stream()
            .filter(other -> usable(other, card))
            // Machine code before a translation.
            .sorted(Comparator.comparing((Build other) -> !other.runsOn(card)))
            .toList();
    if (others.isEmpty()) {
      return new Verdict(
          Kind.UNSUPPORTED,
          "%s cannot run any build of the zoo; this one (%s) holds %s: compute on the CPU"
              .formatted(gpu, build.name(), build.holds()));
    }
    Build other = others.get(0);
    return new Verdict(
        Kind.OTHER_BUILD,
        "%s cannot run this build (%s), which holds %s; build the profile %s%s: %s"
            .formatted(
                gpu,
                build.name(),
                build.holds(),
                other.name(),
                other.runsOn(card) ? "" : ", experimental on this card",
                other.command()));
  }

  /** Compares 450.80.02 and 535.104 number by number; what is no number counts as 0. */
  static int compareVersions(String a, String b) {
    String[] left = a.split("\\.", -1);
    String[] right = b.split("\\.", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = Integer.compare(number(left, i), number(right, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int number(String[] parts, int i) {
    return i < parts.length && parts[i].matches("\\d{1,8}") ? Integer.parseInt(parts[i]) : 0;
  }
}
