package io.github.aezoo.zoo.imports;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as a {@link ModelReader} found it in a file.
 *
 * @param architecture rebuilds it
 * @param weights as {@link io.github.aezoo.model.Autoencoder#weights} names them
 * @param loss that fits how it ends
 * @param layers a line for each layer, from the image to its reconstruction
 * @param code the layer whose outputs are the code
 * @param channelsLast whether the program that wrote it has images as {@code [N, H, W, C]}
 * @param original runs the file as it is, to compare
 */
public record ImportedModel(
    Architecture architecture,
    Map<String, Tensor> weights,
    Loss loss,
    List<String> layers,
    String code,
    boolean channelsLast,
    Original original) {
  /** The program that a file comes from, or a word why it is not here. */
  public interface Original {
    /** Its name, or what to do to have it. */
    String name();

    /** Whether it can be asked. */
    boolean present();

    /**
     * Its reconstructions.
     *
     * @param images {@code [N, C, H, W]}
     * @return as many values, in whatever shape
     */
    INDArray outputs(INDArray images);

    /** A program that is not here. */
    static Original absent(String what) {
      return new Original() {
        @Override
        public String name() {
          return what;
        }

        @Override
        public boolean present() {
          return false;
        }

        @Override
        public INDArray outputs(INDArray images) {
          throw new IllegalStateException(what);
        }
      };
    }
  }
}
