package io.github.aezoo.device;

import io.github.aezoo.device.fatbin.Translation;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * ND4J's CUDA library with machine code for one card, translated ahead of time and kept in the
 * store's folder {@code cuda}.
 *
 * <p>It is loaded through JavaCPP's loader, under the name by which ND4J asks for its library,
 * before ND4J starts. The loader then takes the library for loaded, and the dynamic linker gives it
 * to ND4J's JNI library, which needs it by its soname. The other ways do not do: {@code
 * org.bytedeco.javacpp.pathsFirst} is read once, when the loader's class is initialised, and makes
 * it prefer the system's libraries to those of the distribution, OpenBLAS too; {@code
 * java.library.path} alone is searched after the class path; a changed file in the loader's cache
 * is unpacked again; {@code System.load} alone leaves the loader to load the original beside it.
 */
public final class TranslatedLibrary {
  private static final String NAME = "nd4jcuda";
  private static final String OWNER = "org.nd4j.nativeblas.Nd4jCuda";
  private static final String FOLDER = "cuda";
  private static final String PLATFORM = "linux-x86_64";
  private static final String RESOURCE =
      "org/nd4j/nativeblas/%s/lib%s.so".formatted(PLATFORM, NAME);

  private TranslatedLibrary() {}

  /** Where translated libraries are in a store. */
  public static Path folder(Path store) {
    return store.resolve(FOLDER);
  }

  /** The name that CUDA's compilers have for a card's architecture, for example sm_90. */
  public static String architecture(ComputeCapability card) {
    return "sm_%d%d".formatted(card.major(), card.minor());
  }

  /**
   * The architecture of the first visible card.
   *
   * @throws SettingException when there is none
   */
  public static String architecture(Devices.Survey survey) {
    return survey.cards().stream()
        .filter(Devices.Card::visible)
        .flatMap(card -> card.gpu().capability().stream())
        .findFirst()
        .map(TranslatedLibrary::architecture)
        .orElseThrow(
            () ->
                new SettingException(
                    "arch",
                    "a visible card or an architecture expected; %s: name the architecture, for example sm_90"
                        .formatted(
                            survey.driver().trouble().orElse("no card of known architecture"))));
  }

  /**
   * Translates the CUDA library of this distribution; it takes 20 minutes on one core.
   *
   * @param build of this distribution
   * @param store gets the translated library, 900 MB
   * @throws ZooException when the build has no library with PTX, or see {@link Translation#of}
   */
  public static Translation.Result make(
      Build build, Translation translation, Path store, Translation.Listener listener) {
    requirePtx(build);
    URL library =
        original()
            .orElseThrow(
                () ->
                    new ZooException(
                        "the CUDA library of %s expected in this distribution; not found: translation works on Linux on x86-64"
                            .formatted(PLATFORM)));
    return translation.of(() -> unpacked(library), folder(store), listener);
  }

  /**
   * Checks that there is something to translate.
   *
   * @throws ZooException when the build has no library with PTX
   */
  public static void requirePtx(Build build) {
    if (build.ptx().isEmpty()) {
      Build other = Build.all().stream().filter(b -> b.ptx().isPresent()).findFirst().orElseThrow();
      throw new ZooException(
          "a build with PTX expected; this one (%s) holds %s: build the profile %s: %s"
              .formatted(build.name(), build.holds(), other.name(), other.command()));
    }
  }

  /** What ND4J would unpack at its start. */
  private static Path unpacked(URL library) {
    try {
      File file = Loader.cacheResource(library);
      if (file == null) {
        throw new IOException("it cannot be unpacked");
      }
      return file.toPath();
    } catch (IOException e) {
      throw new ZooException("cannot read %s: %s".formatted(library, SafeFiles.reason(e)), e);
    }
  }

  private static Optional<URL> original() {
    return Optional.ofNullable(TranslatedLibrary.class.getClassLoader().getResource(RESOURCE));
  }

  /**
   * The translated library for a card, of exactly its compute capability; empty when there is none
   * for the library of this distribution.
   */
  public static Optional<Path> find(Path store, Gpu gpu) {
    return gpu.capability()
        .flatMap(card -> original().flatMap(library -> find(store, library, architecture(card))));
  }

  /** By the checksum that the jar states: that of 900 MB takes seconds at every start. */
  static Optional<Path> find(Path store, URL original, String architecture) {
    try {
      return original.openConnection() instanceof JarURLConnection jar
          ? Translation.find(folder(store), jar.getJarEntry().getCrc(), architecture)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Loads a library in place of the distribution's; before ND4J starts.
   *
   * @throws UnsatisfiedLinkError when it does not load
   */
  static void load(Path library) {
    try {
      // In the scope of the class whose library it is; its own start would load the original.
      Class<?> owner = Class.forName(OWNER, false, TranslatedLibrary.class.getClassLoader());
      Loader.loadLibrary(owner, new URL[] {library.toAbsolutePath().toUri().toURL()}, NAME);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(library.toString(), e);
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(e.getMessage());
    }
  }
}
