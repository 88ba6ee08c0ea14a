package io.github.aezoo.report;

import io.github.aezoo.io.SafeFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * A page that needs nothing but itself: no network, no fonts, no other files, and a
 * content-security policy that says so.
 *
 * @param title of the page
 * @param intro lines under the title
 * @param sections in the order of the page
 */
public record Page(String title, List<String> intro, List<Section> sections) {
  /** Stands in every page that was written here. */
  public static final String GENERATOR = "Autoencoder Zoo";

  /** Takes copies. */
  public Page {
    intro = List.copyOf(intro);
    sections = List.copyOf(sections);
  }

  /**
   * Writes the page atomically.
   *
   * @throws io.github.aezoo.io.ZooException when the file cannot be written
   */
  public void write(Path file) {
    SafeFiles.writeString(file, html());
  }

  /** The page as HTML; the same content gives the same text. */
  public String html() {
    return PageHtml.of(this);
  }
}
