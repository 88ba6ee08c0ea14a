package io.github.aezoo.cli;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import picocli.CommandLine.Option;

/** Which part of the data is read. */
final class SplitOption {
  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "train, validation or test (default: test, where there is one).")
  private Split split;

  Split of(ImageDataset data) {
    if (split == null) {
      return data.size(Split.TEST) > 0 ? Split.TEST : data.splits().iterator().next();
    }
    if (data.size(split) == 0) {
      throw new ZooException(
          "%s has no %s split; it has %s"
              .formatted(data.name(), split.id(), data.splits().stream().map(Split::id).toList()));
    }
    return split;
  }
}
