package io.github.aezoo.train.step;

import io.github.aezoo.data.Seeds;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.BernoulliLoss;
import io.github.aezoo.model.nn.ActivationPenalty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Data-parallel steps: a batch is cut into shards, each has a replica of the network that shares
 * its parameters, and the gradients, summed in the order of the shards, make one DL4J update.
 *
 * <p>How a batch is cut depends on its size alone. Batch normalisation and penalties on mean
 * activations see a shard, so shards must not depend on the machine ({@link Cut}). How many threads
 * work on them then changes the time, and no bit of the result.
 *
 * <p>One OpenMP thread a worker: measured, two workers of one thread each train 1.5 to 3 times
 * faster than one worker with two OpenMP threads.
 */
final class Replicas implements AutoCloseable {
  /**
   * How batches are cut into shards of nearly the same size.
   *
   * @param most shards of a batch
   * @param least samples of a shard, where there are two
   */
  record Cut(int most, int least) {
    /** Of 64 samples statistics of a batch still mean something, and products are still fast. */
    static final Cut USUAL = new Cut(4, 64);

    /** Not at all, on a GPU: replicas would wait for each other's kernels. */
    static final Cut WHOLE = new Cut(1, 1);

    /** How many shards {@code n} samples have. */
    int shards(int n) {
      return Math.max(1, Math.min(most, n / least));
    }
  }

  private final ComputationGraph master;
  private final List<ComputationGraph> replicas = new ArrayList<>();
  private final Map<Integer, List<INDArray>> averaged = new HashMap<>();
  private final Cut cut;
  private final int threads;
  private final List<Scaled> scaled = new ArrayList<>();
  private final Map<String, Double> rates;
  private final ExecutorService pool;

  /** A parameter's step that is multiplied by something. */
  private record Scaled(INDArray step, double rate) {}

  /** A shard of a batch as the network takes it. */
  record Shard(INDArray features, INDArray labels) {}

  /**
   * Starts the threads.
   *
   * @param master the network that is updated
   * @param cut how batches are cut
   * @param threads how many work on the shards
   * @param rates what the steps of some parameters, {@code vertex.parameter}, are multiplied by
   */
  Replicas(ComputationGraph master, Cut cut, int threads, Map<String, Double> rates) {
    this.master = master;
    this.rates = rates;
    this.cut = cut;
    this.threads = Math.min(cut.most(), threads);
    replicas.add(master);
    for (int i = 1; i < cut.most(); i++) {
      ComputationGraph replica = new ComputationGraph(master.getConfiguration().clone());
      replica.init(master.params().reshape(1, master.numParams()), false);
      replicas.add(replica);
    }
    pool =
        Executors.newFixedThreadPool(
            this.threads,
            task -> {
              Thread thread = new Thread(task, "zoo-worker");
              thread.setDaemon(true);
              return thread;
            });
    master.getUpdater(true);
    OneBlasThread.begin();
  }

  /**
   * One step over {@code n} images.
   *
   * @param shard gives the images {@code from .. to - 1} of the batch; called on the workers
   * @param seed of the step: what is random inside the network (dropout, sampling) derives from it
   * @param share of the penalties on activations that counts
   * @param scored whether the loss is wanted
   * @return the mean loss of the batch, penalties included; NaN when it was not wanted
   */
  double step(
      int n, ShardSource shard, long seed, double share, boolean scored, int iteration, int epoch) {
    int shards = cut.shards(n);
    double loss = 0;
    for (double part :
        map(
            shards,
            (place, replica) -> {
              int from = begin(n, place, shards);
              int to = begin(n, place + 1, shards);
              // ND4J's generator belongs to the thread, so each shard sets its own.
              Nd4j.getRandom().setSeed(Seeds.derive(seed, place));
              Shard data = shard.get(from, to);
              replica.setInputs(data.features());
              replica.setLabels(data.labels());
              score(replica, scored);
              ActivationPenalty.weigh(replica, share);
              replica.computeGradientAndScore();
              return replica.score() * (to - from);
            })) {
      loss += part;
    }
    update(n, shards, iteration, epoch);
    return scored ? loss / n : Double.NaN;
  }

