package io.github.aezoo.cli.option;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Examples;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The split to read. */
public final class SplitOption {
  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      converter = SplitOption.Converter.class,
      description = "Split to use: train, validation or test (default: test, if there is one).")
  private Split split;

  /** Splits as everything else spells them. */
  static final class Converter implements ITypeConverter<Split> {
    @Override
    public Split convert(String word) {
      return Arrays.stream(Split.values())
          .filter(s -> s.id().equalsIgnoreCase(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "train, validation or test expected; got '" + word + "'"));
    }
  }

  /** The split that was chosen, or the usual one of the data. */
  public Split of(Dataset data) {
    if (split == null) {
      return Examples.shown(data);
    }
    if (data.size(split) == 0) {
      throw new ZooException(
          "%s has no %s split; it has %s"
              .formatted(data.name(), split.id(), data.splits().stream().map(Split::id).toList()));
    }
    return split;
  }
}
