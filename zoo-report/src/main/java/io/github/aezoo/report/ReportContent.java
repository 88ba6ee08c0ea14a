package io.github.aezoo.report;

import java.util.List;

/**
 * What a report says, before it has a form.
 *
 * @param title of the page
 * @param intro lines under the title
 * @param sections in the order of the page
 */
public record ReportContent(String title, List<String> intro, List<Section> sections) {
  /** Takes copies. */
  public ReportContent {
    intro = List.copyOf(intro);
    sections = List.copyOf(sections);
  }
}
