package io.github.aezoo.eval;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Codes in the plane: their two principal components, for pictures of a latent space. */
public final class CodeMap {
  private CodeMap() {}

  /**
   * Projects codes onto the two directions in which they vary most.
   *
   * @param codes {@code [N, K]}
   * @return {@code {x, y}} for each code, centred at the mean; y is 0 when K is 1
   */
  public static List<double[]> of(INDArray codes) {
    int n = (int) codes.size(0);
    int k = (int) codes.size(1);
    float[] values = codes.dup('c').data().asFloat();
    double[] mean = new double[k];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < k; j++) {
        mean[j] += values[i * k + j] / (double) n;
      }
    }
    double[][] covariance = new double[k][k];
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < k; a++) {
        double da = values[i * k + a] - mean[a];
        for (int b = 0; b <= a; b++) {
          covariance[a][b] += da * (values[i * k + b] - mean[b]) / n;
        }
      }
    }
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < a; b++) {
        covariance[b][a] = covariance[a][b];
      }
    }
    PcaFit.Spectrum spectrum = PcaFit.eigen(covariance);
    double[] first = spectrum.vector(0);
    double[] second = k > 1 ? spectrum.vector(1) : new double[k];
    List<double[]> points = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      double[] point = new double[2];
      for (int j = 0; j < k; j++) {
        double d = values[i * k + j] - mean[j];
        point[0] += d * first[j];
        point[1] += d * second[j];
      }
      points.add(point);
    }
    return points;
  }
}
