package io.github.aezoo.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What the binaries of a distribution hold, known without opening them: they have 600 MB.
 *
 * @param name cpu, or the profile that made it
 * @param cuda version of CUDA; empty for the CPU alone
 * @param machineCode compute capabilities that it holds machine code for
 * @param ptx the compute capability of its PTX, which a driver can translate for later cards
 * @param driverOnLinux the first driver on which it runs
 * @param driverOnWindows the same
 */
public record Build(
    String name,
    Optional<String> cuda,
    List<ComputeCapability> machineCode,
    Optional<ComputeCapability> ptx,
    String driverOnLinux,
    String driverOnWindows) {
  /** The build that this library is part of. */
  public static Build here() {
    String name = read("build.properties").getProperty("build");
    return all().stream()
        .filter(build -> build.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("builds.properties has no " + name));
  }

  /** Every build that the project knows, the CPU's first. */
  public static List<Build> all() {
    Properties facts = read("builds.properties");
    List<Build> builds = new ArrayList<>();
    for (String name : facts.getProperty("builds").split(" ", -1)) {
      builds.add(
          new Build(
              name,
              Optional.ofNullable(facts.getProperty(name + ".version")),
              capabilities(facts.getProperty(name + ".machineCode", "")),
              ComputeCapability.parse(facts.getProperty(name + ".ptx", "")),
              facts.getProperty("driver.linux"),
              facts.getProperty("driver.windows")));
    }
    return builds;
  }

  private static List<ComputeCapability> capabilities(String text) {
    return Arrays.stream(text.split(" ", -1))
        .flatMap(t -> ComputeCapability.parse(t).stream())
        .toList();
  }

  private static Properties read(String resource) {
    try (InputStream in = Build.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it holds machine code that runs on a card. */
  public boolean runsOn(ComputeCapability card) {
    return machineCode.stream()
        .anyMatch(code -> code.major() == card.major() && code.minor() <= card.minor());
  }

  /** Whether a driver can translate its PTX for a card. */
  public boolean translatesFor(ComputeCapability card) {
    return ptx.filter(text -> text.compareTo(card) <= 0).isPresent();
  }

  /** The first driver of this operating system that it runs on. */
  public String minimumDriver() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? driverOnWindows : driverOnLinux;
  }

  /** The command that makes it. */
  public String command() {
    return cuda.isEmpty()
        ? "mvn -DskipTests package"
        : "mvn -P%s -DskipTests package".formatted(name);
  }

  /** What it holds, for messages. */
  public String holds() {
    if (cuda.isEmpty()) {
      return "only the CPU backend";
    }
    return "CUDA %s, machine code for %s and %s"
        .formatted(
            cuda.get(),
            machineCode.stream().map(ComputeCapability::toString).collect(Collectors.joining(" ")),
            ptx.map(text -> "PTX of " + text).orElse("no PTX"));
  }
}
