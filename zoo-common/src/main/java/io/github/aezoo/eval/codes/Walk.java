package io.github.aezoo.eval.codes;

import io.github.aezoo.model.Autoencoder;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The shape of a walk from code to code. */
public enum Walk {
  /** The great arc. */
  SPHERICAL {
    @Override
    List<float[]> of(float[] from, float[] to, int steps) {
      return Latents.arc(from, to, steps);
    }
  },
  /** The straight line. */
  LINEAR {
    @Override
    List<float[]> of(float[] from, float[] to, int steps) {
      return Latents.line(from, to, steps);
    }
  };

  abstract List<float[]> of(float[] from, float[] to, int steps);

  /**
   * Decodes the codes of walks.
   *
   * @param ends the codes at both ends of each walk, one after the other: {@code [2 * walks,
   *     latentSize]}
   * @param steps codes of a walk, its ends included
   * @return a walk each: {@code [steps, C, H, W]}
   */
  public List<INDArray> decoded(Autoencoder model, INDArray ends, int steps) {
    List<INDArray> walks = new ArrayList<>();
    for (int walk = 0; walk < ends.size(0) / 2; walk++) {
      List<float[]> codes = of(code(ends, 2 * walk), code(ends, 2 * walk + 1), steps);
      walks.add(model.decode(Nd4j.createFromArray(codes.toArray(float[][]::new))));
    }
    return walks;
  }

  private static float[] code(INDArray codes, int row) {
    return codes.getRow(row).dup('c').data().asFloat();
  }
}
