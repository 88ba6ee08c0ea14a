package io.github.aezoo.sparse;

import io.github.aezoo.model.nn.WeightlessLayer;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What {@link TopK} does to a batch: the gradient flows through the units that were kept. */
final class TopKLayer extends WeightlessLayer<TopK> {
  private static final long serialVersionUID = 1L;

  /**
   * 1 where a unit of the last batch was kept, else 0; {@code [N, z]} row by row. On the heap: what
   * workspace lives until the gradient is computed depends on how the network is called.
   */
  private transient float[] mask;

  TopKLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray code = workspaces.dup(ArrayType.ACTIVATIONS, input, 'c');
    int units = Math.toIntExact(code.size(1));
    mask = mask(code.dup('c').data().asDouble(), units, layerConf().kept(training));
    return code.muli(array(code));
  }

  private INDArray array(INDArray like) {
    return Nd4j.createFromArray(mask).reshape('c', like.shape()).castTo(like.dataType());
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray gradient = workspaces.dup(ArrayType.ACTIVATION_GRAD, epsilon, 'c');
    return new Pair<>(new DefaultGradient(), gradient.muli(array(gradient)));
  }

  @Override
  public void clear() {
    super.clear();
    mask = null;
  }

  /** 1 for the {@code k} largest of every row of {@code units} values, else 0. */
  static float[] mask(double[] values, int units, int k) {
    float[] mask = new float[values.length];
    double[] row = new double[units];
    for (int from = 0; from < values.length; from += units) {
      System.arraycopy(values, from, row, 0, units);
      maskRow(row, k, mask, from);
    }
    return mask;
  }

  /** The same for the rows at {@code begin .. end - 1} of some values, into a mask of all. */
  static void mask(float[] values, int begin, int end, int units, int k, float[] mask) {
    double[] row = new double[units];
    for (int from = begin; from < end; from += units) {
      for (int j = 0; j < units; j++) {
        row[j] = values[from + j];
      }
      maskRow(row, k, mask, from);
    }
  }

  private static void maskRow(double[] row, int k, float[] mask, int from) {
    int units = row.length;
    if (k >= units) {
      Arrays.fill(mask, from, from + units, 1);
      return;
    }
    for (int j = 0; j < units; j++) {
      // A diverged network gives NaN, which has no place in an order.
      row[j] = Double.isNaN(row[j]) ? Double.NEGATIVE_INFINITY : row[j];
    }
    double threshold = ofRank(row.clone(), units - k);
    int left = k;
    for (int j = 0; j < units; j++) {
      boolean above = row[j] > threshold;
      mask[from + j] = above ? 1 : 0;
      left -= above ? 1 : 0;
    }
    for (int j = 0; left > 0; j++) {
      if (row[j] == threshold) {
        mask[from + j] = 1;
        left--;
      }
    }
  }

  /** The value that sorting would put at a rank (Hoare's Find); changes the order of the values. */
  private static double ofRank(double[] values, int rank) {
    int low = 0;
    int high = values.length - 1;
    while (low < high) {
      double pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double swapped = values[i];
          values[i++] = values[j];
          values[j--] = swapped;
        }
      }
      if (rank <= j) {
        high = j;
      } else if (rank >= i) {
        low = i;
      } else {
        return values[rank];
      }
    }
    return values[rank];
  }
}
