package io.github.aezoo.train.step;

import io.github.aezoo.data.Split;
import io.github.aezoo.device.OutOfMemory;
import io.github.aezoo.train.step.Replicas.Shard;
import io.github.aezoo.train.step.Replicas.ShardSource;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The batches of an epoch: read by the workers themselves, or ahead of them.
 *
 * <p>Ahead is for GPUs: the next batch is read, damaged and moved to the device while the network
 * works on this one. On a CPU another thread would take the workers' processors.
 */
final class Feed implements AutoCloseable {
  private final Shards shards;
  private final int batchSize;
  private final int values;
  private final OptionalLong free;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "zoo-reader");
            thread.setDaemon(true);
            return thread;
          });
  private Future<Shard> next;
  private int nextBegin = -1;

  /**
   * Starts nothing yet.
   *
   * @param batchSize images of a batch; the last of an epoch may have fewer
   * @param values of an image
   * @param free bytes of a GPU's memory: one worker takes whole batches that were read before;
   *     empty on the CPU
   */
  Feed(Shards shards, int batchSize, int values, OptionalLong free) {
    this.shards = shards;
    this.batchSize = batchSize;
    this.values = values;
    this.free = free;
  }

  /** Moves to a GPU what it has room for: not before the run, another may come first. */
  void begin() {
    free.ifPresent(shards::move);
  }

  /** Gives the samples of a step. */
  ShardSource batch(Steps.Batch batch) {
    return free.isPresent()
        ? (from, to) -> ahead(batch.order(), batch.from(), batch.seed())
        : (from, to) ->
            shards.of(Split.TRAIN, batch.order(), batch.from() + from, to - from, batch.seed());
  }

  /** What a step gives; memory that runs out is told with the size of the batch. */
  <T> T named(int images, int epoch, Supplier<T> step) {
    return OutOfMemory.named(images, values, remedy(epoch), step);
  }

  /** What helps when memory runs out in an epoch. */
  static String remedy(int epoch) {
    return "choose a smaller batchSize in the recipe"
        + (epoch == 0 ? "" : "; the last epoch is saved, and is kept");
  }

  private Shard ahead(int[] order, int begin, long epochSeed) {
    Future<Shard> wanted = begin == nextBegin ? next : submit(order, begin, epochSeed);
    boolean last = begin + batchSize >= order.length;
    nextBegin = last ? -1 : begin + batchSize;
    next = last ? null : submit(order, nextBegin, epochSeed);
    try {
      return wanted.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a batch is read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Future<Shard> submit(int[] order, int begin, long epochSeed) {
    int n = Math.min(batchSize, order.length - begin);
    return reader.submit(
        () -> {
          Shard shard = shards.of(Split.TRAIN, order, begin, n, epochSeed);
          // Copies to a device run behind the calls: whoever takes the batch finds it whole.
          Nd4j.getExecutioner().commit();
          return shard;
        });
  }

  @Override
  public void close() {
    if (next != null) {
      next.cancel(false);
    }
    reader.shutdown();
    try {
      // Memory that a batch is still read from is not freed.
      if (reader.awaitTermination(1, TimeUnit.MINUTES)) {
        shards.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
