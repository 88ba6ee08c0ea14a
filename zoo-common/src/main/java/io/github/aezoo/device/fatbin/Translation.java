package io.github.aezoo.device.fatbin;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Translates the PTX in a CUDA library to machine code for one architecture, which otherwise the
 * driver does when the library is loaded.
 *
 * <p>Each fat binary with PTX is replaced in its place by one with machine code for the
 * architecture alone. What is left of its place is zero; the machine code for other architectures
 * is gone. Fat binaries without PTX, and all else, stay. The file keeps its size and its layout.
 *
 * @param architecture {@code sm_90} for compute capability 9.0
 * @param jobs modules that are translated at once
 * @param toolkit whose programs translate
 */
public record Translation(String architecture, int jobs, Toolkit toolkit) {
  /** The translator crashes on one module of ND4J above -O1 (CUDA 13.0, 9.0 to 12.0). */
  private static final List<String> LEVELS = List.of("-O3", "-O1", "-O0");

  /** Drivers read compressed code only from CUDA 12.4 on, when its compression is a new one. */
  private static final List<String> COMPRESSIONS = List.of("--compress=false", "--compress-all");

  private static final Pattern ARCHITECTURE = Pattern.compile("sm_\\d{2,3}[af]?");
  private static final int CHUNK = 1 << 20;

  /**
   * Checks the settings.
   *
   * @throws SettingException when a setting is out of range
   */
  public Translation {
    if (!ARCHITECTURE.matcher(architecture).matches()) {
      throw new SettingException(
          "arch", "an architecture such as sm_90 expected; got " + architecture);
    }
    if (jobs < 1) {
      throw new SettingException("jobs", "1 or more expected; got " + jobs);
    }
  }

