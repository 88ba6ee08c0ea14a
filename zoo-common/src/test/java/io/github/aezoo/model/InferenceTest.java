package io.github.aezoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.probe.ProbeArchitecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Tag("engine")
class InferenceTest {
  private static final Shape SHAPE = new Shape(1, 20, 20);

  /** Wide enough that helpers are worth their waking. */
  private static Autoencoder wide() {
    return Autoencoder.create("wide", new ProbeArchitecture(SHAPE, 300, 0.5, true), LEARNING, 3);
  }

  private static final Learning LEARNING = Learning.NONE;

  private static float[] images(int n) {
    Random random = new Random(n);
    float[] values = new float[n * SHAPE.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static INDArray array(float[] values) {
    return Nd4j.createFromArray(values).reshape('c', SHAPE.batch(values.length / SHAPE.size()));
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  private static void assertClose(float[] ours, float[] theirs) {
    assertThat(ours).hasSameSizeAs(theirs);
    float worst = 0;
    for (int i = 0; i < ours.length; i++) {
      worst = Math.max(worst, Math.abs(ours[i] - theirs[i]));
    }
    assertThat(worst).isLessThan(1e-6f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 31, 32, 129, 700})
  void anyNumberOfImagesGivesWhatDl4jsLayersGive(int n) {
    try (Autoencoder model = wide()) {
      float[] images = images(n);
      float[] theirs = values(model.network().outputSingle(false, array(images).reshape(n, -1)));
      assertClose(model.reconstruct(images), theirs);
      assertThat(model.reconstruct(array(images)).shape()).containsExactly(n, 1, 20, 20);
      // A second call, whose memory holds what the first left.
      assertThat(values(model.reconstruct(array(images)))).isEqualTo(model.reconstruct(images));
      assertClose(model.decode(model.encode(images)), theirs);
      assertClose(values(model.decode(model.encode(array(images)))), theirs);
      assertThat(model.activations(Architecture.CODE, images)).isEqualTo(model.encode(images));
    }
  }

  @Test
  void whateverLiesOtherwiseInMemoryIsReadAsItIs() {
    try (Autoencoder model = wide()) {
      INDArray images = array(images(6));
      float[] expected = model.reconstruct(images(6));
      assertThat(values(model.reconstruct(images.dup('f')))).isEqualTo(expected);
      INDArray every = Nd4j.zeros(DataType.FLOAT, 12, 1, 20, 20);
      for (int i = 0; i < 6; i++) {
        every.slice(2L * i).assign(images.slice(i));
      }
      INDArray strided =
          Nd4j.create(every.data(), images.shape(), new long[] {800, 400, 20, 1}, 0, 'c');
      assertThat(values(model.reconstruct(strided))).isEqualTo(expected);
      assertThat(values(model.reconstruct(images.castTo(DataType.DOUBLE)))).isEqualTo(expected);
    }
  }

  @Test
  void manyThreadsGetTheSameBytesAsOne() throws Exception {
    try (Autoencoder model = wide()) {
      float[] images = images(300);
      float[] expected = new ForkJoinPool(1).submit(() -> model.reconstruct(images)).get();
      float[] one = Arrays.copyOf(images, SHAPE.size());
      float[] ofOne = model.reconstruct(one);
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        boolean few = i % 3 > 0;
        all.add(
            threads.submit(
                () ->
                    few
                        ? Arrays.equals(model.reconstruct(one), ofOne)
                        : Arrays.equals(model.reconstruct(images), expected)));
      }
      for (Future<Boolean> each : all) {
        assertThat(each.get()).isTrue();
      }
      threads.shutdown();
      for (int count : new int[] {2, 3, 16}) {
        ForkJoinPool pool = new ForkJoinPool(count);
        assertThat(pool.submit(() -> model.reconstruct(images)).get()).isEqualTo(expected);
        pool.shutdown();
      }
    }
  }

  @Test
  void aModelThatIsClosedWhileOthersComputeSaysSo() throws Exception {
    float[] images = images(64);
    for (int round = 0; round < 5; round++) {
      Autoencoder model = wide();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(
                () ->
                    assertThatThrownBy(
                            () -> {
                              while (true) {
                                model.reconstruct(images);
                              }
                            })
                        .isInstanceOf(ZooException.class)
                        .hasMessage("the model wide is closed; load it again")));
      }
      Thread.sleep(20);
      model.close();
      for (Future<?> each : all) {
        each.get();
      }
      threads.shutdown();
    }
  }

