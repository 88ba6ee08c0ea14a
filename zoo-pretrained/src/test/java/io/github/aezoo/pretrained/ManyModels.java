package io.github.aezoo.pretrained;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Loads a model, reconstructs, trains one step and closes both models, many times in one JVM, and
 * prints how large the process is now and then.
 */
final class ManyModels {
  private static final List<String> MODELS =
      List.of(
          "undercomplete-small.mnist",
          "conv-small.mnist",
          "vae-z2.mnist",
          "denoise-stepped.mnist",
          "contractive-small.mnist",
          "sparse-topk.mnist",
          "vae-conv-z16.mnist");

  private static final int IMAGES = 32;

  private ManyModels() {}

  /**
   * Runs.
   *
   * @param args how many models, and after how many of them a line is printed
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int models = Integer.parseInt(args[0]);
    int step = Integer.parseInt(args[1]);
    Dataset digits = new SyntheticDigits(IMAGES, IMAGES, IMAGES, 8);
    INDArray images = Batches.range(digits, Split.TEST, 0, IMAGES);
    for (int i = 1; i <= models; i++) {
      String name = MODELS.get(i % MODELS.size());
      try (Autoencoder model = Zoo.load(name)) {
        model.reconstruct(images).close();
      }
      Zoo.fineTune(
              name,
              digits,
              recipe ->
                  recipe
                      .withEpochs(1)
                      .withImages(IMAGES)
                      .withBatchSize(IMAGES)
                      .withValidation(IMAGES)
                      .withTwin(false))
          .model()
          .close();
      if (i % step == 0) {
        System.gc();
        // ND4J frees on a thread of its own.
        Thread.sleep(300);
        System.out.println(String.format(Locale.ROOT, "%d %d", i, residentKib()));
      }
    }
    System.exit(0);
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