  private static int begin(int n, int shard, int shards) {
    return (int) ((long) n * shard / shards);
  }

  private static void score(ComputationGraph graph, boolean on) {
    Layer output = graph.getOutputLayer(0).conf().getLayer();
    ILossFunction loss =
        output instanceof BaseOutputLayer dense
            ? dense.getLossFn()
            : output instanceof CnnLossLayer conv ? conv.getLossFn() : null;
    if (loss instanceof BernoulliLoss bernoulli) {
      bernoulli.scored(on);
    }
  }

  private void update(int n, int shards, int iteration, int epoch) {
    for (int i = 0; i < shards; i++) {
      List<INDArray> views = averaged.computeIfAbsent(i, this::sorted);
      double weight = (begin(n, i + 1, shards) - begin(n, i, shards)) / (double) n;
      if (shards > 1) {
        views.forEach(view -> view.muli(weight));
      }
    }
    INDArray gradient = master.getFlattenedGradients();
    for (int i = 1; i < shards; i++) {
      gradient.addi(replicas.get(i).getFlattenedGradients());
    }
    master.getConfiguration().setIterationCount(iteration);
    master.getConfiguration().setEpochCount(epoch);
    master
        .getUpdater(true)
        .update(master.gradient(), iteration, epoch, n, LayerWorkspaceMgr.noWorkspaces());
    // Adam would undo a factor of the gradient: the step itself gets it.
    scaled.forEach(s -> s.step.muli(s.rate));
    INDArray parameters = master.params();
    parameters.subi(gradient.reshape(parameters.shape()));
  }

  /**
   * Finds the gradients that are treated in their own way: running statistics of batch
   * normalisation are no sums over images and no steps, so they are averaged, at any rate, by the
   * sizes of the shards.
   */
  private List<INDArray> sorted(int place) {
    ComputationGraph replica = replicas.get(place);
    List<INDArray> views = new ArrayList<>();
    replica
        .gradient()
        .gradientForVariable()
        .forEach(
            (key, view) -> {
              int split = key.lastIndexOf('_');
              String parameter = key.substring(split + 1);
              boolean summed =
                  replica.getLayer(key.substring(0, split)).updaterDivideByMinibatch(parameter);
              double rate = rates.getOrDefault(Autoencoder.tensorName(key), 1.0);
              if (!summed) {
                views.add(view);
              } else if (rate != 1 && place == 0) {
                scaled.add(new Scaled(view, rate));
              }
            });
    return views;
  }

  /** Runs a function over chunks on all threads, each with its own replica; results in order. */
  <T> List<T> map(int chunks, ChunkTask<T> task) {
    // A step has a chunk for each replica, in whose gradient its own stays.
    boolean own = chunks <= replicas.size();
    List<Callable<List<T>>> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      tasks.add(
          () -> {
            List<T> results = new ArrayList<>();
            for (int c = thread; c < chunks; c += threads) {
              results.add(task.run(c, replicas.get(own ? c : thread)));
            }
            return results;
          });
    }
    List<List<T>> parts = all(tasks);
    List<T> ordered = new ArrayList<>();
    for (int c = 0; c < chunks; c++) {
      ordered.add(parts.get(c % threads).get(c / threads));
    }
    return ordered;
  }

  /** Gives the images {@code from .. to - 1} of a batch. */
  @FunctionalInterface
  interface ShardSource {
    Shard get(int from, int to);
  }

  /** Works on one chunk with a replica. */
  @FunctionalInterface
  interface ChunkTask<T> {
    T run(int chunk, ComputationGraph network);
  }

  private <T> List<T> all(List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while workers compute", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException r) {
        throw r;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    score(master, true);
    ActivationPenalty.weigh(master, 1);
    pool.shutdown();
    OneBlasThread.end();
  }
}
