package io.github.aezoo.cli.command;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code zoo anomalies} does, and the options that say how. */
enum AnomalyMode {
  SCORE(
      "MODEL",
      "--data",
      "--out",
      "--label",
      "--anomaly",
      "--score",
      "--threshold",
      "--top",
      "--map",
      "--split",
      "--overwrite"),
  FIT(
      "--fit",
      "--out",
      "--detector",
      "--label",
      "--anomaly",
      "--normal",
      "--false-alarms",
      "--score",
      "--epochs",
      "--images",
      "--resume",
      "--overwrite"),
  ADBENCH("--protocol adbench", "--data", "--detector", "--epochs", "--seeds", "--held-out"),
  ONE_CLASS_OUT("--protocol one-class-out", ofClasses("--anomaly")),
  ONE_CLASS("--protocol one-class", ofClasses("--normal"));

  private static final List<String> CHOICE = List.of("--fit", "--protocol");

  private final String words;

  // Made by List.of, which nobody can change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> options;

  AnomalyMode(String words, String... options) {
    this.words = words;
    this.options = List.of(options);
  }

  private static String[] ofClasses(String turns) {
    return new String[] {
      turns,
      "--data",
      "--out",
      "--detector",
      "--false-alarms",
      "--score",
      "--epochs",
      "--images",
      "--seeds",
      "--held-out",
      "--overwrite"
    };
  }

  /** The mode of a protocol, or else of a fit, or else that of a model; empty of no protocol. */
  static Optional<AnomalyMode> of(String protocol, String fit) {
    if (protocol == null) {
      return Optional.of(fit == null ? SCORE : FIT);
    }
    return Stream.of(values()).filter(m -> m.words.equals("--protocol " + protocol)).findFirst();
  }

  /** One line about the options that were given and say nothing in this mode; empty if none. */
  Optional<String> unfit(Collection<OptionSpec> given) {
    String unfit =
        given.stream()
            // Those of every command fit.
            .filter(option -> !option.inherited())
            .map(OptionSpec::longestName)
            .filter(name -> !options.contains(name) && !CHOICE.contains(name))
            .collect(Collectors.joining(", "));
    return unfit.isEmpty()
        ? Optional.empty()
        : Optional.of("%s takes %s; got %s".formatted(words, String.join(", ", options), unfit));
  }
}
