package io.github.aezoo.model;

import io.github.aezoo.device.Devices;
import io.github.aezoo.device.OutOfMemory;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A network's output for as many images as the caller brings. */
final class Chunks {
  /** Images that pass through the network at once: bounds memory. */
  private static final int CHUNK = 512;

  /** An operation on a GPU costs the same for these as for a few. */
  private static final int CHUNK_ON_GPU = 2048;

  private Chunks() {}

  static INDArray through(INDArray input, UnaryOperator<INDArray> network) {
    int chunk = Devices.onGpu() ? CHUNK_ON_GPU : CHUNK;
    long n = input.size(0);
    if (n <= chunk) {
      return computed(input, network);
    }
    INDArray all = null;
    for (long from = 0; from < n; from += chunk) {
      long to = Math.min(n, from + chunk);
      INDArray part = computed(input.get(NDArrayIndex.interval(from, to)), network);
      if (all == null) {
        long[] shape = part.shape().clone();
        shape[0] = n;
        all = Nd4j.createUninitialized(part.dataType(), shape, 'c');
      }
      all.get(NDArrayIndex.interval(from, to)).assign(part);
    }
    return all;
  }

  private static INDArray computed(INDArray images, UnaryOperator<INDArray> network) {
    int n = Math.toIntExact(images.size(0));
    return OutOfMemory.named(
        n,
        images.length() / n,
        "close other programs that use this memory",
        () -> network.apply(images));
  }
}
