package io.github.aezoo.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.ZooException;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutOfMemoryTest {
  private static Object named(RuntimeException failure) {
    return OutOfMemory.named(
        256,
        784,
        "choose less",
        () -> {
          throw failure;
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed to allocate 1048576 bytes from DEVICE [0] memory",
        "Allocation failed: [[DEVICE] allocation failed; Error code: [2]]",
        "CUDA error: out of memory",
        "Physical memory usage is too high: physicalBytes (9G) > maxPhysicalBytes (8G)"
      })
  void whatTheEngineWritesIsNamedWithTheBatch(String text) {
    assertThatThrownBy(() -> named(new IllegalStateException(new RuntimeException(text))))
        .isInstanceOf(ZooException.class)
        .hasMessageContainingAll(
            "memory ran out", "a batch of 256 images (802,816 bytes of input): choose less");
  }

  @Test
  void bytesOfTheGpuAreToldWhereTheyAreKnown() {
    assertThatThrownBy(
            () ->
                named(
                    new RuntimeException(
                        "Failed to allocate 1048576 bytes from DEVICE [0] memory")))
        .hasMessageContaining("(of the GPU, 1,048,576 bytes asked for)");
  }

  @Test
  void theJavaHeapIsNamed() {
    assertThatThrownBy(
            () ->
                OutOfMemory.named(
                    256,
                    784,
                    "choose less",
                    () -> {
                      throw new OutOfMemoryError("Java heap space");
                    }))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith(
            "memory ran out (of the Java heap, %,d bytes at most)"
                .formatted(Runtime.getRuntime().maxMemory()))
        .hasMessageEndingWith("choose less");
  }

  @Test
  void otherFailuresStayWhatTheyAre() {
    RuntimeException other = new IllegalArgumentException("no such thing");
    assertThatThrownBy(() -> named(other)).isSameAs(other);
    ZooException ours = new ZooException("out of memory, says another message of ours");
    assertThatThrownBy(() -> named(ours)).isSameAs(ours);
    assertThat(OutOfMemory.in(other)).isEmpty();
  }

  @Test
  void realMemoryThatIsNotThereIsRecognised() {
    assertThatThrownBy(
            () ->
                OutOfMemory.named(1, 1, "choose less", () -> new FloatPointer(1L << 50).capacity()))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("memory ran out (outside of the Java heap");
  }
}
