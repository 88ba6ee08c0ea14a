package io.github.aezoo.data.corruption;

import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.ZooException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads corruptions as people write them on the command line and in recipes: {@code gaussian:0.4},
 * {@code half}, several joined by a plus sign, {@code blur:1+gaussian:0.1}, or one of several for
 * each image, {@code half|blur:2}.
 */
public final class Corruptions {
  /** The specification of no damage. */
  public static final String NONE = "none";

  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,17})?|\\.\\d{1,17}");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
  private static final Pattern PIXELS = Pattern.compile("(\\d{1,9})px");
  private static final Pattern SHIFT = Pattern.compile("(\\d{1,9})x(" + DECIMAL.pattern() + ")");
  private static final Pattern BLOCK = Pattern.compile("(\\d{1,9})x(\\d{1,9})");

  private static final List<Kind> KINDS =
      List.of(
          new Kind("gaussian", "gaussian:SIGMA", "gaussian:0.4", Corruptions::gaussian),
          new Kind(
              "salt-pepper",
              "salt-pepper:SHARE or salt-pepper:COUNTpx",
              "salt-pepper:10px",
              Corruptions::saltAndPepper),
          new Kind("masking", "masking:SHARE", "masking:0.3", Corruptions::masking),
          new Kind("block", "block:HEIGHTxWIDTH", "block:14x14", Corruptions::block),
          new Kind("half", "half", "half", a -> plain(a, new HalfErased())),
          new Kind("blur", "blur:SIGMA", "blur:2", Corruptions::blur),
          new Kind("downsample", "downsample:FACTOR", "downsample:2", Corruptions::downsample),
          new Kind("shift", "shift:PIXELSxSHARE", "shift:1x0.5", Corruptions::shift),
          new Kind("grayscale", "grayscale", "grayscale", a -> plain(a, new Grayscale())),
          new Kind(NONE, NONE, NONE, a -> plain(a, new Identity())));

  private Corruptions() {}

  /**
   * One row of the table of corruptions.
   *
   * @param parser gets the text after the colon; gives null when it cannot be read
   */
  private record Kind(
      String name, String usage, String example, Function<String, Corruption> parser) {}

  /** The forms that {@link #parse} reads, for usage texts: {@code gaussian:SIGMA} and so on. */
  public static List<String> usages() {
    return KINDS.stream().map(Kind::usage).toList();
  }

  /**
   * Reads a specification; the inverse of {@link Corruption#spec()}.
   *
   * @throws ZooException when a name is unknown (the message tells the nearest one) or an argument
   *     is not allowed
   */
  public static Corruption parse(String spec) {
    List<Corruption> choices = new ArrayList<>();
    for (String choice : spec.strip().split("\\|", -1)) {
      choices.add(sequence(choice));
    }
    return choices.size() == 1 ? choices.get(0) : new CorruptionChoice(choices);
  }

  /**
   * The corruptions of which {@link #parse} would choose one for each image; the specification
   * itself when there is no choice.
   */
  public static List<String> choices(String spec) {
    return parse(spec) instanceof CorruptionChoice choice
        ? choice.choices().stream().map(Corruption::spec).toList()
        : List.of(spec);
  }

  private static Corruption sequence(String spec) {
    List<Corruption> steps = new ArrayList<>();
    for (String step : spec.strip().split("\\+", -1)) {
      steps.add(step(step.strip()));
    }
    return steps.size() == 1 ? steps.get(0) : new CorruptionSequence(steps);
  }

  private static Corruption step(String spec) {
    int colon = spec.indexOf(':');
    String name = (colon < 0 ? spec : spec.substring(0, colon)).toLowerCase(Locale.ROOT);
    String argument = colon < 0 ? "" : spec.substring(colon + 1);
    for (Kind kind : KINDS) {
      if (kind.name().equals(name)) {
        Corruption corruption =
            colon >= 0 && argument.isEmpty() ? null : kind.parser().apply(argument);
        if (corruption == null) {
          throw new ZooException(
              "corruption %s is written %s, as in %s; got '%s'"
                  .formatted(name, kind.usage(), kind.example(), spec));
        }
        return corruption;
      }
    }
    throw unknown(name);
  }

  private static ZooException unknown(String name) {
    String hint = Nearest.hint(name, KINDS.stream().map(Kind::name).toList());
    return new ZooException(
        "unknown corruption '%s'; known are %s%s"
            .formatted(name, String.join(", ", usages()), hint));
  }

  private static Corruption gaussian(String argument) {
    return DECIMAL.matcher(argument).matches() ? new GaussianNoise(number(argument)) : null;
  }

  private static Corruption saltAndPepper(String argument) {
    Matcher pixels = PIXELS.matcher(argument);
    if (pixels.matches()) {
      return new SaltAndPepperPixels(Integer.parseInt(pixels.group(1)));
    }
    return DECIMAL.matcher(argument).matches() ? new SaltAndPepper(number(argument)) : null;
  }

  private static Corruption masking(String argument) {
    return DECIMAL.matcher(argument).matches() ? new Masking(number(argument)) : null;
  }

  private static Corruption block(String argument) {
    Matcher sides = BLOCK.matcher(argument);
    return sides.matches()
        ? new RandomBlock(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)))
        : null;
  }

  private static Corruption blur(String argument) {
    return DECIMAL.matcher(argument).matches() ? new GaussianBlur(number(argument)) : null;
  }

  private static Corruption downsample(String argument) {
    return WHOLE.matcher(argument).matches() ? new Downsample(Integer.parseInt(argument)) : null;
  }

  private static Corruption shift(String argument) {
    Matcher sizes = SHIFT.matcher(argument);
    return sizes.matches()
        ? new RandomShift(Integer.parseInt(sizes.group(1)), number(sizes.group(2)))
        : null;
  }

  private static Corruption plain(String argument, Corruption corruption) {
    return argument.isEmpty() ? corruption : null;
  }

  private static double number(String argument) {
    return Double.parseDouble(argument);
  }
}
