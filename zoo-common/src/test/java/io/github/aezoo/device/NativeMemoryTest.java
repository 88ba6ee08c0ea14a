package io.github.aezoo.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.ZooException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

final class NativeMemoryTest {
  private static final long GIB = 1L << 30;

  @Test
  void arraysGetWhatTheHeapLeaves() {
    assertThat(NativeMemory.share(100 * GIB, 25 * GIB)).isEqualTo(65 * GIB);
    assertThat(NativeMemory.share(100 * GIB, 90 * GIB)).isEqualTo(25 * GIB);
    assertThat(NativeMemory.share(0, GIB)).isZero();
  }

  @Test
  void javaCppIsToldBeforeItStarts() {
    assertThat(Nd4j.getBackend()).isInstanceOf(CpuBackend.class);
    assertThat(System.getProperty("org.bytedeco.javacpp.maxphysicalbytes")).isNotNull();
  }

  @Test
  void anArrayBeyondTheBoundIsToldAboutInWords() {
    long most = NativeMemory.maxBytes();
    assertThat(most).isPositive();
    long length = most / Float.BYTES + 1;
    assertThatThrownBy(
            () ->
                OutOfMemory.named(
                    1,
                    1,
                    "choose less",
                    () -> Nd4j.createUninitialized(DataType.FLOAT, length).length()))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining(
            "memory ran out (outside of the Java heap, %,d bytes asked for)"
                .formatted(length * Float.BYTES))
        .hasMessageEndingWith("choose less");
  }
}