  /** Is told about once a second how far a translation is. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called on the thread that translates.
     *
     * @param stage what is being done, in a few words
     * @param done modules that were translated
     * @param total all modules; 0 while it is not known
     */
    void at(String stage, int done, int total);
  }

  /**
   * What was made.
   *
   * @param file the translated library
   * @param modules that were translated; 0 when the file was there already
   * @param untouched fat binaries without PTX
   * @param codeBytes of the machine code
   */
  public record Result(Path file, int modules, int untouched, long codeBytes) {}

  /** A module, and where it goes. */
  private record Module(FatBinary place, FatBinary.Entry ptx) {}

  /**
   * The translated library in a folder; empty when there is none.
   *
   * @param crc CRC-32 of the original
   */
  public static Optional<Path> find(Path folder, long crc, String architecture) {
    String names = "%08x-*-%s.so".formatted(crc, architecture);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
      for (Path file : files) {
        return Optional.of(file);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Translates a library. When the thread is interrupted or the process ended, no part of a file
   * stays.
   *
   * @param library gives the file, called when its progress can be told
   * @param folder gets the file, named by CRC-32 and SHA-256 of the original and the architecture
   * @throws ZooException when the library has no PTX for the architecture or is damaged, when a
   *     module cannot be translated or does not fit in its place, or on interruption
   */
  public Result of(Supplier<Path> library, Path folder, Listener listener) {
    try (Workshop workshop = new Workshop(jobs, listener)) {
      return translate(library, folder, workshop);
    }
  }

  private Result translate(Supplier<Path> source, Path folder, Workshop workshop) {
    Path library = workshop.watched("unpacking", source::get);
    ByteBuffer bytes = SafeFiles.mapped(library);
    Path target = folder.resolve(workshop.watched("reading", () -> name(bytes.duplicate())));
    if (Files.exists(target)) {
      return new Result(target, 0, 0, 0);
    }
    List<FatBinary> places = workshop.watched("reading", () -> FatBinary.in(bytes));
    List<Module> modules = modules(library, places);
    SafeFiles.requireFree(target, true);
    Map<Integer, Path> codes = translated(bytes, modules, workshop.in(folder), workshop);
    long size = codes.values().stream().mapToLong(code -> code.toFile().length()).sum();
    workshop.watched(
        "writing",
        () -> {
          SafeFiles.write(target, out -> write(bytes, places, codes, out));
          return target;
        });
    return new Result(target, modules.size(), places.size() - modules.size(), size);
  }

  private List<Module> modules(Path library, List<FatBinary> places) {
    List<Module> modules = new ArrayList<>();
    for (FatBinary place : places) {
      place.ptx().ifPresent(ptx -> modules.add(new Module(place, ptx)));
    }
    if (modules.isEmpty()) {
      throw new ZooException(
          "a library with PTX expected; %s has %d fat binaries, none with PTX: take that of the build cuda-jit"
              .formatted(library, places.size()));
    }
    int wanted = Integer.parseInt(architecture.replaceAll("\\D", ""));
    modules.stream()
        .filter(module -> module.ptx.architecture() > wanted)
        .findFirst()
        .ifPresent(
            module -> {
              throw new SettingException(
                  "arch",
                  "sm_%d or later expected, as the library's PTX is for that; got %s"
                      .formatted(module.ptx.architecture(), architecture));
            });
    // The largest first, so that none of them is alone at the end.
    modules.sort(
        Comparator.comparingLong((Module m) -> -Math.max(m.ptx.size(), m.ptx.plainSize())));
    return modules;
  }

  private Map<Integer, Path> translated(
      ByteBuffer bytes, List<Module> modules, Path room, Workshop workshop) {
    workshop.begin(modules.size());
    Map<Integer, Future<Path>> running = new HashMap<>();
    for (Module module : modules) {
      running.put(module.place.start(), workshop.submit(() -> code(bytes, module, room, workshop)));
    }
    Map<Integer, Path> codes = new HashMap<>();
    // A failure anywhere ends all: asked for in the order in which they were begun.
    for (Module module : modules) {
      int start = module.place.start();
      codes.put(start, workshop.watched("translating", running.get(start)));
    }
    return codes;
  }

  private Path code(ByteBuffer bytes, Module module, Path room, Workshop workshop)
      throws InterruptedException {
    FatBinary place = module.place;
    Path ptx = room.resolve(place.start() + ".ptx");
    Path code = room.resolve(place.start() + ".cubin");
    Path packed = room.resolve(place.start() + ".fatbin");
    Path log = room.resolve(place.start() + ".log");
    SafeFiles.writeBytes(ptx, place.text(bytes, module.ptx));
    Optional<String> first = Optional.empty();
    boolean made = false;
    for (int i = 0; i < LEVELS.size() && !made; i++) {
      Optional<String> trouble =
          workshop.run(toolkit.ptxas(architecture, LEVELS.get(i), ptx, code), log);
      made = trouble.isEmpty();
      first = first.or(() -> trouble);
    }
    if (!made) {
      throw new ZooException(
          "ptxas failed on the module at byte %d: %s; try another version of the CUDA toolkit"
              .formatted(place.start(), first.orElseThrow()));
    }
    pack(place, code, packed, log, workshop);
    SafeFiles.delete(ptx);
    SafeFiles.delete(code);
    workshop.done();
    return packed;
  }

  private void pack(FatBinary place, Path code, Path packed, Path log, Workshop workshop)
      throws InterruptedException {
    for (String compression : COMPRESSIONS) {
      Optional<String> trouble =
          workshop.run(toolkit.fatbinary(architecture, compression, code, packed), log);
      if (trouble.isPresent()) {
        throw new ZooException(
            "fatbinary failed on the module at byte %d: %s; try another version of the CUDA toolkit"
                .formatted(place.start(), trouble.get()));
      }
      if (packed.toFile().length() <= place.size()) {
        return;
      }
    }
    throw new ZooException(
        "at most %d bytes of machine code expected for the module at byte %d, as it has to fit in its place; got %d: try another version of the CUDA toolkit"
            .formatted(place.size(), place.start(), packed.toFile().length()));
  }

  private String name(ByteBuffer bytes) {
    MessageDigest sha = Sha256.digest();
    CRC32 crc = new CRC32();
    sha.update(bytes.duplicate());
    crc.update(bytes);
    return "%08x-%s-%s.so".formatted(crc.getValue(), Sha256.hex(sha.digest()), architecture);
  }

  private static void write(
      ByteBuffer bytes, List<FatBinary> places, Map<Integer, Path> codes, OutputStream out)
      throws IOException {
    int at = 0;
    for (FatBinary place : places) {
      Path code = codes.get(place.start());
      if (code != null) {
        copy(bytes, at, place.start(), out);
        long size = Files.copy(code, out);
        for (long i = size; i < place.size(); i++) {
          out.write(0);
        }
        at = place.end();
      }
    }
    copy(bytes, at, bytes.limit(), out);
  }

  private static void copy(ByteBuffer bytes, int from, int to, OutputStream out)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int at = from; at < to; at += CHUNK) {
      int n = Math.min(CHUNK, to - at);
      bytes.get(at, chunk, 0, n);
      out.write(chunk, 0, n);
    }
  }
}
