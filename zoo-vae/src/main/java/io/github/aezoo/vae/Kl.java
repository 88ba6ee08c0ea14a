package io.github.aezoo.vae;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The Kullback-Leibler divergence of a diagonal normal distribution to N(0, I) (Kingma and Welling
 * 2014, <a href="https://arxiv.org/abs/1312.6114">arXiv:1312.6114</a>, appendix B).
 */
public final class Kl {
  private Kl() {}

  /**
   * {@code (mean^2 + variance - 1 - log variance) / 2}, summed over the code.
   *
   * @param mean {@code [N, z]}
   * @param logVariance {@code [N, z]}
   * @return {@code [N]}, nats
   */
  public static INDArray nats(INDArray mean, INDArray logVariance) {
    INDArray terms = Transforms.exp(logVariance, true).subi(logVariance).subi(1);
    return terms.addi(mean.mul(mean)).muli(0.5).sum(1);
  }
}