  @Test
  void newWeightsAreUsedFromTheNextCallOn() {
    try (Autoencoder model = wide();
        Autoencoder other = Autoencoder.create("other", model.architecture(), LEARNING, 4)) {
      float[] images = images(3);
      float[] before = model.reconstruct(images);
      assertThat(model.encode(images)).isNotEqualTo(other.encode(images));
      Map<String, Tensor> weights = other.weights();
      model.setWeights(weights);
      assertThat(model.reconstruct(images))
          .isNotEqualTo(before)
          .isEqualTo(other.reconstruct(images));
      assertThat(model.encode(images)).isEqualTo(other.encode(images));
      model.network().params().muli(0);
      assertThat(model.reconstruct(images)).containsOnly(0.5f);
    }
  }

  @Test
  void whatIsOutOfRangeIsToldOfAllImages() {
    try (Autoencoder model = wide()) {
      float[] images = images(300);
      images[299 * 400] = 200;
      images[5] = -3;
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> model.reconstruct(images))
            .isInstanceOf(ZooException.class)
            .hasMessage("wide takes pixels in [0, 1]; got [-3.0, 200.0]: divide bytes by 255");
      }
      images[5] = Float.NaN;
      assertThatThrownBy(() -> model.encode(array(images)))
          .isInstanceOf(ZooException.class)
          .hasMessage("wide takes pixels in [0, 1]; got NaN: check the data");
      assertThatThrownBy(() -> model.encode(new float[401]))
          .isInstanceOf(ZooException.class)
          .hasMessage("wide takes N times 400 values; got 401");
      assertThatThrownBy(() -> model.decode(new float[0]))
          .isInstanceOf(ZooException.class)
          .hasMessage("wide takes N times 300 values; got 0");
      float[] row = new float[400];
      row[399] = -1e-3f;
      assertThatThrownBy(() -> model.encode(row)).isInstanceOf(ZooException.class);
      row[399] = -1e-5f;
      assertThat(model.encode(row)).hasSize(300);
    }
  }

  /** A function that plans do not know: DL4J's layers compute. */
  private record Cubes(Shape input, int latentSize) implements Architecture {
    @Override
    public void addEncoder(GraphBuilder graph, String from) {
      graph.addLayer(
          CODE,
          new DenseLayer.Builder()
              .nIn(input.size())
              .nOut(latentSize)
              .activation(Activation.CUBE)
              .build(),
          from);
    }

    @Override
    public void addDecoder(GraphBuilder graph, String from, Loss loss) {
      new ProbeArchitecture(input, latentSize, 1, false).addDecoder(graph, from, loss);
    }
  }

  @Test
  void whatPlansDoNotKnowIsComputedByDl4j() {
    try (Autoencoder model = Autoencoder.create("cubes", new Cubes(SHAPE, 7), LEARNING, 3)) {
      float[] images = images(40);
      float[] theirs = values(model.network().outputSingle(false, array(images).reshape(40, -1)));
      assertClose(model.reconstruct(images), theirs);
      assertThat(model.reconstruct(array(images)).shape()).containsExactly(40, 1, 20, 20);
      assertThat(model.encode(images)).hasSize(280).isEqualTo(values(model.encode(array(images))));
      assertClose(model.decode(model.encode(images)), theirs);
      assertThat(model.activations(Architecture.CODE, images)).isEqualTo(model.encode(images));
      assertThatThrownBy(() -> model.activations("nothing", images))
          .isInstanceOf(ZooException.class)
          .hasMessageContaining("has no vertex 'nothing'");
      INDArray bytes = array(images).muli(255);
      for (String vertex : List.of(Architecture.CODE, Architecture.RECONSTRUCTION)) {
        assertThatThrownBy(() -> model.activations(vertex, bytes))
            .isInstanceOf(ZooException.class)
            .hasMessageContaining("cubes takes pixels in [0, 1]; got [");
      }
      model.network().params().muli(0);
      assertThat(model.decode(model.encode(images))).containsOnly(0.5f);
    }
  }
}
