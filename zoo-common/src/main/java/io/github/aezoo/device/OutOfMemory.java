package io.github.aezoo.device;

import io.github.aezoo.io.ZooException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;

/** Memory of the GPU or outside of the Java heap that ran out, in words that a user can act on. */
public final class OutOfMemory {
  /**
   * What ND4J, JavaCPP and CUDA write: {@code CudaMemoryManager}, {@code OpaqueDataBuffer}, {@code
   * Pointer}, {@code cudaErrorMemoryAllocation}, cuBLAS; and Java, as plans keep batches on its
   * heap.
   */
  private static final Pattern TEXTS =
      Pattern.compile(
          "failed to allocate|allocation failed|out of memory|cudaerrormemoryallocation"
              + "|cublas_status_alloc_failed|physical memory usage is too high"
              + "|cannot allocate new \\w+pointer|cudamalloc|java heap space");

  private static final String HEAP = "java heap space";

  private static final Pattern BYTES = Pattern.compile("(?i)\\b(\\d{3,})\\s*bytes");

  private OutOfMemory() {}

  /** The failure when memory is what ran out, without a batch. */
  public static Optional<ZooException> in(Throwable failure) {
    return text(failure)
        .map(
            text ->
                new ZooException(
                    "memory ran out%s: %s, or give less data at once"
                        .formatted(amount(text), remedy(text)),
                    failure));
  }

  /**
   * Computes on a batch.
   *
   * @param images in the batch
   * @param values of one image
   * @param advice how to make the batch smaller
   * @throws ZooException when memory runs out, with the size of the batch
   */
  public static <T> T named(int images, long values, String advice, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | OutOfMemoryError e) {
      Optional<String> text = text(e);
      if (text.isEmpty()) {
        throw e;
      }
      throw new ZooException(
          "memory ran out%s with a batch of %d images (%,d bytes of input): %s"
              .formatted(amount(text.get()), images, images * values * Float.BYTES, advice),
          e);
    }
  }

  /** What the engine wrote, when it is about memory. */
  private static Optional<String> text(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof OutOfMemoryError) {
        return Optional.of(t.getMessage() == null ? HEAP : t.getMessage());
      }
      String message = t.getMessage();
      if (!(t instanceof ZooException)
          && message != null
          && TEXTS.matcher(message.toLowerCase(Locale.ROOT)).find()) {
        return Optional.of(message);
      }
    }
    return Optional.empty();
  }

  private static boolean onHeap(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains(HEAP) || lower.contains("gc overhead limit");
  }

  private static String remedy(String text) {
    return onHeap(text) ? "give Java more (-Xmx)" : "close other programs";
  }

  private static String amount(String text) {
    if (onHeap(text)) {
      return " (of the Java heap, %,d bytes at most)".formatted(Runtime.getRuntime().maxMemory());
    }
    Matcher bytes = BYTES.matcher(text);
    String where =
        text.toLowerCase(Locale.ROOT).contains("device") || text.contains("cuda")
            ? "of the GPU"
            : "outside of the Java heap";
    return bytes.find()
        ? " (%s, %,d bytes asked for)".formatted(where, Long.parseLong(bytes.group(1)))
        : " (%s, %,d bytes in use)".formatted(where, Pointer.totalBytes());
  }
}
