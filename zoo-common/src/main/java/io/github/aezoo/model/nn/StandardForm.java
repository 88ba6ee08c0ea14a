package io.github.aezoo.model.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * What the settings of a layer, or an activation function, that DL4J does not have say of
 * themselves: what they come to in use, where nothing is trained. So a network can be written for
 * other runtimes by code that knows no family.
 */
public interface StandardForm {
  /**
   * The steps from the input to the output in use, the first one first; none when values pass as
   * they are.
   *
   * @param input what the layer takes
   */
  List<StandardOperation> inUse(InputType input);
}
