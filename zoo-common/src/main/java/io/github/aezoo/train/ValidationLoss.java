package io.github.aezoo.train;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ActivationPenalty;
import io.github.aezoo.model.nn.OutputLoss;
import io.github.aezoo.model.nn.RandomCode;
import java.util.Arrays;

/**
 * The mean loss a pixel on the validation split, penalties on activations included, inputs damaged
 * and codes drawn as in training.
 *
 * @param loss the recipe's, unless the output layer has its own
 * @param data with a validation split
 * @param shards gives its images
 * @param seed decides damage and draws, the same after every epoch
 */
record ValidationLoss(Loss loss, Dataset data, Shards shards, long seed) {
  private static final int CHUNK = 256;

  double of(Replicas replicas) {
    int n = data.size(Split.VALIDATION);
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    int chunks = (n + CHUNK - 1) / CHUNK;
    double sum = 0;
    for (double part :
        replicas.map(
            chunks,
            (chunk, network) -> {
              int from = chunk * CHUNK;
              int size = Math.min(CHUNK, n - from);
              Replicas.Shard shard = shards.of(Split.VALIDATION, order, from, size, seed);
              float[] target = shard.labels().data().asFloat();
              float[] output =
                  RandomCode.drawing(
                          network,
                          Seeds.derive(seed, chunk),
                          () -> network.outputSingle(shard.features()))
                      .dup('c')
                      .data()
                      .asFloat();
              double value =
                  OutputLoss.in(network)
                      .map(own -> own.of(target, output))
                      .orElseGet(() -> loss.of(target, output));
              return value + size * ActivationPenalty.of(network);
            })) {
      sum += part;
    }
    return sum / ((double) n * data.shape().size());
  }
}
