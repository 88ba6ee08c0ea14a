package io.github.aezoo.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruption;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class EvaluatorTest {
  private static final Reconstructor IDENTITY = images -> images;
  private static final Reconstructor BLACK = images -> new float[images.length];

  /** Six flat images, whose squared errors against black are .1 .. .9 exactly enough. */
  private static final ArrayDataset FLAT =
      new ArrayDataset("flat", new Shape(1, 2, 2), List.of("a", "b"))
          .with(Split.TEST, flat(.5, .1, .9, .4, .3, .7), 0, 1, 0, 1, 0, 1);

  private static float[][] flat(double... squares) {
    float[][] images = new float[squares.length][4];
    for (int i = 0; i < squares.length; i++) {
      Arrays.fill(images[i], (float) Math.sqrt(squares[i]));
    }
    return images;
  }

  /** Oracle for the percentiles: numpy.percentile([.5, .1, .9, .4, .3, .7], ...). */
  @Test
  void meansClassesPercentilesAndExtremesAreThoseOfTheImages() {
    Evaluation e = new Evaluator().withBatchSize(4).evaluate(BLACK, FLAT, Split.TEST);
    assertThat(e.dataset()).isEqualTo("flat");
    assertThat(e.split()).isEqualTo("test");
    assertThat(e.samples()).isEqualTo(6);
    assertThat(e.corruption()).isNull();
    assertThat(e.metrics().keySet()).containsExactly("mse", "mae", "bce", "psnrDb");
    assertThat(e.metric("mse")).isEqualTo(2.9 / 6, within(1e-7));
    assertThat(e.classes()).extracting(Evaluation.ClassScores::name).containsExactly("a", "b");
    assertThat(e.classes().get(0).metrics().get("mse")).isEqualTo(1.7 / 3, within(1e-7));
    assertThat(e.classes().get(1).samples()).isEqualTo(3);
    assertThat(e.msePercentiles().keySet())
        .containsExactly("p1", "p5", "p25", "p50", "p75", "p95", "p99", "max");
    double[] expected = {.11, .15, .325, .45, .65, .85, .89, .9};
    int i = 0;
    for (double percentile : e.msePercentiles().values()) {
      assertThat(percentile).isEqualTo(expected[i++], within(1e-6));
    }
    assertThat(e.extremes().best()).containsExactly(1, 4, 3, 0, 5, 2);
    assertThat(e.extremes().worst()).endsWith(5, 2);
  }

  @Test
  void identityIsPerfect() {
    Evaluation e = new Evaluator().evaluate(IDENTITY, digits(30), Split.TEST);
    assertThat(e.metric("mse")).isZero();
    assertThat(e.metric("psnrDb")).isEqualTo(100);
    assertThat(e.metric("ssim")).isEqualTo(1, within(1e-12));
    assertThat(e.classes()).isEmpty();
  }

  @Test
  void corruptionReachesTheInputAndNeverTheTarget() {
    Corruption black =
        new Corruption() {
          @Override
          public float[] apply(float[] clean, Shape shape, long seed) {
            return new float[clean.length];
          }

          @Override
          public String spec() {
            return "black";
          }
        };
    Evaluation e = new Evaluator().withCorruption(black, 9).evaluate(IDENTITY, FLAT, Split.TEST);
    assertThat(e.metric("mse")).isEqualTo(2.9 / 6, within(1e-7));
    assertThat(e.corruption()).isEqualTo("black");
    assertThat(e.corruptionSeed()).isEqualTo(9);
  }

  @Test
  void aModelThatWritesIntoItsInputDoesNotReachTheTarget() {
    Evaluation e =
        new Evaluator()
            .evaluate(
                images -> {
                  Arrays.fill(images, 0);
                  return images;
                },
                FLAT,
                Split.TEST);
    assertThat(e.metric("mse")).isEqualTo(2.9 / 6, within(1e-7));
  }

  @Test
  void resultDoesNotDependOnThreadsOrBatches() throws Exception {
    ArrayDataset data = digits(300);
    Reconstructor half = images -> each(images, x -> 0.5f * x + 0.1f);
    List<Evaluation> all = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      all.add(
          pool.submit(() -> new Evaluator().withBatchSize(37).evaluate(half, data, Split.TEST))
              .get());
      pool.shutdown();
    }
    all.add(new Evaluator().withBatchSize(300).evaluate(half, data, Split.TEST));
    assertThat(all.get(1)).isEqualTo(all.get(0));
    assertThat(all.get(2)).isEqualTo(all.get(0));
  }

  @Test
  void aLimitTakesImagesFromTheWholeSplit() {
    List<String> calls = new ArrayList<>();
    Evaluation e =
        new Evaluator()
            .withLimit(3)
            .withBatchSize(2)
            .withProgress((images, total) -> calls.add(images + "/" + total))
            .evaluate(BLACK, FLAT, Split.TEST);
    assertThat(e.extremes().best()).containsExactly(4, 0, 2);
    assertThat(e.metric("mse")).isEqualTo((.5 + .9 + .3) / 3, within(1e-7));
    assertThat(calls).containsExactly("2/3", "3/3");
  }

  @Test
  void wrongReconstructionsAreNamed() {
    Evaluator evaluator = new Evaluator();
    assertThatThrownBy(() -> evaluator.evaluate(BLACK, FLAT, Split.TRAIN))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "evaluation needs images; the train split of flat has none, choose one of [test]");
    assertThatThrownBy(() -> evaluator.evaluate(x -> new float[23], FLAT, Split.TEST))
        .isInstanceOf(ZooException.class)
        .hasMessage("a reconstruction of 6 images [1, 2, 2] has 24 values; got 23");
    Reconstructor diverged = x -> each(x, value -> Float.NaN);
    assertThatThrownBy(() -> evaluator.evaluate(diverged, FLAT, Split.TEST))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("has NaN at value 0: the model has diverged");
  }

  @Test
  void jsonBringsBackTheSameEvaluation() throws Exception {
    Evaluation e = new Evaluator().evaluate(BLACK, FLAT, Split.TEST);
    ObjectMapper mapper = new ObjectMapper();
    String json = mapper.writeValueAsString(e);
    Evaluation back = mapper.readValue(json, Evaluation.class);
    assertThat(back).isEqualTo(e);
    assertThat(List.copyOf(back.metrics().keySet())).isEqualTo(List.copyOf(e.metrics().keySet()));
    assertThat(Json.read(Json.text(e), Evaluation.class, "test")).isEqualTo(e);
  }

  @Test
  void tenThousandImagesTakeAboutASecond() {
    Dataset mnist = RealData.load("mnist");
    INDArray anything = Batches.range(mnist, Split.TEST, 0, 1);
    assertThat(anything.length()).isEqualTo(784);
    Reconstructor half = images -> each(images, x -> 0.5f * x);
    new Evaluator().withLimit(2000).evaluate(half, mnist, Split.TEST);
    long start = System.nanoTime();
    new Evaluator().evaluate(half, mnist, Split.TEST);
    // Measured 0.6 s with two cores; the bound leaves room for a loaded machine.
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(10);
  }

  private static float[] each(float[] values, UnaryOperator<Float> function) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = function.apply(values[i]);
    }
    return out;
  }

  private static ArrayDataset digits(int n) {
    return ArrayDataset.factors(new Shape(1, 12, 13), 1, n, 5);
  }
}
