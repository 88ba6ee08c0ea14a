package io.github.aezoo.model;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Codes of images that follow each other in a split; see {@link Autoencoder#encode(Dataset, Split,
 * int)}.
 *
 * @param from index of the first image in the split
 * @param codes a row of {@code latentSize} values for each image
 */
public record CodeBatch(int from, float[][] codes) {
  static Stream<CodeBatch> stream(Autoencoder model, Dataset data, Split split, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("at least 1 image per batch; got " + batchSize);
    }
    int size = data.size(split);
    int batches = (int) (((long) size + batchSize - 1) / batchSize);
    return IntStream.range(0, batches)
        .map(batch -> batch * batchSize)
        .mapToObj(
            from -> {
              int n = Math.min(batchSize, size - from);
              return new CodeBatch(
                  from, Batches.rows(model.encode(Batches.values(data, split, from, n)), n));
            });
  }
}
