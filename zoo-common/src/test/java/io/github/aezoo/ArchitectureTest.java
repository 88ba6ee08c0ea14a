package io.github.aezoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final JavaClasses ALL = ArchitectureRules.classes();

  static Stream<ArchRule> rules() {
    return ArchitectureRules.all().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleHolds(ArchRule rule) {
    assertThat(ALL).hasSizeGreaterThan(50);
    rule.check(ALL);
  }

  /** Breaks most rules at once. */
  static final class OffenderImpl {
    Object read(Path file) throws IOException, ClassNotFoundException {
      System.out.println(file);
      Files.writeString(file, "half");
      try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
        return in.readObject();
      }
    }
  }

  @Test
  void anOffenderIsFoundOut() {
    JavaClasses offender = new ClassFileImporter().importClasses(OffenderImpl.class);
    for (ArchRule rule :
        List.of(
            ArchitectureRules.nobodyDeserialisesJava(),
            ArchitectureRules.safeFilesAloneWrites(),
            ArchitectureRules.commandsAlonePrint(),
            ArchitectureRules.namesSayWhatAClassIs())) {
      assertThatThrownBy(() -> rule.check(offender))
          .describedAs(rule.getDescription())
          .isInstanceOf(AssertionError.class);
    }
    ArchitectureRules.commandsAlonePrint()
        .check(new ClassFileImporter().importClasses(SafeFiles.class, ZooException.class));
  }

  @Test
  void whatTestsMayDoAndTheirSubjectsMayNotIsFoundOut() {
    JavaClasses tests = new ClassFileImporter().importPackages("io.github.aezoo");
    // The trainer's tests know the probe family, which the trainer itself may not.
    assertThatThrownBy(() -> ArchitectureRules.commonKnowsNoFamily().check(tests))
        .isInstanceOf(AssertionError.class);
    // FamilyContract is in the model's package and reads recipes, which the model may not.
    assertThatThrownBy(() -> ArchitectureRules.packagesKnowOnlyThoseBeforeThem().check(tests))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    Path root = Path.of("src/main/java");
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> packages =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .toList();
      assertThat(packages).isNotEmpty().allMatch(p -> Files.exists(p.resolve("package-info.java")));
    }
  }
}
