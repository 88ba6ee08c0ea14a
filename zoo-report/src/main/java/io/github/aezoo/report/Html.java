package io.github.aezoo.report;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escaping, and filling of templates in one pass, so that content is never read as a template. */
final class Html {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z]+)}}");

  private Html() {}

  /** Text that is safe between tags and inside quoted attributes. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** JSON that is safe inside a script element: no {@code </script>} and no {@code <!--} in it. */
  static String scriptSafe(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /** Replaces <code>{{name}}</code> by what the map has for it, as it is. */
  static String fill(String template, Map<String, String> parts) {
    return PLACE
        .matcher(template)
        .replaceAll(
            m -> {
              String part = parts.get(m.group(1));
              if (part == null) {
                throw new IllegalStateException("the template asks for " + m.group(1));
              }
              return Matcher.quoteReplacement(part);
            });
  }
}
