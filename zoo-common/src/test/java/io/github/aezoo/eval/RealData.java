package io.github.aezoo.eval;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.source.Datasets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The real data sets of tests that run only where {@code ZOO_DATA} is set. */
public final class RealData {
  private RealData() {}

  public static Dataset load(String name) {
    String root = System.getenv("ZOO_DATA");
    Assumptions.assumeTrue(root != null, "ZOO_DATA is not set: the real images are not read");
    return Datasets.open(name, Optional.empty(), List.of(Path.of(root)));
  }
}
