package io.github.aezoo.zoo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.ZooException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said when other modules are not on the class path. */
class MissingModulesTest {
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @BeforeEach
  void hide() {
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
  }

  @AfterEach
  void show() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void anExportNamesTheModule() {
    assertThatThrownBy(() -> ModelWriter.of("onnx"))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "exports need the module zoo-export on the class path; add io.github.aezoo:zoo-export");
  }

  @Test
  void aReportNamesTheModule() {
    assertThatThrownBy(ReportWriter::here)
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "reports need the module zoo-report on the class path; add io.github.aezoo:zoo-report");
  }
}
