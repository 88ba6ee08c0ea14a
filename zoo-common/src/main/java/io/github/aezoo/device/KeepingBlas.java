package io.github.aezoo.device;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.blas.Level2;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.BlasWrapper;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuLevel2;

/**
 * ND4J's calls of BLAS, with operands that live until a call ends.
 *
 * <p>Products of matrices are operations, which {@link KeepingExecutioner} computes. A matrix times
 * a vector is the one call of BLAS that arrays make without one.
 */
public final class KeepingBlas extends BlasWrapper {
  private final Level2 level2 = new KeepingLevel2();

  @Override
  public Level2 level2() {
    return level2;
  }

  private static final class KeepingLevel2 extends CpuLevel2 {
    @Override
    protected void sgemv(
        char order,
        char transposed,
        int rows,
        int columns,
        float alpha,
        INDArray a,
        int lda,
        INDArray x,
        int stepX,
        float beta,
        INDArray y,
        int stepY) {
      try {
        super.sgemv(order, transposed, rows, columns, alpha, a, lda, x, stepX, beta, y, stepY);
      } finally {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(y);
      }
    }

    @Override
    protected void dgemv(
        char order,
        char transposed,
        int rows,
        int columns,
        double alpha,
        INDArray a,
        int lda,
        INDArray x,
        int stepX,
        double beta,
        INDArray y,
        int stepY) {
      try {
        super.dgemv(order, transposed, rows, columns, alpha, a, lda, x, stepX, beta, y, stepY);
      } finally {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(y);
      }
    }
  }
}
