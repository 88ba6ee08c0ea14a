package io.github.aezoo.eval.codes;

import io.github.aezoo.data.Cells;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Npy;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.CodeBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.IntConsumer;

/** Codes as a file, one row a sample, written a batch at a time. */
public enum CodeFile {
  /** With a header, the file before the code and the label behind it when there are any. */
  CSV,
  /** NumPy's format, float32 {@code [N, codes]}. */
  NPY;

  private static final int BATCH = 512;

  /**
   * The format that a file's name says.
   *
   * @throws ZooException when it ends in neither .csv nor .npy
   */
  public static CodeFile of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.endsWith(".npy")) {
      return NPY;
    }
    throw new ZooException("a name ending in .csv or .npy expected; got " + file);
  }

  /**
   * Writes the codes of a split, a batch at a time; replaces a file that is there.
   *
   * @param done is told how many samples are encoded
   * @throws ZooException when the file cannot be written
   */
  public void write(Path file, Autoencoder model, Dataset data, Split split, IntConsumer done) {
    int size = data.size(split);
    int codes = model.architecture().latentSize();
    SafeFiles.write(
        file,
        stream -> {
          stream.write(this == CSV ? header(codes, data, split) : Npy.header(size, codes));
          Iterator<CodeBatch> batches = model.encode(data, split, BATCH).iterator();
          while (batches.hasNext()) {
            CodeBatch batch = batches.next();
            stream.write(this == CSV ? lines(batch, data, split) : raw(batch, codes));
            done.accept(batch.from() + batch.codes().length);
          }
        });
  }

  private static byte[] header(int codes, Dataset data, Split split) {
    StringBuilder line = new StringBuilder(data.hasSources(split) ? "file," : "");
    for (int i = 0; i < codes; i++) {
      line.append(i == 0 ? "" : ",").append("code").append(i);
    }
    return line.append(data.classes().isEmpty() ? "\n" : ",label\n")
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] lines(CodeBatch batch, Dataset data, Split split) {
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < batch.codes().length; row++) {
      float[] code = batch.codes()[row];
      data.source(split, batch.from() + row)
          .ifPresent(file -> lines.append(Cells.quoted(file)).append(','));
      for (int i = 0; i < code.length; i++) {
        lines.append(i == 0 ? "" : ",").append(code[i]);
      }
      if (!data.classes().isEmpty()) {
        String name = data.className(split, batch.from() + row).orElse("");
        lines.append(',').append(Cells.quoted(name));
      }
      lines.append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] raw(CodeBatch batch, int codes) {
    int values = batch.codes().length * codes;
    ByteBuffer bytes = ByteBuffer.allocate(4 * values).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    for (float[] code : batch.codes()) {
      floats.put(code);
    }
    return bytes.array();
  }
}
