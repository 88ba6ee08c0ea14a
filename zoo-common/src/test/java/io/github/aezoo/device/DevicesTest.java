package io.github.aezoo.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer that a driver may give; no card is needed. */
@Tag("engine")
final class DevicesTest {
  private static final String NEW = "570.86.10";
  private static final long MEMORY = 16L << 30;

  /** CUDA's libraries as they may be found. */
  private record Libraries(Optional<String> trouble, Optional<ComputeCapability> capability)
      implements CudaLibraries {
    static final Libraries GOOD = new Libraries(Optional.empty(), Optional.empty());

    @Override
    public Optional<String> trouble(Build build) {
      return trouble;
    }
  }

  private static Build build(String name) {
    return Build.all().stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
  }

  private static Gpu gpu(int index, String capability) {
    return new Gpu(
        index,
        "GPU-%d".formatted(index),
        "Card " + index,
        ComputeCapability.parse(capability),
        MEMORY);
  }

  private static Driver driver(String version, String... capabilities) {
    List<Gpu> gpus = new ArrayList<>();
    for (String capability : capabilities) {
      gpus.add(gpu(gpus.size(), capability));
    }
    return () -> new Driver.Answer(Optional.of(version), gpus, Optional.empty());
  }

  private static Devices devices(String build, Driver driver) {
    return new Devices(build(build), driver, Libraries.GOOD, Map.of());
  }

  private static Optional<String> noTrial(Gpu gpu) {
    throw new AssertionError("no trial expected of " + gpu);
  }

