package io.github.aezoo.device;

import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Chooses what computes, before ND4J starts and before anything runs on a card.
 *
 * @param build what this distribution holds
 * @param driver who knows the cards
 * @param libraries whether CUDA's libraries load
 * @param environment variables of the process
 */
public record Devices(
    Build build, Driver driver, CudaLibraries libraries, Map<String, String> environment) {
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  /** Of this process. */
  public static Devices here() {
    return new Devices(
        Build.here(), NvidiaSmi.onPath(), CudaLibraries.installed(), System.getenv());
  }

  /**
   * A card and what the build can do with it.
   *
   * @param gpu the card
   * @param visible whether CUDA_VISIBLE_DEVICES shows it to CUDA
   * @param verdict whether the build runs on it
   */
  public record Card(Gpu gpu, boolean visible, Verdict verdict) {}

  /**
   * What is there.
   *
   * @param driver what the driver says
   * @param cards in the driver's order
   */
  public record Survey(Driver.Answer driver, List<Card> cards) {}

  /**
   * What computes.
   *
   * @param gpu the card; empty for the CPU
   * @param why in a sentence
   * @param warning what the user must be told; empty when all is as it was asked for
   */
  public record Choice(Optional<Gpu> gpu, String why, Optional<String> warning) {}

  /** Asks the driver, and judges every card. */
  public Survey survey() {
    Driver.Answer answer = driver.ask();
    List<Card> cards =
        answer.gpus().stream()
            .map(this::completed)
            .map(gpu -> new Card(gpu, visible(gpu), Verdict.of(build, gpu, answer.version())))
            .toList();
    return new Survey(answer, cards);
  }

  /** Old drivers do not tell what a card can; CUDA itself does. */
  private Gpu completed(Gpu gpu) {
    if (gpu.capability().isPresent() || build.cuda().isEmpty() || !visible(gpu)) {
      return gpu;
    }
    return new Gpu(gpu.index(), gpu.uuid(), gpu.name(), libraries.capability(), gpu.memoryBytes());
  }

  private boolean visible(Gpu gpu) {
    String visible = environment.get(VISIBLE);
    if (visible == null) {
      return true;
    }
    for (String word : visible.split(",", -1)) {
      String id = word.strip();
      if (id.equals(String.valueOf(gpu.index()))
          || (id.startsWith("GPU-") && gpu.uuid().startsWith(id))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Chooses; starts nothing.
   *
   * @param trial tries an experimental card in a process of its own: empty when it computes,
   *     otherwise what went wrong
   * @throws ZooException when the GPU is wanted and cannot be used
   */
  public Choice choose(Device wish, Function<Gpu, Optional<String>> trial) {
    if (wish == Device.CPU) {
      return new Choice(Optional.empty(), "as asked for", Optional.empty());
    }
    if (wish == Device.AUTO && build.cuda().isEmpty()) {
      return new Choice(Optional.empty(), "this build holds " + build.holds(), Optional.empty());
    }
    Survey survey = survey();
    List<Card> cards = survey.cards().stream().filter(Card::visible).toList();
    Optional<String> trouble = trouble(wish, survey, cards);
    if (trouble.isEmpty()) {
      trouble = libraries.trouble(build);
    }
    if (trouble.isEmpty() && cards.get(0).verdict().kind() == Verdict.Kind.EXPERIMENTAL) {
      trouble = trial.apply(cards.get(0).gpu());
    }
    if (trouble.isPresent()) {
      if (wish == Device.GPU) {
        throw new SettingException("device", "a GPU was requested: " + trouble.get());
      }
      return new Choice(
          Optional.empty(), trouble.get(), Optional.of(trouble.get() + "; computing on the CPU"));
    }
    Card card = cards.get(0);
    return new Choice(
        Optional.of(card.gpu()),
        card.verdict().why(),
        Optional.of(card.verdict())
            .filter(verdict -> verdict.kind() == Verdict.Kind.EXPERIMENTAL)
            .map(Verdict::why));
  }

  private Optional<String> trouble(Device wish, Survey survey, List<Card> visible) {
    if (survey.cards().isEmpty()) {
      return Optional.of(
          "an NVIDIA GPU expected; %s: install NVIDIA's driver, or compute on the CPU"
              .formatted(survey.driver().trouble().orElse("none was found")));
    }
    if (visible.isEmpty()) {
      return Optional.of(
          "a visible GPU expected; %s=%s hides all of %s"
              .formatted(VISIBLE, environment.get(VISIBLE), named(survey.cards())));
    }
    List<Card> usable = survey.cards().stream().filter(card -> usable(wish, card)).toList();
    if (visible.size() > 1) {
      return Optional.of(
          "one visible GPU expected, as a network is trained on one; got %s: set %s=%d"
              .formatted(
                  named(visible),
                  VISIBLE,
                  (usable.isEmpty() ? visible : usable).get(0).gpu().index()));
    }
    Card card = visible.get(0);
    if (usable(wish, card)) {
      return Optional.empty();
    }
    String way =
        usable.isEmpty()
            ? ""
            : "; or use %s: set %s=%d"
                .formatted(usable.get(0).gpu(), VISIBLE, usable.get(0).gpu().index());
    return Optional.of(card.verdict().why() + way);
  }

  /** Nobody gets an experimental card without asking for it. */
  private static boolean usable(Device wish, Card card) {
    Verdict.Kind kind = card.verdict().kind();
    return kind == Verdict.Kind.SUPPORTED
        || (kind == Verdict.Kind.EXPERIMENTAL && wish == Device.GPU);
  }

  private static String named(List<Card> cards) {
    List<String> names = new ArrayList<>();
    cards.forEach(card -> names.add(card.gpu().index() + ": " + card.gpu()));
    return String.join(", ", names);
  }

  /**
   * Makes ND4J use what was chosen, with the distribution's own libraries; see {@link #use(Choice,
   * Optional)}.
   *
   * @throws ZooException when ND4J does not start on the GPU
   */
  public static void use(Choice choice) {
    use(choice, Optional.empty());
  }

  /**
   * Makes ND4J use what was chosen; has no effect once ND4J has started. A GPU is started here, and
   * the memory that it may use bounded.
   *
   * @param translated in place of the distribution's CUDA library, see {@link TranslatedLibrary}
   * @throws ZooException when ND4J does not start on the GPU
   */
  public static void use(Choice choice, Optional<Path> translated) {
    ClassLoader now = ND4JClassLoading.getNd4jClassloader();
    ClassLoader parent = now instanceof BackendLoader ours ? ours.getParent() : now;
    boolean gpu = choice.gpu().isPresent();
    ND4JClassLoading.setNd4jClassloader(
        new BackendLoader(parent, gpu ? "CpuBackend" : "JCublasBackend"));
    if (!gpu) {
      NativeMemory.prepare();
    } else {
      try {
        translated.ifPresent(TranslatedLibrary::load);
        DeviceMemory.bound();
      } catch (RuntimeException | LinkageError e) {
        throw new ZooException(
            "ND4J did not start on %s: %s; run 'zoo doctor' for details, or compute on the CPU"
                .formatted(choice.gpu().get(), e),
            e);
      }
    }
  }

  /** Whether ND4J computes on a GPU; starts ND4J. */
  public static boolean onGpu() {
    return Started.ON_GPU;
  }

  /** Asked once: it is read for every batch. */
  private static final class Started {
    static final boolean ON_GPU = !Nd4j.getEnvironment().isCPU();
  }
}
