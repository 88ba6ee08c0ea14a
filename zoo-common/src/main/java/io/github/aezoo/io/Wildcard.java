package io.github.aezoo.io;

import java.util.regex.Pattern;

/** Patterns as file names have them: {@code *} for any text, {@code ?} for one character. */
public final class Wildcard {
  private Wildcard() {}

  /** A pattern as a regular expression. */
  public static String regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return regex.toString();
  }
}
