package io.github.aezoo.sequential.dl4j;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.zoo.ModelImport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The two entries that a model needs. Anything else that DL4J would act on is refused, as are
 * entries that are there twice and bytes around the archive: two readers could see two models.
 *
 * @param configuration JSON
 * @param coefficients an ND4J array
 */
@SuppressWarnings("ArrayRecordComponent")
record Dl4jZip(byte[] configuration, byte[] coefficients) {
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";

  /** What a run could go on from; it is not read. */
  private static final String UPDATER = "updaterState.bin";

  private static final long MAX_CONFIGURATION = 4 << 20;
  private static final int END = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int FIRST_SIGNATURE = 0x04034b50;

  static Dl4jZip read(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      requireNothingAround(file, zip.size());
      Set<String> names = new HashSet<>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (!names.add(name)) {
          throw bad(file, "its entry '" + name + "' is there twice");
        }
        if (!Set.of(CONFIGURATION, COEFFICIENTS, UPDATER).contains(name)) {
          throw bad(
              file,
              "only %s, %s and %s expected; got '%s'"
                  .formatted(CONFIGURATION, COEFFICIENTS, UPDATER, printable(name)));
        }
      }
      return new Dl4jZip(
          content(zip, file, CONFIGURATION, MAX_CONFIGURATION),
          content(zip, file, COEFFICIENTS, ModelImport.MAX_BYTES));
    } catch (IOException e) {
      throw new ZooException(
          "%s is not a zip of a Deeplearning4j model: %s".formatted(file, SafeFiles.reason(e)), e);
    }
  }

  private static String printable(String name) {
    return name.replaceAll("[^ -~]", "?");
  }

  private static ZooException bad(Path file, String what) {
    return new ZooException("%s is not a model that can be imported: %s".formatted(file, what));
  }

  /** The archive begins with the first byte and ends with the last. */
  private static void requireNothingAround(Path file, int entries) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      if (size < END + Integer.BYTES || size > ModelImport.MAX_BYTES) {
        throw bad(file, "%,d bytes".formatted(size));
      }
      int first = read(in, Integer.BYTES).getInt();
      in.skipNBytes(size - END - Integer.BYTES);
      ByteBuffer end = read(in, END);
      boolean right =
          first == FIRST_SIGNATURE
              && end.getInt(0) == END_SIGNATURE
              && Short.toUnsignedInt(end.getShort(10)) == entries
              && Integer.toUnsignedLong(end.getInt(12)) + Integer.toUnsignedLong(end.getInt(16))
                  == size - END
              && end.getShort(20) == 0;
      if (!right) {
        throw bad(file, "bytes before or after the archive");
      }
    }
  }

  private static ByteBuffer read(InputStream in, int n) throws IOException {
    byte[] bytes = in.readNBytes(n);
    if (bytes.length != n) {
      throw new IOException("it ends too early");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Unpacked as far as the limit, whatever the entry says of its size. */
  private static byte[] content(ZipFile zip, Path file, String name, long most) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw bad(file, "it has no " + name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] content = in.readNBytes(Math.toIntExact(most + 1));
      if (content.length > most) {
        throw bad(file, "%s has more than %,d bytes".formatted(name, most));
      }
      return content;
    }
  }
}
