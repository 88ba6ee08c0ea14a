package io.github.aezoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.model.ModelFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A family that nobody can reach is no family: this prints the lines that are missing. */
final class EveryFamilyModuleIsWiredTest {
  private static final String SERVICE =
      "src/main/resources/META-INF/services/" + ModelFamily.class.getName();

  /** Surefire sets basedir to the module's folder. */
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  @Test
  void everyFamilyModuleIsARuntimeDependencyAndAModule() throws Exception {
    List<String> families = familyModules();
    assertThat(families).as("modules with a family below %s", ROOT).contains("zoo-dense");
    List<String> wired = runtimeDependencies();
    List<String> modules = texts(ROOT.resolve("pom.xml"), "module");
    StringBuilder missing = new StringBuilder();
    for (String module : families) {
      if (!modules.contains(module)) {
        missing.append("%npom.xml: <module>%s</module>".formatted(module));
      }
      if (!wired.contains(module)) {
        missing.append(
            "%nzoo-cli/pom.xml: <dependency><groupId>io.github.aezoo</groupId><artifactId>%s</artifactId><scope>runtime</scope></dependency>"
                .formatted(module));
      }
    }
    assertThat(missing.toString()).as("missing lines").isEmpty();
  }

  @Test
  void everyFamilyClassIsFoundByServiceLoader() throws IOException {
    List<String> declared = new ArrayList<>();
    for (String module : familyModules()) {
      try (Stream<String> lines = Files.lines(ROOT.resolve(module).resolve(SERVICE))) {
        lines
            .map(String::strip)
            .filter(l -> !l.isEmpty() && !l.startsWith("#"))
            .forEach(declared::add);
      }
    }
    List<String> found = new ArrayList<>();
    ServiceLoader.load(ModelFamily.class).forEach(f -> found.add(f.getClass().getName()));
    assertThat(found).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void idIsPackageIsClassPrefix() {
    for (ModelFamily family : ServiceLoader.load(ModelFamily.class)) {
      Class<?> type = family.getClass();
      assertThat(type.getPackageName()).isEqualTo("io.github.aezoo." + family.id());
      assertThat(type.getSimpleName().toLowerCase(Locale.ROOT)).isEqualTo(family.id());
      assertThat(family.architecture().getName()).isEqualTo(type.getName() + "Architecture");
    }
  }

  private static List<String> familyModules() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(SERVICE)))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static List<String> runtimeDependencies() throws Exception {
    List<String> wired = new ArrayList<>();
    NodeList all = elements(ROOT.resolve("zoo-cli/pom.xml"), "dependency");
    for (int i = 0; i < all.getLength(); i++) {
      Element dependency = (Element) all.item(i);
      NodeList scope = dependency.getElementsByTagName("scope");
      if (scope.getLength() == 1 && scope.item(0).getTextContent().equals("runtime")) {
        wired.add(dependency.getElementsByTagName("artifactId").item(0).getTextContent());
      }
    }
    return wired;
  }

  private static List<String> texts(Path pom, String tag) throws Exception {
    NodeList all = elements(pom, tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      texts.add(all.item(i).getTextContent());
    }
    return texts;
  }

  private static NodeList elements(Path pom, String tag) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(pom.toFile())
        .getElementsByTagName(tag);
  }
}
