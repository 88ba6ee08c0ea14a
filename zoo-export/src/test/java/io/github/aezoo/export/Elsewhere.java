package io.github.aezoo.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.model.Autoencoder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A process that has DL4J and the zoo's layers on its class path, no tests and no weights. */
public final class Elsewhere {
  private static final int SECONDS = 300;

  private static final List<String> NOT_THERE =
      List.of(
          "test-classes",
          "-tests.jar",
          "zoo-pretrained",
          "zoo-cli",
          "onnxruntime",
          "junit",
          "assertj");

  private Elsewhere() {}

  /** Leaves what the other process shall give a network, as that network takes it. */
  public static void give(Path folder, String name, Autoencoder model, INDArray images)
      throws IOException {
    Nd4j.saveBinary(
        model.architecture().laidOut(images).dup('c'), folder.resolve(name + ".in").toFile());
  }

  /** Runs the process on a folder with {@code NAME.zip} and {@code NAME.in}. */
  public static void run(Path folder) throws IOException, InterruptedException {
    Path classes = folder.resolve("classes");
    String name = RestoredElsewhere.class.getName().replace('.', '/') + ".class";
    Files.createDirectories(classes.resolve(name).getParent());
    try (InputStream in = RestoredElsewhere.class.getClassLoader().getResourceAsStream(name)) {
      Files.copy(in, classes.resolve(name));
    }
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> NOT_THERE.stream().noneMatch(entry::contains))
            .collect(Collectors.joining(File.pathSeparator));
    Path log = folder.resolve("log");
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classes + File.pathSeparator + path,
            RestoredElsewhere.class.getName(),
            folder.toString());
    // As these tests run: sums are rounded as the threads share them.
    java.environment().put("OMP_NUM_THREADS", "1");
    Process child = java.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(child.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.exitValue()).as(Files.readString(log)).isZero();
  }

  /** Whether the other process came to the same bits as a model does here. */
  public static boolean agrees(Path folder, String name, Autoencoder model, INDArray images)
      throws IOException {
    INDArray there = Nd4j.readBinary(folder.resolve(name + ".out").toFile());
    INDArray here =
        model.network().outputSingle(false, model.architecture().laidOut(images).dup('c'));
    return Arrays.equals(there.shape(), here.shape())
        && Arrays.equals(there.dup('c').data().asFloat(), here.dup('c').data().asFloat());
  }
}
