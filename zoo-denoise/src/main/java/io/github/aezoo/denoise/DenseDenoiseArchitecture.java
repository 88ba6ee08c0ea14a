package io.github.aezoo.denoise;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.DenseStack;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * Dense layers from a damaged image to a code, and back to the clean image.
 *
 * <pre>
 * input          [N, C * H * W]    damaged
 * encoder-1 ..   [N, hidden[i]]    ELU
 * code           [N, latentSize]   linear
 * decoder-n ..   [N, hidden[i]]    ELU, sizes mirrored
 * reconstruction [N, C * H * W]    sigmoid, clean
 * </pre>
 *
 * <p>The network does not damage anything itself: a recipe's {@code corruption} does, on the input
 * side only, anew for every image and epoch.
 *
 * @param input shape of an image, {@code [C, H, W]}
 * @param hidden sizes of the layers between image and code, outermost first; may be empty
 * @param latentSize values of a code, at least 1
 */
public record DenseDenoiseArchitecture(Shape input, List<Integer> hidden, int latentSize)
    implements DenoiseArchitecture {
  /** Checks the sizes. */
  public DenseDenoiseArchitecture {
    hidden = new DenseStack(input, hidden).hidden();
    DenseStack.requireUnits("latentSize", latentSize);
  }

  private DenseStack layers() {
    return new DenseStack(input, hidden);
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    layers().addEncoder(graph, from, CODE, latentSize);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    layers().addDecoder(graph, from, latentSize, loss);
  }
}
