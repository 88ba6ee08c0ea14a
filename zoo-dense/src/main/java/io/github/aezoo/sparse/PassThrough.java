package io.github.aezoo.sparse;

import io.github.aezoo.model.nn.StandardForm;
import io.github.aezoo.model.nn.Weightless;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** The settings of a layer without parameters that takes a code and gives one of the same size. */
abstract class PassThrough extends Weightless implements StandardForm {
  private static final long serialVersionUID = 1L;

  @Override
  public InputType getOutputType(int index, InputType input) {
    if (input.getType() != InputType.Type.FF) {
      throw new IllegalStateException("codes [N, z] expected; got " + input);
    }
    return input;
  }
}
