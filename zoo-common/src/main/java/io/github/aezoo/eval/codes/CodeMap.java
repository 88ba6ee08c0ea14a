package io.github.aezoo.eval.codes;

import io.github.aezoo.eval.baseline.PcaFit;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Codes in the plane: their two principal components, for pictures of a latent space. */
public final class CodeMap {
  private static final int DIRECTIONS = 32;
  private static final int PASSES = 20;

  private CodeMap() {}

  /**
   * Projects codes onto the two directions in which they vary most.
   *
   * @param codes {@code [N, K]}
   * @return {@code {x, y}} for each code, centred at the mean; y is 0 when K is 1
   */
  public static List<double[]> of(INDArray codes) {
    INDArray centred = codes.castTo(DataType.DOUBLE);
    centred = centred.subRowVector(centred.mean(0));
    int k = (int) codes.size(1);
    // Wide codes have no covariance of a size that a solver takes: its image of a few directions,
    // again and again, turns them towards the two wanted ones.
    double[][] basis = PcaFit.orthonormal(PcaFit.gaussian(Math.min(k, DIRECTIONS), k));
    for (int pass = 0; pass < PASSES && basis.length < k; pass++) {
      INDArray image = Nd4j.createFromArray(basis).mmul(centred.transpose()).mmul(centred);
      basis = PcaFit.orthonormal(image.toDoubleMatrix());
    }
    INDArray directions = Nd4j.createFromArray(basis);
    INDArray seen = centred.mmul(directions.transpose());
    PcaFit.Spectrum spectrum = PcaFit.eigen(seen.transpose().mmul(seen).toDoubleMatrix());
    double[] first = spectrum.vector(0);
    double[] second = k > 1 ? spectrum.vector(1) : new double[k];
    List<double[]> points = new ArrayList<>();
    for (double[] row : seen.toDoubleMatrix()) {
      double[] point = new double[2];
      for (int j = 0; j < row.length; j++) {
        point[0] += row[j] * first[j];
        point[1] += row[j] * second[j];
      }
      points.add(point);
    }
    return points;
  }
}
