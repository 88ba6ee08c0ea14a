package io.github.aezoo.device.fatbin;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.SettingException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of a CUDA toolkit that translate PTX.
 *
 * @param folder has {@code ptxas} and {@code fatbinary}
 */
public record Toolkit(Path folder) {
  private static final Path SYSTEM = Path.of("/usr/local");

  /**
   * That of a folder.
   *
   * @param cuda the toolkit, or its folder {@code bin}
   * @throws SettingException when the programs are not there
   */
  public static Toolkit of(Path cuda) {
    return first(
        Stream.of(cuda, cuda.resolve("bin")),
        "a CUDA toolkit with bin/ptxas and bin/fatbinary expected; %s has none: install one, or name its folder"
            .formatted(cuda));
  }

  /**
   * The first on the PATH, in CUDA_HOME, in CUDA_PATH, and in {@code /usr/local/cuda*}, the last
   * version first.
   *
   * @throws SettingException when there is none
   */
  public static Toolkit find(Map<String, String> environment) {
    return find(environment, SYSTEM);
  }

  static Toolkit find(Map<String, String> environment, Path system) {
    List<Path> folders = new ArrayList<>();
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      named(folder).ifPresent(folders::add);
    }
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      named(environment.getOrDefault(variable, ""))
          .ifPresent(home -> folders.add(home.resolve("bin")));
    }
    folders.addAll(versions(system));
    return first(
        folders.stream(),
        "the programs ptxas and fatbinary of a CUDA toolkit expected on the PATH, in CUDA_HOME or in %s/cuda; not found: install a toolkit, or name its folder"
            .formatted(system));
  }

  private static Toolkit first(Stream<Path> folders, String none) {
    return folders
        .filter(Toolkit::complete)
        .findFirst()
        .map(Toolkit::new)
        .orElseThrow(() -> new SettingException("cuda", none));
  }

  private static Optional<Path> named(String folder) {
    return folder.isBlank() ? Optional.empty() : SafeFiles.path(folder);
  }

  private static List<Path> versions(Path system) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(system, "cuda*")) {
      folders.forEach(folder -> found.add(folder.resolve("bin")));
    } catch (IOException e) {
      return List.of();
    }
    found.sort(Comparator.reverseOrder());
    return found;
  }

  private static boolean complete(Path folder) {
    return Files.isExecutable(folder.resolve("ptxas"))
        && Files.isExecutable(folder.resolve("fatbinary"));
  }

  /** The words of a command that translates PTX. */
  List<String> ptxas(String architecture, String level, Path ptx, Path code) {
    return List.of(
        folder.resolve("ptxas").toString(),
        "-arch=" + architecture,
        level,
        ptx.toString(),
        "-o",
        code.toString());
  }

  /** The words of a command that packs machine code. */
  List<String> fatbinary(String architecture, String compression, Path code, Path packed) {
    return List.of(
        folder.resolve("fatbinary").toString(),
        "-64",
        compression,
        "--create=" + packed,
        "--image3=kind=elf,sm=%s,file=%s".formatted(architecture.substring(3), code));
  }
}
