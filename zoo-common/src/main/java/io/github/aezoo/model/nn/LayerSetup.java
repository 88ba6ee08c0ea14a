package io.github.aezoo.model.nn;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DL4J asks for when settings make their layer. */
public final class LayerSetup {
  private LayerSetup() {}

  /**
   * A new layer with its parameters; see DL4J's {@code Layer.instantiate} for the arguments.
   *
   * @param layer that has parameters, or whose initialiser has none
   * @return the layer
   */
  public static <L extends Layer> L withParameters(
      L layer,
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise) {
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(conf.getLayer().initializer().init(conf, parameters, initialise));
    layer.setConf(conf);
    return layer;
  }
}
