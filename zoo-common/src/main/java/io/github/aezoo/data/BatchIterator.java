package io.github.aezoo.data;

import java.util.List;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * DL4J's view of a split: clean pixels {@code [N, C, H, W]} as features and as labels, in an order
 * that the seed and the epoch decide.
 */
final class BatchIterator implements DataSetIterator {
  private static final long serialVersionUID = 1L;

  private final transient Dataset data;
  private final Split split;
  private final int batchSize;
  private final long seed;
  private transient DataSetPreProcessor preProcessor;
  private transient int[] order;
  private int epoch;
  private int cursor;

  BatchIterator(Dataset data, Split split, int batchSize, long seed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("at least 1 image per batch expected; got " + batchSize);
    }
    this.data = data;
    this.split = split;
    this.batchSize = batchSize;
    this.seed = seed;
    this.order = Seeds.permutation(data.size(split), Seeds.derive(seed, 0));
  }

  @Override
  public DataSet next(int count) {
    if (!hasNext()) {
      throw new NoSuchElementException("the epoch is over; call reset()");
    }
    int n = Math.min(count, order.length - cursor);
    INDArray pixels = Batches.gather(data, split, order, cursor, n);
    cursor += n;
    DataSet batch = new DataSet(pixels, pixels);
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  @Override
  public DataSet next() {
    return next(batchSize);
  }

  @Override
  public boolean hasNext() {
    return cursor < order.length;
  }

  @Override
  public void reset() {
    epoch++;
    cursor = 0;
    order = Seeds.permutation(order.length, Seeds.derive(seed, epoch));
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return true;
  }

  @Override
  public int batch() {
    return batchSize;
  }

  @Override
  public int inputColumns() {
    return data.shape().size();
  }

  @Override
  public int totalOutcomes() {
    return data.shape().size();
  }

  @Override
  public List<String> getLabels() {
    return data.classes();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }
}
