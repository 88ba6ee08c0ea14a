package io.github.aezoo.cli;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Never loses a user's file. */
final class Outputs {
  private Outputs() {}

  /** Also finds a place that cannot be written to before the work is done that would go there. */
  static void requireFree(Path file, boolean overwrite) {
    if (Files.isDirectory(file)) {
      throw new ZooException(file + " is a folder: a file's name expected, choose another");
    }
    if (!overwrite && Files.exists(file)) {
      throw new ZooException(
          file + " is there already: choose another name, or replace it by --overwrite");
    }
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (folder != null && !(Files.isDirectory(folder) && Files.isWritable(folder))) {
      throw new ZooException(
          "cannot write %s: a folder that you may write to expected; %s is %s: choose another place"
              .formatted(file, folder, Files.isDirectory(folder) ? "write-protected" : "a file"));
    }
  }

  /** A page that a report wrote may be replaced by the next one; any other file may not. */
  static void requireFreeOrReport(Path page, boolean overwrite) {
    try {
      if (Files.isRegularFile(page)
          && Files.readString(page).contains("content=\"" + Page.GENERATOR + "\"")) {
        return;
      }
    } catch (IOException e) {
      throw new ZooException("cannot read " + page + ": " + SafeFiles.reason(e), e);
    }
    requireFree(page, overwrite);
  }
}
