package io.github.aezoo.denoise;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ConvLayers;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Strided convolutions, residual blocks (He, Zhang, Ren and Sun 2016, <a
 * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>) at a quarter of the resolution, and
 * transposed convolutions back.
 *
 * <pre>
 * input            [N, C, H, W]             damaged
 * encoder-1        [N, filters/2, H/2, W/2] 4 x 4, stride 2, ELU
 * encoder-2        [N, filters, H/4, W/4]   4 x 4, stride 2, ELU
 * encoder-block-i  [N, filters, H/4, W/4]   x + conv(ELU(conv(x))), 3 x 3
 * code             [N, filters * H/4 * W/4]
 * decoder-block-i  [N, filters, H/4, W/4]   x + conv(ELU(conv(x))), 3 x 3
 * decoder-2        [N, filters/2, H/2, W/2] 4 x 4 transposed, stride 2, ELU
 * decoder-1        [N, C, H, W]             4 x 4 transposed, stride 2, logits
 * reconstruction   [N, C, H, W]             sigmoid, clean
 * </pre>
 *
 * <p>Almost all of the work is done at a quarter of the resolution, where a convolution costs a
 * sixteenth. Nothing leads around the code, so the decoder needs the code alone.
 *
 * @param input shape of an image, {@code [C, H, W]}; H and W divisible by 4
 * @param filters feature maps at a quarter of the resolution, even
 * @param blocks residual blocks on either side of the code, at least 1
 */
public record ResidualDenoiseArchitecture(Shape input, int filters, int blocks)
    implements DenoiseArchitecture {

  /** Checks the sizes. */
  public ResidualDenoiseArchitecture {
    new QuarterResolution(input, filters, blocks, false);
  }

  private QuarterResolution maps() {
    return new QuarterResolution(input, filters, blocks, false);
  }

  @Override
  public int latentSize() {
    return maps().size();
  }

  @Override
  public Optional<Architecture> at(Shape shape) {
    return Optional.of(new ResidualDenoiseArchitecture(shape, filters, blocks));
  }

  @Override
  public InputType inputType() {
    return ConvLayers.inputType(input);
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    maps().addEncoder(graph, from, CODE);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    maps().addDecoder(graph, from);
    graph.addLayer(RECONSTRUCTION, ConvLayers.output(loss), "decoder-1");
  }
}
