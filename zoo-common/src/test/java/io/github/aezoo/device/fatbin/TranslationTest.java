package io.github.aezoo.device.fatbin;

import static io.github.aezoo.device.fatbin.CudaLibrary.code;
import static io.github.aezoo.device.fatbin.CudaLibrary.compressed;
import static io.github.aezoo.device.fatbin.CudaLibrary.joined;
import static io.github.aezoo.device.fatbin.CudaLibrary.little;
import static io.github.aezoo.device.fatbin.CudaLibrary.ptx;
import static io.github.aezoo.device.fatbin.CudaLibrary.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With programs in place of a CUDA toolkit that tell what they were called with. */
final class TranslationTest {
  private static final String FIRST = ".version 7.2 first";
  private static final String SECOND = "ld ".repeat(200) + "x".repeat(40) + " end";

  /** {@code SECOND}: long literals, a match that repeats itself, a last sequence without one. */
  private static final byte[] BLOCK =
      joined(sequence("ld ", 3, 597), sequence("x", 1, 39), sequence(" end", 0, 0));

  @TempDir private Path temp;

  private Path folder;

  @BeforeEach
  void scriptsRunHere() throws IOException {
    assumeFalse(
        System.getProperty("os.name").startsWith("Windows"), "the stand-ins are shell scripts");
    folder = temp.resolve("store/cuda");
    program("ptxas", "{ printf 'code %s %s ' \"$1\" \"$2\"; cat \"$3\"; } >\"$5\"");
    program(
        "fatbinary",
        "{ printf 'fat %s %s ' \"$1\" \"$2\"; cat \"${4##*file=}\"; } >\"${3#--create=}\"");
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(temp.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Translation translation(String architecture) {
    return new Translation(architecture, 2, new Toolkit(temp));
  }

  private Translation.Result translated(byte[] library) throws IOException {
    Path file = Files.write(temp.resolve("library.so"), library);
    return translation("sm_90").of(() -> file, folder, (stage, done, total) -> {});
  }

  private void fails(byte[] library, String... parts) {
    assertThatThrownBy(() -> translated(library))
        .isInstanceOf(ZooException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
    assertThat(left()).isEmpty();
  }

  private List<Path> left() {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What takes the place of a fat binary of so many bytes. */
  private static byte[] fat(String ptx, int size) {
    String text = "fat -64 --compress=false code -arch=sm_90 -O3 " + ptx;
    return Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), size);
  }

  private static int size(byte[]... entries) {
    return CudaLibrary.HEADER + joined(entries).length;
  }

  private static byte[] withOne(byte[]... entries) {
    return new CudaLibrary().fatBinary(entries).bytes();
  }

  @Test
  void machineCodeTakesThePlaceOfPtxAndNothingElseChanges() throws IOException {
    byte[][] one = {code(80, 128), ptx(86, FIRST)};
    byte[][] two = {code(80, 700), compressed(86, BLOCK, SECOND.length())};
    byte[][] noPtx = {code(80, 40)};
    byte[] otherVersion = little(16).putInt(0xBA55ED50).putInt(2).putLong(8).array();
    // Begins where no fat binary does.
    byte[] misplaced = joined(new byte[4], Arrays.copyOf(withOne(ptx(86, "no")), 100));
    byte[] library =
        new CudaLibrary()
            .other("begin".getBytes(StandardCharsets.UTF_8))
            .fatBinary(one)
            .other(otherVersion)
            .other(misplaced)
            .fatBinary(two)
            .fatBinary(noPtx)
            .other("end".getBytes(StandardCharsets.UTF_8))
            .bytes();
    byte[] expected =
        joined(
            new CudaLibrary().other("begin".getBytes(StandardCharsets.UTF_8)).bytes(),
            fat(FIRST, size(one)),
            new CudaLibrary().other(otherVersion).other(misplaced).bytes(),
            fat(SECOND, size(two)),
            new CudaLibrary()
                .fatBinary(noPtx)
                .other("end".getBytes(StandardCharsets.UTF_8))
                .bytes());
    Translation.Result result = translated(library);
    assertThat(Files.readAllBytes(result.file())).isEqualTo(expected).hasSameSizeAs(library);
    assertThat(result.modules()).isEqualTo(2);
    assertThat(result.untouched()).isEqualTo(1);
    int code = "fat -64 --compress=false code -arch=sm_90 -O3 ".length();
    assertThat(result.codeBytes()).isEqualTo(2 * code + FIRST.length() + SECOND.length());
    assertThat(left()).containsExactly(result.file());
  }

  @Test
  void theNameHoldsTheChecksumsOfTheOriginalAndASecondCallFindsIt() throws IOException {
    byte[] library = withOne(code(80, 128), ptx(86, FIRST));
    CRC32 crc = new CRC32();
    crc.update(library);
    Path file = translated(library).file();
    assertThat(file.getFileName())
        .hasToString("%08x-%s-sm_90.so".formatted(crc.getValue(), Sha256.of(library)));
    program("ptxas", "exit 1");
    assertThat(translated(library)).isEqualTo(new Translation.Result(file, 0, 0, 0));
    assertThat(Translation.find(folder, crc.getValue(), "sm_90")).contains(file);
    assertThat(Translation.find(folder, crc.getValue(), "sm_100")).isEmpty();
    assertThat(Translation.find(folder, crc.getValue() ^ 1, "sm_90")).isEmpty();
    assertThat(Translation.find(temp.resolve("none"), crc.getValue(), "sm_90")).isEmpty();
  }

  @Test
  void theLastOfSeveralPtxIsTaken() throws IOException {
    byte[] library = withOne(ptx(80, "earlier"), code(80, 128), ptx(86, FIRST));
    assertThat(Files.readString(translated(library).file(), StandardCharsets.ISO_8859_1))
        .contains(FIRST)
        .doesNotContain("earlier");
  }

  @Test
  void aTranslatorThatCrashesIsAskedForLessOptimisation() throws IOException {
    program(
        "ptxas",
        "[ \"$2\" = -O3 ] && kill -SEGV $$\n{ printf 'code %s ' \"$2\"; cat \"$3\"; } >\"$5\"");
    Path file = translated(withOne(code(80, 128), ptx(86, FIRST))).file();
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("code -O1 " + FIRST);
  }

  @Test
  void theFirstLineOfAFailureIsTheMessage() throws IOException {
    program("ptxas", "echo >&2; echo \"ptxas fatal : bad $2\" >&2; echo more >&2; exit 255");
    byte[] library = new CudaLibrary().other(new byte[24]).fatBinary(ptx(86, FIRST)).bytes();
    fails(library, "ptxas failed on the module at byte 24: ptxas fatal : bad -O3; try another");
    program("ptxas", "exit 7");
    fails(library, "ptxas failed on the module at byte 24: it ended with exit code 7;");
    program("ptxas", ": >\"$5\"");
    program("fatbinary", "echo no; exit 1");
    fails(library, "fatbinary failed on the module at byte 24: no;");
  }

  @Test
  void codeThatDoesNotFitIsCompressedOrRefused() throws IOException {
    program(
        "fatbinary",
        "[ \"$2\" = --compress-all ] && n=90 || n=9000; head -c $n /dev/zero | tr '\\0' c >\"${3#--create=}\"");
    byte[] library = withOne(ptx(86, FIRST));
    byte[] expected = new byte[library.length];
    Arrays.fill(expected, 0, 90, (byte) 'c');
    assertThat(Files.readAllBytes(translated(library).file())).isEqualTo(expected);
    Files.delete(left().get(0));
    program("fatbinary", "head -c 9000 /dev/zero >\"${3#--create=}\"");
    fails(
        library,
        "at most %d bytes of machine code expected for the module at byte 0"
            .formatted(library.length),
        "got 9000");
  }

  @Test
  void whatHasNoPtxForTheArchitectureIsRefused() throws IOException {
    fails(new byte[3], "a library with PTX expected", "0 fat binaries");
    fails(withOne(code(80, 8)), "a library with PTX expected", "1 fat binaries");
    Path file = Files.write(temp.resolve("new.so"), withOne(ptx(86, FIRST)));
    assertThatThrownBy(
            () -> translation("sm_80").of(() -> file, folder, (stage, done, total) -> {}))
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo("arch"))
        .hasMessage("sm_86 or later expected, as the library's PTX is for that; got sm_80");
  }

  @ParameterizedTest
  @CsvSource({
    // Where, the number there, and what is said of it.
    "8, -1, it states 18446744073709551615 bytes",
    "8, 4096, it states 4096 bytes",
    "8, 65, its entry 1 states", // the entry has 64 + 24
    "24, -8, its entry 1 states 18446744073709551608 bytes",
    "24, 9223372036854775807, its entry 1 states 9223372036854775807 bytes",
    "24, 8, its entry 2 states 64 bytes",
  })
  void sizesThatAreWrongAreRefused(int at, long value, String said) {
    byte[] library = withOne(ptx(86, FIRST));
    little(8).putLong(value).rewind().get(library, at, 8);
    fails(library, "the fat binary at byte 0 is cut off", said);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 40, 100})
  void aLibraryThatIsCutOffIsRefused(int size) {
    fails(
        Arrays.copyOf(withOne(ptx(86, FIRST)), size),
        "the fat binary at byte 0 is cut off",
        "%d are left".formatted(size - 16));
  }

