package io.github.aezoo.cli;

import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.image.PictureGrid;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Models, pictures and recipes for tests: made once in a process, deleted when it ends. */
public final class TinyZoo {
  /** The published model's id. */
  public static final String MODEL = "undercomplete-tiny.synthetic-digits.v1";

  /** Its recipe. */
  public static final String RECIPE = "undercomplete-tiny.synthetic-digits";

  /** Values of its code. */
  public static final int CODES = 8;

  /** Pictures of every class in {@code test/}; three times as many are in {@code train/}. */
  public static final int PICTURES = 4;

  private static final int CLASSES = 3;
  private static final Path ROOT = root();
  private static boolean published;
  private static boolean drawn;

  private TinyZoo() {}

  /** The folder of downloads and caches. */
  public static Path store() {
    return ROOT.resolve("store");
  }

  /** The checkpoint folder that was published. */
  public static Path checkpoint() {
    catalogue();
    return ROOT.resolve("run");
  }

  /** A catalogue of one model; its path has a space. */
  public static synchronized Path catalogue() {
    Path folder = ROOT.resolve("private zoo");
    if (!published) {
      Path run = ROOT.resolve("run");
      Ran.zoo("train", RECIPE, "--epochs", 1, "--quiet", "--out", run, "--store", store()).ok();
      Ran.zoo("publish", run, "--to", folder).ok();
      published = true;
    }
    return folder;
  }

  /** A folder of digits as PNG, with splits and classes: {@code train/zero/00.png}. */
  public static synchronized Path pictures() {
    Path folder = ROOT.resolve("pictures");
    if (!drawn) {
      SyntheticDigits digits = new SyntheticDigits();
      for (int i = 0; i < 4 * PICTURES * CLASSES; i++) {
        boolean test = i < PICTURES * CLASSES;
        Path file =
            folder.resolve("%s/%c/%02d.png".formatted(test ? "test" : "train", 'a' + i % 3, i));
        PictureGrid.save(file, PictureGrid.of(digits.image(Split.TRAIN, i), digits.shape()));
      }
      drawn = true;
    }
    return folder;
  }

  /** A recipe on the pictures: an epoch takes milliseconds. */
  public static String recipe(int epochs, String optimizer) {
    return """
    {"name": "pictures-of-a-test", "family": "undercomplete", "variant": "tiny",
     "data": "%s", "loss": "bce", "optimizer": %s, "corruption": "masking:0.1",
     "epochs": %d, "batchSize": 4, "validation": 8, "seed": 7}
    """
        .formatted(pictures().toString().replace(File.separatorChar, '/'), optimizer, epochs);
  }

  /** The same with Adam. */
  public static String recipe(int epochs) {
    return recipe(epochs, "{\"type\": \"adam\", \"learningRate\": 0.001}");
  }

  private static Path root() {
    try {
      Path root = Files.createTempDirectory("tiny zoo ");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
