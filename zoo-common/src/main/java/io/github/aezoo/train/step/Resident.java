package io.github.aezoo.train.step;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The images that a run reads, in the device's memory: moved there once, so that a batch costs the
 * transfer of its indices.
 */
final class Resident implements AutoCloseable {
  /** Images that are moved together: bounds the memory of the host. */
  private static final int CHUNK = 4096;

  /** What a network and its batches certainly leave of a device. */
  private static final double SHARE = 0.25;

  private final Dataset data;
  private final Map<Split, INDArray> images = new EnumMap<>(Split.class);

  private Resident(Dataset data) {
    this.data = data;
    for (Split split : new Split[] {Split.TRAIN, Split.VALIDATION}) {
      if (data.size(split) > 0) {
        images.put(split, moved(data, split));
      }
    }
  }

  /**
   * Moves the training and the validation split.
   *
   * @param free bytes of the device's memory
   * @return empty when they would take more than a quarter of it
   */
  static Optional<Resident> of(Dataset data, long free) {
    return bytes(data) <= SHARE * free ? Optional.of(new Resident(data)) : Optional.empty();
  }

  private static long bytes(Dataset data) {
    long count = (long) data.size(Split.TRAIN) + data.size(Split.VALIDATION);
    return count * data.shape().size() * Float.BYTES;
  }

  private static INDArray moved(Dataset data, Split split) {
    int n = data.size(split);
    INDArray all = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', n, data.shape().size());
    for (int from = 0; from < n; from += CHUNK) {
      int count = Math.min(CHUNK, n - from);
      all.get(NDArrayIndex.interval(from, from + count), NDArrayIndex.all())
          .assign(Batches.range(data, split, from, count).reshape(count, data.shape().size()));
    }
    return all;
  }

  /** The images {@code [n, C, H, W]} that {@code indices[from] .. indices[from + n - 1]} name. */
  INDArray rows(Split split, int[] indices, int from, int n) {
    int[] chosen = new int[n];
    System.arraycopy(indices, from, chosen, 0, n);
    INDArray rows = Nd4j.exec(new Gather(images.get(split), Nd4j.createFromArray(chosen), 0))[0];
    return rows.reshape('c', data.shape().batch(n));
  }

  @Override
  public void close() {
    images.values().forEach(INDArray::close);
  }
}