  @Test
  void damagedCompressionIsRefused() {
    String said = "the PTX of the fat binary at byte 0 cannot be decompressed";
    fails(withOne(compressed(86, BLOCK, SECOND.length() + 1L)), said, "it ends at");
    fails(withOne(compressed(86, BLOCK, Long.MAX_VALUE)), said, "9223372036854775807 bytes");
    fails(withOne(compressed(86, BLOCK, -1)), said, "18446744073709551615 bytes");
    fails(withOne(compressed(86, sequence("ab", 3, 9), 11)), said, "3 bytes before byte 2");
    fails(withOne(compressed(86, sequence("ab", 0, 9), 11)), said, "0 bytes before byte 2");
    byte[] endless = new byte[64];
    Arrays.fill(endless, (byte) 0xFF);
    fails(withOne(compressed(86, endless, 640)), said, "it ends at 0 of 640 bytes");
    fails(
        withOne(CudaLibrary.entry(1, 86, BLOCK, BLOCK.length, SECOND.length(), 0x8000)),
        "Zstandard");
    fails(withOne(CudaLibrary.entry(1, 86, BLOCK, 4000, SECOND.length(), 0x2000)), "is cut off");
  }

  @Test
  void anInterruptionLeavesNothing() throws Exception {
    program("ptxas", "echo $$ >'" + temp + "/pid'; exec sleep 60");
    Path file = Files.write(temp.resolve("library.so"), withOne(ptx(86, FIRST)));
    List<String> stages = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                translation("sm_90").of(() -> file, folder, (stage, d, t) -> stages.add(stage + t));
                failure.complete(null);
              } catch (ZooException e) {
                failure.complete(e);
              }
            });
    thread.start();
    Path pid = temp.resolve("pid");
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      Thread.sleep(20);
    }
    // While one module is translated, somebody is told.
    Thread.sleep(2500);
    thread.interrupt();
    assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessage("the translation was interrupted");
    assertThat(stages.stream().filter("translating1"::equals).count()).isGreaterThan(2);
    assertThat(left()).isEmpty();
    long child = Long.parseLong(Files.readString(pid).strip());
    for (ProcessHandle ending : ProcessHandle.of(child).stream().toList()) {
      ending.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.0", "sm_9", "sm_90 ", "compute_90", "sm_90;id", ""})
  void anArchitectureIsAName(String word) {
    assertThatThrownBy(() -> translation(word))
        .isInstanceOf(SettingException.class)
        .hasMessage("an architecture such as sm_90 expected; got " + word);
    assertThatThrownBy(() -> new Translation("sm_90", 0, new Toolkit(temp)))
        .hasMessage("1 or more expected; got 0");
  }
}
