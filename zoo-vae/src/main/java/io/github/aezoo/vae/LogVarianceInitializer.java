package io.github.aezoo.vae;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.EmptyParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DL4J asks about the one parameter of {@link GaussianOutput}; weight decay spares it. */
final class LogVarianceInitializer extends EmptyParamInitializer {
  /** Its name, also on the file: {@code reconstruction.logVariance}. */
  static final String LOG_VARIANCE = "logVariance";

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return 1;
  }

  @Override
  public long numParams(Layer layer) {
    return 1;
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.of(LOG_VARIANCE);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of(LOG_VARIANCE);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return key.equals(LOG_VARIANCE);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray parameters, boolean initialise) {
    INDArray value = parameters.reshape(1, 1);
    if (initialise) {
      value.assign(((GaussianOutput) conf.getLayer()).firstLogVariance());
    }
    conf.addVariable(LOG_VARIANCE);
    return Map.of(LOG_VARIANCE, value);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradient) {
    return Map.of(LOG_VARIANCE, gradient.reshape(1, 1));
  }
}
