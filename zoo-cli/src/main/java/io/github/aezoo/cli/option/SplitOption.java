package io.github.aezoo.cli.option;

import io.github.aezoo.data.Split;
import io.github.aezoo.zoo.ZooOptions;
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

  /** The options with the split that was chosen; as they are when none was. */
  public ZooOptions in(ZooOptions options) {
    return split == null ? options : options.split(split);
  }
}
