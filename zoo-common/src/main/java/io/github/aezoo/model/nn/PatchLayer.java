package io.github.aezoo.model.nn;

import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A convolution or a transposed one, computed by {@link PatchProduct}s. */
final class PatchLayer extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;
  private static final int[] ONE = {1, 1};

  private final boolean transposed;

  /** Height and width that the products below are for. */
  private transient long[] inputSize;

  /** The layer as it is defined. */
  private transient PatchProduct product;

  /** A convolution of stride 1 as the transpose of one; else null. */
  private transient PatchProduct turned;

  private transient long[] outputSize;

  private transient KeptActivation activation;

  private transient boolean ready;

  private PatchLayer(NeuralNetConfiguration conf, DataType dataType, boolean transposed) {
    super(conf, dataType);
    this.transposed = transposed;
    org.deeplearning4j.nn.conf.layers.ConvolutionLayer layer = layerConf();
    int[] kernel = layer.getKernelSize();
    int[] stride = layer.getStride();
    if (kernel[0] != kernel[1]
        || stride[0] != stride[1]
        || !Arrays.equals(layer.getDilation(), ONE)
        || layer.getConvolutionMode() != ConvolutionMode.Same
        || layer.getCnn2dDataFormat() != CNN2DFormat.NCHW
        || !layer.hasBias()
        || layer.getWeightNoise() != null) {
      throw new IllegalStateException(
          ("layer '%s': square kernels and strides, no dilation, ConvolutionMode.Same, NCHW, a"
                  + " bias and no weight noise expected; got %s")
              .formatted(layer.getLayerName(), layer));
    }
  }

  /** The layer that a configuration describes; see DL4J's {@code Layer.instantiate}. */
  static PatchLayer of(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType dataType,
      boolean transposed) {
    PatchLayer layer = new PatchLayer(conf, dataType, transposed);
    return LayerSetup.withParameters(layer, conf, listeners, index, parameters, initialise);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaces);
    INDArray x = checkedInput();
    prepare(x);
    INDArray z =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            dataType,
            new long[] {x.size(0), layerConf().getNOut(), outputSize[0], outputSize[1]},
            'c');
    forward(x, z);
    ready = training;
    return activation.apply(z, training);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray x = checkedInput();
    if (!ready) {
      // DL4J lets a pass in use be followed by a backward pass, too.
      prepare(x);
      INDArray z =
          Nd4j.createUninitialized(
              dataType,
              new long[] {x.size(0), layerConf().getNOut(), outputSize[0], outputSize[1]},
              'c');
      forward(x, z);
      activation.apply(z, true);
    }
    ready = false;
    INDArray delta = contiguous(activation.delta(contiguous(epsilon.castTo(dataType))));
    INDArray below =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, x.shape(), 'c');
    INDArray weightGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
    INDArray biasGradient = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
    if (transposed) {
      product.backOfExpand(delta, x, below);
      product.gradient(weightGradient);
    } else if (turned != null && layerConf().getNOut() <= 2 * layerConf().getNIn()) {
      // One gathering of patches serves both gradients, and nothing is scattered.
      turned.backOfExpand(delta, x, below);
      turned.gradient(weightGradient);
    } else {
      product.backOfReduce(delta, x, below);
      product.gradient(weightGradient);
    }
    product.sums(delta, biasGradient);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
    gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
    return new Pair<>(gradient, backpropDropOutIfPresent(below));
  }

  private void forward(INDArray x, INDArray z) {
    INDArray weights = getParam(ConvolutionParamInitializer.WEIGHT_KEY);
    Object bias = product.bias(getParam(ConvolutionParamInitializer.BIAS_KEY));
    product.setWeights(weights);
    if (turned != null) {
      turned.setWeights(weights);
    }
    if (transposed) {
      product.expand(x, z, bias);
    } else if (turned != null && 4 * layerConf().getNOut() <= layerConf().getNIn()) {
      // Few outputs: patches of the output are smaller than those of the input.
      turned.expand(x, z, bias);
    } else {
      product.reduce(x, z, bias);
    }
  }

  private INDArray checkedInput() {
    validateInputRank();
    validateInputDepth(layerConf().getNIn());
    return contiguous(input.castTo(dataType));
  }

  private static INDArray contiguous(INDArray array) {
    long[] stride = array.stride();
    long expected = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (stride[i] != expected && array.size(i) != 1) {
        return array.dup('c');
      }
      expected *= array.size(i);
    }
    return array;
  }

  private void prepare(INDArray x) {
    long[] size = {x.size(2), x.size(3)};
    if (Arrays.equals(size, inputSize)) {
      return;
    }
    int[] in = {(int) size[0], (int) size[1]};
    int[] kernel = layerConf().getKernelSize();
    int[] stride = layerConf().getStride();
    int[] out =
        transposed
            ? ConvolutionUtils.getDeconvolutionOutputSize(
                x, kernel, stride, null, ConvolutionMode.Same, ONE, CNN2DFormat.NCHW)
            : ConvolutionUtils.getOutputSize(
                x, kernel, stride, null, ConvolutionMode.Same, ONE, CNN2DFormat.NCHW);
    int[] image = transposed ? out : in;
    int[] grid = transposed ? in : out;
    int[] pad = ConvolutionUtils.getSameModeTopLeftPadding(grid, image, kernel, stride, ONE);
    int k = kernel[0];
    int nIn = Math.toIntExact(layerConf().getNIn());
    int nOut = Math.toIntExact(layerConf().getNOut());
    product =
        new PatchProduct(
            new Patches(
                transposed ? nOut : nIn,
                image[0],
                image[1],
                grid[0],
                grid[1],
                k,
                stride[0],
                pad[0],
                pad[1]),
            transposed ? nIn : nOut,
            false,
            dataType);
    turned =
        transposed || stride[0] != 1
            ? null
            : new PatchProduct(
                new Patches(
                    nOut, out[0], out[1], in[0], in[1], k, 1, k - 1 - pad[0], k - 1 - pad[1]),
                nIn,
                true,
                dataType);
    activation = new KeptActivation(layerConf().getActivationFn(), Precision.of(dataType));
    inputSize = size;
    outputSize = new long[] {out[0], out[1]};
  }

  // DL4J compares layers by value, networks tell their layers apart by identity.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
