package io.github.aezoo.device;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What instructions a GPU knows.
 *
 * @param major of the architecture: machine code of one does not run on another
 * @param minor within it: machine code runs on the same and on higher ones
 */
public record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,2})");
  private static final Comparator<ComputeCapability> ORDER =
      Comparator.comparingInt(ComputeCapability::major).thenComparingInt(ComputeCapability::minor);

  /** From text such as 8.6; empty when it is none, as old drivers say {@code [N/A]}. */
  public static Optional<ComputeCapability> parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    return m.matches()
        ? Optional.of(
            new ComputeCapability(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(ComputeCapability other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
