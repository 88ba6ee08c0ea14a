package io.github.aezoo.device;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The device, libraries and memory that this machine offers, and whether computing works.
 *
 * @param environment the library, Java, the system and the engine
 * @param build what this build's natives are for
 * @param blas who multiplies matrices
 * @param heapMaxBytes Java's memory, at most
 * @param offHeapMaxBytes native memory, at most
 * @param processMaxBytes memory of the process, at most
 * @param memory of the card that computes; empty on a CPU
 * @param computes whether what was tried came out right
 * @param trials what was tried besides a sum; empty when it was not asked for
 * @param driver the version of NVIDIA's driver, or none
 * @param driverTrouble what prevents the driver from telling; empty when nothing does
 * @param gpus those that the driver knows
 */
public record Diagnosis(
    Environment environment,
    String build,
    String blas,
    long heapMaxBytes,
    long offHeapMaxBytes,
    long processMaxBytes,
    Optional<DeviceMemory> memory,
    boolean computes,
    List<Trial> trials,
    String driver,
    Optional<String> driverTrouble,
    List<Gpu> gpus) {
  /**
   * A GPU that the driver knows.
   *
   * @param name as the driver calls it
   * @param computeCapability for example 8.6; unknown when the driver does not tell
   * @param memoryBytes of the card
   * @param visible whether CUDA_VISIBLE_DEVICES shows it
   * @param supported whether this build runs on it
   * @param verdict supported, experimental, or why not in a word
   * @param why in a sentence
   */
  public record Gpu(
      String name,
      String computeCapability,
      long memoryBytes,
      boolean visible,
      boolean supported,
      String verdict,
      String why) {
    /** A card as the survey found it. */
    static Gpu of(Devices.Card card) {
      return new Gpu(
          card.gpu().name(),
          card.gpu().capability().map(ComputeCapability::toString).orElse("unknown"),
          card.gpu().memoryBytes(),
          card.visible(),
          card.verdict().kind() == Verdict.Kind.SUPPORTED,
          word(card.verdict().kind()),
          card.verdict().why());
    }

    private static String word(Enum<?> kind) {
      return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Looks at this machine; starts ND4J.
   *
   * @param trial whether kernels, matrix products and random numbers are tried, too
   */
  public static Diagnosis of(boolean trial) {
    // A first operation: libraries that load but cannot compute are found here.
    double two = Nd4j.ones(2).sumNumber().doubleValue();
    List<Trial> trials = trial ? Trial.all() : List.of();
    Build build = Build.here();
    Devices.Survey survey = Devices.here().survey();
    return new Diagnosis(
        Environment.here(),
        build.name() + ": " + build.holds(),
        Nd4j.factory().blas().getBlasVendor().toString(),
        Runtime.getRuntime().maxMemory(),
        Devices.onGpu() ? Pointer.maxBytes() : NativeMemory.maxBytes(),
        Pointer.maxPhysicalBytes(),
        Devices.onGpu() ? Optional.of(DeviceMemory.here()) : Optional.empty(),
        two == 2 && trials.stream().allMatch(Trial::ok),
        trials,
        survey.driver().version().orElse("none"),
        survey.driver().trouble(),
        survey.cards().stream().map(Gpu::of).toList());
  }
}
