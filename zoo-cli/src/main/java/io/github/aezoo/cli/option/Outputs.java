package io.github.aezoo.cli.option;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Never loses a user's file. */
public final class Outputs {
  private Outputs() {}

  /** A page that a report wrote may be replaced by the next one; any other file may not. */
  public static void requireFreeOrReport(Path page, boolean overwrite) {
    try {
      if (Files.isRegularFile(page)
          && Files.readString(page).contains("content=\"" + Page.GENERATOR + "\"")) {
        return;
      }
    } catch (IOException e) {
      throw new ZooException("cannot read " + page + ": " + SafeFiles.reason(e), e);
    }
    SafeFiles.requireFree(page, overwrite);
  }
}
