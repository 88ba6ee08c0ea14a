package io.github.aezoo.train;

import io.github.aezoo.data.Seeds;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.BernoulliLoss;
import io.github.aezoo.model.nn.ActivationPenalty;
import java.util.ArrayList;
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
 * Data-parallel steps: each of several threads has a replica of the network that shares its
 * parameters, takes one shard of the batch, and the summed gradients make one DL4J update.
 *
 * <p>One OpenMP thread a worker: measured, two workers of one thread each train 1.5 to 3 times
 * faster than one worker with two OpenMP threads.
 */
final class Replicas implements AutoCloseable {
  private final ComputationGraph master;
  private final List<ComputationGraph> replicas = new ArrayList<>();
  private final List<INDArray> averaged = new ArrayList<>();
  private final List<Scaled> scaled = new ArrayList<>();
  private final Map<String, Double> rates;
  private boolean sorted;
  private final ExecutorService pool;

  /** Of the whole process, so it holds as long as anything trains, and no longer. */
  private static final class OneBlasThread {
    private static int runs;
    private static int before;

    static synchronized void begin() {
      if (runs++ == 0) {
        before = Nd4j.factory().blas().getMaxThreads();
        Nd4j.factory().blas().setMaxThreads(1);
      }
    }

    static synchronized void end() {
      if (--runs == 0) {
        Nd4j.factory().blas().setMaxThreads(before);
      }
    }
  }

  /** A parameter's step that is multiplied by something. */
  private record Scaled(INDArray step, double rate) {}

  /** A shard of a batch as the network takes it. */
  record Shard(INDArray features, INDArray labels) {}

  /**
   * Starts the threads.
   *
   * @param master the network that is updated
   * @param count how many workers
   * @param rates what the steps of some parameters, {@code vertex.parameter}, are multiplied by
   */
  Replicas(ComputationGraph master, int count, Map<String, Double> rates) {
    this.master = master;
    this.rates = rates;
    replicas.add(master);
    for (int i = 1; i < count; i++) {
      ComputationGraph replica = new ComputationGraph(master.getConfiguration().clone());
      replica.init(master.params().reshape(1, master.numParams()), false);
      replicas.add(replica);
    }
    pool =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "zoo-worker");
              thread.setDaemon(true);
              return thread;
            });
    master.getUpdater(true);
    OneBlasThread.begin();
  }

  int count() {
    return replicas.size();
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
    int shards = Math.min(count(), n);
    List<Callable<Double>> tasks = new ArrayList<>();
    for (int w = 0; w < shards; w++) {
      int worker = w;
      int from = (int) ((long) n * w / shards);
      int to = (int) ((long) n * (w + 1) / shards);
      tasks.add(
          () -> {
            // ND4J's generator belongs to the thread, so each shard sets its own.
            Nd4j.getRandom().setSeed(Seeds.derive(seed, worker));
            ComputationGraph replica = replicas.get(worker);
            Shard data = shard.get(from, to);
            replica.setInputs(data.features());
            replica.setLabels(data.labels());
            score(replica, scored);
            ActivationPenalty.weigh(replica, share);
            replica.computeGradientAndScore();
            return replica.score() * (to - from);
          });
    }
    double loss = 0;
    for (double part : all(tasks)) {
      loss += part;
    }
    update(n, shards, iteration, epoch);
    return scored ? loss / n : Double.NaN;
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
    INDArray gradient = master.getFlattenedGradients();
    for (int w = 1; w < shards; w++) {
      gradient.addi(replicas.get(w).getFlattenedGradients());
    }
    if (!sorted) {
      sort();
      sorted = true;
    }
    if (shards > 1) {
      averaged.forEach(view -> view.divi(shards));
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
   * normalisation are no sums over images and no steps, so they are averaged, at any rate.
   */
  private void sort() {
    master
        .gradient()
        .gradientForVariable()
        .forEach(
            (key, view) -> {
              int split = key.lastIndexOf('_');
              String parameter = key.substring(split + 1);
              boolean summed =
                  master.getLayer(key.substring(0, split)).updaterDivideByMinibatch(parameter);
              double rate = rates.getOrDefault(Autoencoder.tensorName(key), 1.0);
              if (!summed) {
                averaged.add(view);
              } else if (rate != 1) {
                scaled.add(new Scaled(view, rate));
              }
            });
  }

  /** Runs a function over chunks on all workers, each with its own replica; results in order. */
  <T> List<T> map(int chunks, ChunkTask<T> task) {
    List<Callable<List<T>>> tasks = new ArrayList<>();
    for (int w = 0; w < count(); w++) {
      int worker = w;
      tasks.add(
          () -> {
            List<T> results = new ArrayList<>();
            for (int c = worker; c < chunks; c += count()) {
              results.add(task.run(c, replicas.get(worker)));
            }
            return results;
          });
    }
    List<List<T>> parts = all(tasks);
    List<T> ordered = new ArrayList<>();
    for (int c = 0; c < chunks; c++) {
      ordered.add(parts.get(c % count()).get(c / count()));
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