  private static void fails(Devices devices, String... parts) {
    assertThatThrownBy(() -> devices.choose(Device.GPU, DevicesTest::noTrial))
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo("device"))
        .hasMessageStartingWith("a GPU was requested: ")
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
    Devices.Choice choice = devices.choose(Device.AUTO, DevicesTest::noTrial);
    assertThat(choice.gpu()).isEmpty();
    assertThat(choice.warning().orElseThrow()).contains(parts).endsWith("; computing on the CPU");
  }

  @ParameterizedTest
  @CsvSource({
    "cuda, 3.7",
    "cuda, 7.5",
    "cuda, 8.0",
    "cuda, 8.6",
    "cuda, 8.9",
    "cuda-jit, 3.5",
    "cuda-jit, 8.6",
    "cuda-jit, 8.9"
  })
  void aCardWithMachineCodeIsUsed(String build, String capability) {
    for (Device wish : List.of(Device.AUTO, Device.GPU)) {
      Devices.Choice choice =
          devices(build, driver(NEW, capability)).choose(wish, DevicesTest::noTrial);
      assertThat(choice.gpu()).contains(gpu(0, capability));
      assertThat(choice.warning()).isEmpty();
      assertThat(choice.why()).contains("Card 0 (compute capability " + capability + ")", build);
    }
    assertThat(
            devices(build, driver(NEW, capability)).choose(Device.CPU, DevicesTest::noTrial).gpu())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.0", "10.0", "12.0"})
  void hopperAndBlackwellNeedTheOtherBuild(String capability) {
    fails(
        devices("cuda", driver(NEW, capability)),
        "Card 0 (compute capability " + capability + ") cannot run this build (cuda)",
        "machine code for 3.7 5.0 5.2 6.0 6.1 7.0 7.5 8.0 8.6 and no PTX",
        "build the profile cuda-jit, experimental on this card: mvn -Pcuda-jit -DskipTests package");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.0", "10.0", "12.0"})
  void anExperimentalCardIsTriedAndNeverTakenUnasked(String capability) {
    Devices devices = devices("cuda-jit", driver(NEW, capability));
    Devices.Choice auto = devices.choose(Device.AUTO, DevicesTest::noTrial);
    assertThat(auto.gpu()).isEmpty();
    assertThat(auto.warning().orElseThrow())
        .contains("experimental", "PTX of 8.6", "10 to 20 minutes", "computing on the CPU");

    List<Gpu> tried = new ArrayList<>();
    Devices.Choice passed =
        devices.choose(
            Device.GPU,
            gpu -> {
              tried.add(gpu);
              return Optional.empty();
            });
    assertThat(tried).containsExactly(gpu(0, capability));
    assertThat(passed.gpu()).contains(gpu(0, capability));
    assertThat(passed.warning().orElseThrow()).contains("experimental");

    assertThatThrownBy(() -> devices.choose(Device.GPU, gpu -> Optional.of("it ended with 139")))
        .isInstanceOf(ZooException.class)
        .hasMessage("a GPU was requested: it ended with 139");
  }

  @Test
  void anOldCardRunsNoBuild() {
    fails(
        devices("cuda", driver(NEW, "3.0")),
        "cannot run any build of the zoo",
        "3.7",
        "compute on the CPU");
    fails(devices("cuda", driver(NEW, "3.5")), "build the profile cuda-jit: mvn -Pcuda-jit");
  }

  @Test
  void withoutACardTheReasonIsTold() {
    fails(
        devices("cuda", () -> Driver.Answer.none("nvidia-smi was not found")),
        "an NVIDIA GPU expected; nvidia-smi was not found",
        "compute on the CPU");
  }

  @Test
  void anOldDriverIsNamed() {
    fails(
        devices("cuda", driver("440.33.01", "7.5")),
        "440.33.01",
        "too old for CUDA 11.6",
        build("cuda").minimumDriver(),
        "update the driver");
    assertThat(
            devices("cuda", driver(build("cuda").minimumDriver(), "7.5"))
                .choose(Device.GPU, DevicesTest::noTrial)
                .gpu())
        .isPresent();
  }

  @Test
  void aDriverThatDoesNotTellIsHelpedByCuda() {
    Driver silent = driver("470.223.02", "[N/A]");
    fails(devices("cuda", silent), "470.223.02 does not report the compute capability of Card 0");
    Devices helped =
        new Devices(
            build("cuda"),
            silent,
            new Libraries(Optional.empty(), ComputeCapability.parse("3.7")),
            Map.of());
    assertThat(helped.choose(Device.AUTO, DevicesTest::noTrial).gpu()).isPresent();
  }

  @Test
  void ofTwoCardsOneIsChosenByTheVariable() {
    Driver two = driver(NEW, "9.0", "8.6");
    fails(
        devices("cuda", two),
        "one visible GPU expected",
        "0: Card 0 (compute capability 9.0), 1: Card 1 (compute capability 8.6)",
        "set CUDA_VISIBLE_DEVICES=1");
    fails(
        seeing("0", two),
        "Card 0 (compute capability 9.0) cannot run",
        "or use Card 1 (compute capability 8.6): set CUDA_VISIBLE_DEVICES=1");
    fails(seeing("", two), "hides all of", "Card 0", "Card 1");
    fails(seeing("-1", two), "hides all of");
    for (String visible : List.of("1", "GPU-1", " 1 ")) {
      Devices.Choice choice = seeing(visible, two).choose(Device.AUTO, DevicesTest::noTrial);
      assertThat(choice.gpu()).contains(gpu(1, "8.6"));
      assertThat(choice.warning()).isEmpty();
    }
    assertThat(seeing("1", two).survey().cards())
        .extracting(Devices.Card::visible, card -> card.verdict().kind())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(false, Verdict.Kind.OTHER_BUILD),
            org.assertj.core.groups.Tuple.tuple(true, Verdict.Kind.SUPPORTED));
  }

  private static Devices seeing(String visible, Driver driver) {
    return new Devices(
        build("cuda"), driver, Libraries.GOOD, Map.of("CUDA_VISIBLE_DEVICES", visible));
  }

  @Test
  void missingLibrariesAreNamedWithTheWayToGetThem() {
    UnsatisfiedLinkError error =
        new UnsatisfiedLinkError("libcublas.so.11: cannot open shared object file\nmore");
    String trouble = CudaLibraries.missing(build("cuda"), new RuntimeException(error));
    assertThat(trouble)
        .contains(
            "libcublas.so.11: cannot open shared object file",
            "install CUDA 11.6",
            "mvn -Pcuda -DskipTests package -Dzoo.redist=true")
        .doesNotContain("\n", "more");
    fails(
        new Devices(
            build("cuda"),
            driver(NEW, "8.6"),
            new Libraries(Optional.of(trouble), Optional.empty()),
            Map.of()),
        trouble);
    assertThat(
            CudaLibraries.missing(
                build("cuda"), new UnsatisfiedLinkError("libcuda.so.1: cannot open")))
        .contains("the driver's own library expected; libcuda.so.1: cannot open");
    // This build has none, whatever is installed.
    assertThat(CudaLibraries.installed().trouble(build("cuda")).orElseThrow())
        .contains("the libraries of CUDA 11", "org.bytedeco.cuda.global.cudart");
    assertThat(CudaLibraries.installed().capability()).isEmpty();
  }

  @Test
  void aBuildForTheCpuAsksNobodyUnlessTold() {
    Devices devices =
        devices(
            "cpu",
            () -> {
              throw new AssertionError("not asked");
            });
    Devices.Choice choice = devices.choose(Device.AUTO, DevicesTest::noTrial);
    assertThat(choice.gpu()).isEmpty();
    assertThat(choice.warning()).isEmpty();
    assertThatThrownBy(
            () -> devices("cpu", driver(NEW, "8.6")).choose(Device.GPU, DevicesTest::noTrial))
        .hasMessageContainingAll(
            "Card 0 (compute capability 8.6) cannot run this build (cpu)",
            "only the CPU backend",
            "build the profile cuda: mvn -Pcuda -DskipTests package");
    assertThatThrownBy(
            () -> devices("cpu", driver(NEW, "9.0")).choose(Device.GPU, DevicesTest::noTrial))
        .hasMessageContaining(
            "build the profile cuda-jit, experimental on this card: mvn -Pcuda-jit");
  }

  @ParameterizedTest
  @CsvSource({
    "450.80.02, 450.80.02, 0",
    "450.80, 450.80.02, -1",
    "535.104, 450.80.02, 1",
    "99.1, 450.80.02, -1",
    "garbage, 450.80.02, -1"
  })
  void versionsAreComparedNumberByNumber(String a, String b, int order) {
    assertThat(Integer.signum(Verdict.compareVersions(a, b))).isEqualTo(order);
  }
}
