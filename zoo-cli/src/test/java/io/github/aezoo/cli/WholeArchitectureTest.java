package io.github.aezoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.github.aezoo.ArchitectureRules;
import io.github.aezoo.model.Families;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules over all modules at once: here every family is on the class path. */
class WholeArchitectureTest {
  private static final JavaClasses ALL = ArchitectureRules.imported();

  static Stream<ArchRule> rules() {
    return ArchitectureRules.all().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleHolds(ArchRule rule) {
    // Otherwise a module is missing and the rule holds of nothing.
    Families.all().forEach(family -> assertThat(ALL.contain(family.getClass())).isTrue());
    assertThat(ALL.contain(ZooCommand.class)).isTrue();
    rule.check(ALL);
  }
}
