package io.github.aezoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.probe.AlteredImages;
import io.github.aezoo.probe.ProbeArchitecture;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

@Tag("engine")
class AutoencoderTest {
  private static final SyntheticDigits DIGITS = new SyntheticDigits(4, 0, 0, 1);

  private static Autoencoder create(Shape shape, int latentSize) {
    Architecture architecture = new ProbeArchitecture(shape, latentSize, 1, false);
    return Autoencoder.create("probe", architecture, Learning.NONE, 1);
  }

  @Test
  void aModelMadeForInferenceIsNotTrained() {
    try (Autoencoder model = create(Shape.MNIST, 4)) {
      var before = model.weights();
      assertThatThrownBy(() -> model.fit(DIGITS.iterator(Split.TRAIN, 4, 1), 1))
          .isInstanceOf(ZooException.class)
          .hasMessageContaining("probe was made for inference");
      assertThat(model.weights()).isEqualTo(before);
    }
  }

  @Test
  void everyCallOfAClosedModelSaysThatItIsClosed() throws IllegalAccessException {
    INDArray images = Batches.range(DIGITS, Split.TRAIN, 0, 1);
    Map<Class<?>, Object> arguments =
        Map.of(
            INDArray.class,
            images,
            float[].class,
            new float[784],
            Dataset.class,
            DIGITS,
            Split.class,
            Split.TRAIN,
            int.class,
            1,
            String.class,
            "code",
            DataSetIterator.class,
            DIGITS.iterator(Split.TRAIN, 4, 1),
            Map.class,
            Map.of());
    Autoencoder model = create(Shape.MNIST, 4);
    model.close();
    List<String> called = new ArrayList<>();
    for (Method method : Autoencoder.class.getDeclaredMethods()) {
      if (!Modifier.isPublic(method.getModifiers())
          || Modifier.isStatic(method.getModifiers())
          || List.of("close", "name", "architecture").contains(method.getName())) {
        continue;
      }
      Object[] given = Arrays.stream(method.getParameterTypes()).map(arguments::get).toArray();
      assertThat(given).as("arguments for %s", method).doesNotContainNull();
      try {
        method.invoke(model, given);
        called.add(method + " said nothing");
      } catch (InvocationTargetException e) {
        assertThat(e.getCause())
            .as(method.toString())
            .isInstanceOf(ZooException.class)
            .hasMessage("the model probe is closed; load it again");
      }
    }
    assertThat(called).isEmpty();
    assertThat(model.name()).isEqualTo("probe");
    assertThat(model.architecture().input()).isEqualTo(Shape.MNIST);
    model.close();
  }

  @Test
  void codesThatWereNotYetAskedForAreNotThoseOfAClosedModel() {
    Autoencoder model = create(Shape.MNIST, 4);
    Stream<CodeBatch> codes = model.encode(DIGITS, Split.TRAIN, 2);
    model.close();
    assertThatThrownBy(codes::toList)
        .isInstanceOf(ZooException.class)
        .hasMessage("the model probe is closed; load it again");
  }

  @Test
  void aNetworkLargerThanAFileOfWeightsIsRefusedBeforeItIsAllocated() {
    // Codes of 65,536 values, decoded to 3 x 4096 x 4096: 13 TB.
    assertThatThrownBy(() -> create(new Shape(3, 4096, 4096), 65_536))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("at most 268,435,456 parameters expected");
  }

  @Test
  void streamedCodesAreThoseOfAllImagesAtOnceInTheirOrder() {
    SyntheticDigits digits = new SyntheticDigits(11, 0, 0, 1);
    try (Autoencoder model = create(Shape.MNIST, 4)) {
      List<CodeBatch> batches = model.encode(digits, Split.TRAIN, 4).toList();
      assertThat(batches).extracting(CodeBatch::from).containsExactly(0, 4, 8);
      assertThat(batches).extracting(b -> b.codes().length).containsExactly(4, 4, 3);
      float[][] streamed =
          batches.stream().flatMap(b -> Arrays.stream(b.codes())).toArray(float[][]::new);
      float[][] whole = model.encode(Batches.range(digits, Split.TRAIN, 0, 11)).toFloatMatrix();
      for (int i = 0; i < 11; i++) {
        assertThat(streamed[i]).containsExactly(whole[i], within(1e-6f));
      }
      assertThat(model.encode(digits, Split.TEST, 4)).isEmpty();
      assertThatThrownBy(() -> model.encode(digits, Split.TRAIN, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("at least 1 image per batch; got 0");
    }
  }

  @Test
  void oneBatchIsReadAtATimeAndNoneIsKept() {
    AtomicInteger read = new AtomicInteger();
    Dataset counting =
        new AlteredImages(
            new SyntheticDigits(40, 0, 0, 1),
            (split, index, position, pixel) -> {
              read.accumulateAndGet(index + 1, Math::max);
              return pixel;
            });
    List<WeakReference<float[][]>> given = new ArrayList<>();
    try (Autoencoder model = create(Shape.MNIST, 4)) {
      Stream<CodeBatch> codes = model.encode(counting, Split.TRAIN, 8);
      assertThat(read).hasValue(0);
      codes.forEach(
          batch -> {
            assertThat(read).hasValue(batch.from() + 8);
            System.gc();
            assertThat(given).allMatch(earlier -> earlier.get() == null);
            given.add(new WeakReference<>(batch.codes()));
          });
    }
    assertThat(given).hasSize(5);
  }
}
