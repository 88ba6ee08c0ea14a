package io.github.aezoo.bench;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.vae.VaeArchitecture;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Measures training beside libtorch, and inference beside ONNX Runtime, and prints tables.
 *
 * <p>{@code Bench train|infer THREADS BATCHES MODELS [SIDES]}: numbers and names of models with
 * commas between them, or {@code all} for one model of each shipped architecture; with sides,
 * convolutional networks are measured at square images of these sides.
 */
public final class Bench {
  private static final double RATE = 1e-3;
  private static final Pair.Effort EFFORT =
      new Pair.Effort(
          Double.parseDouble(System.getProperty("bench.warmUp", "1.5")),
          Double.parseDouble(System.getProperty("bench.seconds", "1")),
          Integer.getInteger("bench.rounds", 5));

  private Bench() {}

  /** Runs it. */
  public static void main(String... arguments) throws Exception {
    int[] threads = numbers(arguments[1]);
    int[] batches = numbers(arguments[2]);
    List<String> models = models(arguments[3]);
    if (arguments[0].equals("train")) {
      boolean own = arguments.length < 5 || arguments[4].equals("none");
      train(models, threads, batches, own ? new int[0] : numbers(arguments[4]));
    } else {
      infer(models, threads, batches);
    }
    // libtorch leaves threads that are no daemons.
    System.exit(0);
  }

  /** The first model of each architecture. */
  private static List<String> models(String names) {
    if (!names.equals("all")) {
      return List.of(names.split(","));
    }
    Map<Architecture, String> first = new LinkedHashMap<>();
    for (Catalogue.Entry entry : Zoo.list()) {
      first.putIfAbsent(Zoo.card(entry.id()).rebuild(), entry.id());
    }
    return List.copyOf(first.values());
  }

  private static int[] numbers(String list) {
    return List.of(list.split(",")).stream().mapToInt(Integer::parseInt).toArray();
  }

  /** Images with some structure: what is in them does not change how long a step takes. */
  private static Dataset data(Shape shape, int batch) {
    Random random = new Random(1);
    float[][] images = new float[Training.BATCHES * batch][shape.size()];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = Math.max(0, random.nextFloat() * 2 - 1);
      }
    }
    return Datasets.of("noise", images, shape);
  }

  private static void train(List<String> models, int[] threads, int[] batches, int... sides) {
    System.out.println(
        "| model | side | threads | batch | zoo, samples/s | libtorch 2.7.1, samples/s | ratio | of the"
            + " rounds | first loss, zoo / libtorch | GEMM, GFLOP/s a thread |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (String name : models) {
      ModelCard card = Zoo.card(name);
      Architecture own = card.rebuild();
      List<Architecture> all = new ArrayList<>();
      for (int side : sides) {
        own.at(new Shape(own.input().channels(), side, side)).ifPresent(all::add);
      }
      for (Architecture architecture : sides.length == 0 ? List.of(own) : all) {
        Dataset data = data(architecture.input(), IntStream.of(batches).max().orElseThrow());
        for (int count : threads) {
          for (int batch : batches) {
            train(name, architecture, card.recipe().loss(), data, count, batch);
          }
        }
      }
    }
  }

  private static void train(
      String name, Architecture architecture, Loss loss, Dataset data, int threads, int batch) {
    Learning learning = new Learning(loss, new Adam(RATE), 0);
    try (Autoencoder model = Autoencoder.create(name, architecture, learning, 1);
        Training theirs = new TorchTraining(model, loss, data, batch, RATE, threads);
        Training ours = new OurTraining(model, loss, data, batch, threads)) {
      double a = ours.step(true);
      double b = theirs.step(true);
      // Codes that are drawn at random are others; and PyTorch pads maps at both ends, DL4J's
      // strided layers at one, which costs the same.
      boolean maps = architecture.inputType().getType() == InputType.Type.CNN;
      double apart = maps || architecture instanceof VaeArchitecture ? 0.01 : 1e-5;
      if (!(Math.abs(a - b) <= apart * Math.abs(a))) {
        throw new IllegalStateException(
            "%s: the same network expected; losses are %s and %s".formatted(name, a, b));
      }
      Pair pair = Pair.of(EFFORT, batch, () -> ours.step(false), () -> theirs.step(false));
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %d | %,.0f | %,.0f | **%.2f** | %.2f to %.2f | %.3f / %.3f | %.0f |%n",
          name,
          architecture.input().width(),
          threads,
          batch,
          pair.ours(),
          pair.theirs(),
          pair.ratio(),
          pair.lowest(),
          pair.highest(),
          a,
          b,
          gemm());
    }
  }

  private static void infer(List<String> models, int[] threads, int[] batches) throws Exception {
    System.out.println(
        "| model | threads | batch | zoo, us a call | ONNX Runtime, us a call | ratio of speeds | of"
            + " the rounds | largest difference |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    Path folder = Files.createTempDirectory("zoo-bench");
    for (String id : models) {
      Path own = folder.resolve(id);
      Zoo.export(Zoo.checkpoint(id), "onnx", own);
      Path file = own.resolve("autoencoder.onnx");
      for (int count : threads) {
        try (Autoencoder model = Zoo.load(id);
            OnnxInference onnx = new OnnxInference(file, count)) {
          for (int batch : batches) {
            infer(id, model, onnx, count, batch);
          }
        }
      }
    }
  }

  private static void infer(
      String id, Autoencoder model, OnnxInference onnx, int threads, int batch) throws Exception {
    Shape shape = model.architecture().input();
    Random random = new Random(2);
    float[] images = new float[batch * shape.size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat();
    }
    float[] a = model.reconstruct(images);
    float[] b = onnx.reconstruct(images, shape.batch(batch));
    double apart = 0;
    for (int i = 0; i < a.length; i++) {
      apart = Math.max(apart, Math.abs(a[i] - b[i]));
    }
    ForkJoinPool pool = new ForkJoinPool(threads);
    Pair pair =
        pool.submit(
                () ->
                    Pair.of(
                        EFFORT,
                        1,
                        () -> model.reconstruct(images),
                        () -> onnx.reconstruct(images, shape.batch(batch))))
            .get();
    pool.shutdown();
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %,.1f | %,.1f | **%.2f** | %.2f to %.2f | %.1e |%n",
        id,
        threads,
        batch,
        1e6 / pair.ours(),
        1e6 / pair.theirs(),
        pair.ratio(),
        pair.lowest(),
        pair.highest(),
        apart);
  }

  /** How fast one thread multiplies matrices here and now: what any library can reach at most. */
  private static double gemm() {
    int n = 512;
    INDArray a = Nd4j.rand(DataType.FLOAT, n, n);
    INDArray b = Nd4j.rand(DataType.FLOAT, n, n);
    INDArray c = Nd4j.createUninitialized(DataType.FLOAT, n, n);
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long begun = System.nanoTime();
      Nd4j.matmul(a, b, c);
      rates.add(2.0 * n * n * n / (System.nanoTime() - begun));
    }
    return rates.stream().sorted().skip(10).findFirst().orElseThrow();
  }
}
