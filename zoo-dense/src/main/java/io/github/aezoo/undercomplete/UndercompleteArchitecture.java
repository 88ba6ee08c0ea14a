package io.github.aezoo.undercomplete;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.DenseStack;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.nd4j.linalg.activations.Activation;

/**
 * Dense layers that narrow from the image to the code, and their mirror image back.
 *
 * <pre>
 * input          [N, C * H * W]
 * encoder-1 ..   [N, hidden[i]]    ELU
 * code           [N, latentSize]   linear
 * decoder-n ..   [N, hidden[i]]    ELU, sizes mirrored
 * reconstruction [N, C * H * W]    sigmoid; linear for rows of a table
 * </pre>
 *
 * <p>A linear code and exponential linear units (Clevert, Unterthiner and Hochreiter 2016, <a
 * href="https://arxiv.org/abs/1511.07289">arXiv:1511.07289</a>) lose no code units to dead ReLUs;
 * on MNIST's validation split they reached a lower error than ReLU in as many epochs.
 *
 * @param input shape of an image, {@code [C, H, W]}
 * @param hidden sizes of the layers between image and code, outermost first; may be empty
 * @param latentSize values of a code, at least 1
 * @param linear whether the output is linear, for values that may leave [0, 1]; sigmoid when left
 *     out
 */
public record UndercompleteArchitecture(
    Shape input,
    List<Integer> hidden,
    int latentSize,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean linear)
    implements Architecture {
  /** Checks the sizes. */
  public UndercompleteArchitecture {
    hidden = new DenseStack(input, hidden).hidden();
    DenseStack.requireUnits("latentSize", latentSize);
  }

  /** A network of pixels. */
  public UndercompleteArchitecture(Shape input, List<Integer> hidden, int latentSize) {
    this(input, hidden, latentSize, false);
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
    Activation output = linear ? Activation.IDENTITY : Activation.SIGMOID;
    layers().addDecoder(graph, from, latentSize, loss, output);
  }
}
