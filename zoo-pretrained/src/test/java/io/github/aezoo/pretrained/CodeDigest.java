package io.github.aezoo.pretrained;

import io.github.aezoo.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Digests of the code that decides a card's numbers, by module: zoo-common, each module of a
 * family, and the engine's release.
 *
 * <p>What cannot change a number is left out, so that moving a class does not call for hours of
 * recomputing: comments, white space, {@code package} and {@code import} lines, access modifiers
 * and folders. Files are taken in the order of their names. Resources count byte by byte, but for
 * recipes, which decide training and of which each card holds its own, the names of services, and
 * what pages look like.
 */
final class CodeDigest {
  private static final Path SOURCES = Path.of("src", "main");
  private static final String COMMON = "zoo-common";
  private static final Set<String> ACCESS = Set.of("public", "protected", "private");
  private static final Pattern NOTHING =
      Pattern.compile("/package-info\\.java$|/recipes/|/META-INF/services/|\\.(html|css|js)$");
  private static final Pattern LINE = Pattern.compile("(?m)^(package|import)\\s[^;]*;");
  private static final Pattern ENGINE =
      Pattern.compile("<(dl4j|javacpp|openblas)\\.version>([^<]*)<");

  /** What a source consists of; all but comments and white space decides something. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)(?<comment>//[^\\n]*|/\\*.*?\\*/)"
              + "|(?<literal>\"\"\"(?:\\\\.|[^\\\\])*?\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])+')"
              + "|(?<word>\\w+)|(?<space>\\s+)|(?<other>.)");

  private CodeDigest() {}

  /** Module or engine to digest, of the repository in a folder. */
  static Map<String, String> of(Path root, Set<String> families) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.filter(m -> decides(m, families)).toList()) {
        digests.put(module.getFileName().toString(), ofFiles(module.resolve(SOURCES)));
      }
    }
    StringBuilder engine = new StringBuilder();
    Matcher versions = ENGINE.matcher(Files.readString(root.resolve("pom.xml")));
    // The first of each is the usual release; profiles follow.
    for (int i = 0; i < 3 && versions.find(); i++) {
      engine.append(versions.group(1)).append(' ').append(versions.group(2)).append(' ');
    }
    digests.put("engine", engine.toString().strip());
    return digests;
  }

  private static boolean decides(Path module, Set<String> families) {
    Path java = module.resolve(SOURCES).resolve("java").resolve("io/github/aezoo");
    return Files.isDirectory(java)
        && (module.endsWith(COMMON)
            || families.stream().anyMatch(f -> Files.isDirectory(java.resolve(f))));
  }

  private static String ofFiles(Path folder) throws IOException {
    List<String> parts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!NOTHING.matcher(file.toString().replace('\\', '/')).find()) {
          parts.add(
              name
                  + " "
                  + (name.endsWith(".java")
                      ? normalised(Files.readString(file))
                      : Sha256.of(Files.readAllBytes(file))));
        }
      }
    }
    return Sha256.of(
        String.join("\n", parts.stream().sorted().toList()).getBytes(StandardCharsets.UTF_8));
  }

  /** A source without what decides no number. */
  static String normalised(String source) {
    StringBuilder kept = new StringBuilder();
    Matcher tokens = TOKEN.matcher(LINE.matcher(source).replaceAll(""));
    while (tokens.find()) {
      boolean nothing =
          tokens.group("comment") != null
              || tokens.group("space") != null
              || ACCESS.contains(tokens.group());
      if (!nothing) {
        // Words stay apart.
        kept.append(tokens.group()).append(tokens.group("word") != null ? " " : "");
      }
    }
    return kept.toString();
  }
}
