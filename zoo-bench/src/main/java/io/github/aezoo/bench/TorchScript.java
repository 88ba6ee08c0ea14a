package io.github.aezoo.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function in <a href="https://pytorch.org/docs/stable/jit.html">TorchScript</a> that libtorch
 * runs operation by operation, as PyTorch does from Python, but without Python's cost.
 */
final class TorchScript implements AutoCloseable {
  private static final PtNDManager TENSORS =
      (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu());

  private final PtSymbolBlock module;

  /**
   * Compiles a function.
   *
   * @param parameters such as {@code x: Tensor}
   * @param body lines without indentation, the last of which returns a tensor
   */
  TorchScript(Iterable<String> parameters, Iterable<String> body) {
    // No specialisation to shapes: what is measured is what PyTorch does by default.
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.setGradMode(true);
    StringBuilder code =
        new StringBuilder(
            "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    code.append("  def forward(self: __torch__.M");
    parameters.forEach(parameter -> code.append(",\n    ").append(parameter));
    code.append(") -> Tensor:\n");
    body.forEach(line -> code.append("    ").append(line).append('\n'));
    try {
      module =
          JniUtils.loadModule(
              TENSORS, new ByteArrayInputStream(archive(code.toString())), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Threads that operations use from now on. */
  static void setThreads(int threads) {
    JniUtils.setNumThreads(threads);
  }

  static NDArray tensor(float[] values, long... shape) {
    return TENSORS.create(values, new Shape(shape));
  }

  /** Runs the function; arguments of the same list carry its name and {@code []}. */
  NDArray run(NDList arguments, boolean gradients) {
    return IValueUtils.forward(module, arguments, gradients).singletonOrThrow();
  }

  /** The file format: a module without state, its code, and an archive of version 3. */
  private static byte[] archive(String code) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      String state =
          "\u0080\u0002c__torch__\nM\nq\u0000)\u0081q\u0001}q\u0002"
              + "X\u0008\u0000\u0000\u0000trainingq\u0003\u0088sb.";
      entry(zip, "m/data.pkl", state);
      entry(zip, "m/code/__torch__.py", code);
      entry(zip, "m/constants.pkl", "\u0080\u0002).");
      entry(zip, "m/version", "3\n");
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  @Override
  public void close() {
    module.close();
  }
}
