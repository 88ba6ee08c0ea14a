package io.github.aezoo.bench;

import io.github.aezoo.contractive.ContractiveArchitecture;
import io.github.aezoo.contractive.ContractiveDense;
import io.github.aezoo.denoise.Logit;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Loss;
import io.github.aezoo.sparse.SparseArchitecture;
import io.github.aezoo.sparse.Sparsity;
import io.github.aezoo.vae.GaussianSampling;
import io.github.aezoo.vae.VaeArchitecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model in TorchScript with PyTorch's own operations: the forward part and the loss a sample, of
 * which libtorch derives the gradients. Written for the architectures of the zoo, and checked by
 * the loss of the first batch, which must be the same.
 */
final class TorchText {
  /** A parameter as PyTorch arranges it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Parameter(float[] values, long[] shape, boolean learned) {}

  private final Autoencoder model;
  private final ComputationGraphConfiguration settings;
  private final List<String> lines = new ArrayList<>();
  private final List<String> losses = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, InputType> types = new HashMap<>();
  private int learned;
  private int kept;
  private int count;

  TorchText(Autoencoder model, Loss loss, int n) {
    this.model = model;
    ComputationGraph network = model.network();
    settings = network.getConfiguration();
    variables.put(Architecture.INPUT, "x");
    types.put(Architecture.INPUT, model.architecture().inputType());
    for (int index : network.topologicalSortOrder()) {
      String name = network.getVertices()[index].getVertexName();
      if (!name.equals(Architecture.INPUT)) {
        vertex(name, settings.getVertices().get(name), loss);
      }
    }
    String sum = String.join(", ", losses);
    lines.add("loss = torch.div(" + (losses.size() == 1 ? sum : added()) + ", " + n + ")");
  }

  private String added() {
    String sum = losses.get(0);
    for (String each : losses.subList(1, losses.size())) {
      sum = "torch.add(" + sum + ", " + each + ")";
    }
    return sum;
  }

  /** Computes {@code loss} from lists {@code p} and {@code b}, {@code x} and {@code t}. */
  List<String> lines() {
    return lines;
  }

  /** In the order of {@code p}, and those that are not learned in the order of {@code b}. */
  List<Parameter> parameters() {
    return parameters;
  }

  /** Whether reconstructions are maps, not rows. */
  boolean givesMaps() {
    return types.get(Architecture.RECONSTRUCTION).getType() == InputType.Type.CNN;
  }

  private String set(String format, Object... arguments) {
    String variable = "v" + count++;
    lines.add(variable + " = " + String.format(Locale.ROOT, format, arguments));
    return variable;
  }

  private void vertex(String name, GraphVertex vertex, Loss loss) {
    List<String> inputs = settings.getVertexInputs().get(name);
    InputType in = types.get(inputs.get(0));
    String x = variables.get(inputs.get(0));
    if (vertex instanceof LayerVertex layer) {
      InputPreProcessor before = layer.getPreProcessor();
      if (before instanceof FeedForwardToCnnPreProcessor to) {
        x =
            set(
                "torch.contiguous(torch.reshape(%s, [-1, %d, %d, %d]), memory_format=2)",
                x, to.getNumChannels(), to.getInputHeight(), to.getInputWidth());
      } else if (before != null) {
        x = set("torch.flatten(%s, 1)", x);
      }
      in = before == null ? in : before.getOutputType(in);
      variables.put(name, layer(name, layer.getLayerConf().getLayer(), in, x, loss));
      types.put(name, layer.getLayerConf().getLayer().getOutputType(0, in));
      return;
    }
    String[] all = inputs.stream().map(variables::get).toArray(String[]::new);
    if (vertex instanceof ElementWiseVertex) {
      variables.put(name, set("torch.add(%s, %s)", all[0], all[1]));
    } else if (vertex instanceof MergeVertex) {
      variables.put(name, set("torch.cat([%s], 1)", String.join(", ", all)));
    } else if (vertex instanceof SubsetVertex subset) {
      variables.put(
          name, set("torch.slice(%s, 1, %d, %d)", x, subset.getFrom(), subset.getTo() + 1));
    } else {
      throw new IllegalArgumentException("vertex " + vertex.getClass());
    }
    types.put(
        name, vertex.getOutputType(0, inputs.stream().map(types::get).toArray(InputType[]::new)));
  }

  private String layer(String name, Layer layer, InputType in, String x, Loss loss) {
    if (layer instanceof ContractiveDense) {
      return contractive(name, (DenseLayer) layer, x);
    }
    if (layer instanceof DenseLayer dense) {
      return activated(dense.getActivationFn(), linear(name, x));
    }
    if (layer instanceof OutputLayer) {
      return scored(linear(name, x), loss);
    }
    if (layer instanceof CnnLossLayer) {
      return scored(x, loss);
    }
    if (layer instanceof BatchNormalization normal) {
      return set(
          "torch.batch_norm(%s, %s, %s, %s, %s, True, %s, %s, True)",
          x,
          learned(name, "gamma"),
          learned(name, "beta"),
          kept(in, 0),
          kept(in, 1),
          1 - normal.getDecay(),
          normal.getEps());
    }
    if (layer instanceof Deconvolution2D convolution) {
      int k = convolution.getKernelSize()[0];
      int s = convolution.getStride()[0];
      int p = (Math.max(0, k - s) + 1) / 2;
      String y =
          set(
              "torch.conv_transpose2d(%s, %s, %s, [%d, %d], [%d, %d], [%d, %d], 1, [1, 1])",
              x, learned(name, "W"), learned(name, "b"), s, s, p, p, s - k + 2 * p, s - k + 2 * p);
      return activated(convolution.getActivationFn(), y);
    }
    if (layer instanceof ConvolutionLayer convolution) {
      return convolved(name, convolution, in, x);
    }
    if (layer instanceof SubsamplingLayer) {
      return set("torch.max_pool2d(%s, [2, 2], [2, 2], [0, 0], [1, 1], True)", x);
    }
    if (layer instanceof Upsampling2D) {
      return set(
          "torch.upsample_nearest2d(%s, [%d, %d], None, None)", x, 2 * height(in), 2 * width(in));
    }
    if (layer instanceof Cropping2D cropping) {
      int[] sides = cropping.getCropping();
      String rows = set("torch.slice(%s, 2, 0, %d)", x, height(in) - sides[1]);
      return set("torch.slice(%s, 3, 0, %d)", rows, width(in) - sides[3]);
    }
    if (layer instanceof ActivationLayer only) {
      return activated(only.getActivationFn(), x);
    }
    return ofFamily(layer, x);
  }

  private static long height(InputType type) {
    return ((InputType.InputTypeConvolutional) type).getHeight();
  }

  private static long width(InputType type) {
    return ((InputType.InputTypeConvolutional) type).getWidth();
  }

  private String convolved(String name, ConvolutionLayer layer, InputType in, String x) {
    int k = layer.getKernelSize()[0];
    int s = layer.getStride()[0];
    long out = (height(in) + s - 1) / s;
    long total = Math.max(0, (out - 1) * s + k - height(in));
    long p = (total + 1) / 2;
    if ((height(in) + 2 * p - k) / s + 1 != out) {
      throw new IllegalArgumentException("padding of " + name);
    }
    String y =
        set(
            "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d], [1, 1], 1)",
            x, learned(name, "W"), learned(name, "b"), s, s, p, p);
    return activated(layer.getActivationFn(), y);
  }

  private String linear(String name, String x) {
    INDArray w = model.network().getParam(name + "_W");
    String weights = learned(w.transpose().dup('c'), w.size(1), w.size(0));
    return set("torch.linear(%s, %s, %s)", x, weights, learned(name, "b"));
  }

  private String activated(IActivation function, String x) {
    String name = function.toString();
    if (function instanceof Logit) {
      // As the zoo's: clipped, then log(p / (1 - p)).
      return set("torch.logit(%s, 0.001)", x);
    }
    return switch (name.replaceAll("\\(.*", "").toLowerCase(Locale.ROOT)) {
      case "identity" -> x;
      case "relu" -> set("torch.relu(%s)", x);
      case "elu" -> set("torch.elu(%s)", x);
      case "sigmoid" -> set("torch.sigmoid(%s)", x);
      case "tanh" -> set("torch.tanh(%s)", x);
      case "softplus" -> set("torch.softplus(%s)", x);
      default -> throw new IllegalArgumentException("activation " + name);
    };
  }

  private String scored(String z, Loss loss) {
    losses.add(
        switch (loss) {
          case BCE -> set("torch.binary_cross_entropy_with_logits(%s, t, None, None, 2)", z);
          case SQUARED_ERROR -> set("torch.mse_loss(torch.sigmoid(%s), t, 2)", z);
          case ABSOLUTE_ERROR -> set("torch.l1_loss(torch.sigmoid(%s), t, 2)", z);
        });
    return z;
  }

  private String contractive(String name, DenseLayer layer, String x) {
    ContractiveArchitecture architecture = (ContractiveArchitecture) model.architecture();
    String y = activated(layer.getActivationFn(), linear(name, x));
    String w = "p[" + (learned - 2) + "]";
    String slope =
        switch (architecture.activation()) {
          case SIGMOID -> set("torch.mul(%s, torch.rsub(%s, 1))", y, y);
          case TANH -> set("torch.rsub(torch.mul(%s, %s), 1)", y, y);
          case SOFTPLUS -> set("torch.rsub(torch.exp(torch.neg(%s)), 1)", y);
        };
    String norms = set("torch.sum(torch.mul(%s, %s), [1])", w, w);
    losses.add(
        set(
            "torch.mul(torch.sum(torch.mul(torch.mul(%s, %s), %s)), %s)",
            slope, slope, norms, architecture.penalty()));
    return y;
  }

  private String ofFamily(Layer layer, String x) {
    if (layer instanceof GaussianSampling) {
      int z = model.architecture().latentSize();
      String mean = set("torch.slice(%s, 1, 0, %d)", x, z);
      String logVariance = set("torch.slice(%s, 1, %d, %d)", x, z, 2 * z);
      String deviation = set("torch.exp(torch.div(%s, 2))", logVariance);
      String nats =
          set(
              "torch.sub(torch.add(torch.mul(%s, %s), torch.mul(%s, %s)), torch.add(%s, 1))",
              mean, mean, deviation, deviation, logVariance);
      losses.add(
          set(
              "torch.mul(torch.sum(%s), %s)",
              nats, ((VaeArchitecture) model.architecture()).beta() / 2));
      return set("torch.add(%s, torch.mul(%s, torch.randn_like(%s)))", mean, deviation, mean);
    }
    Sparsity sparsity = ((SparseArchitecture) model.architecture()).sparsity();
    if (sparsity instanceof Sparsity.KLargest largest) {
      // The k-th largest value of each row decides.
      String top = set("(torch.topk(%s, %d))[0]", x, largest.k());
      String least = set("torch.slice(%s, 1, %d, %d)", top, largest.k() - 1, largest.k());
      return set("torch.mul(%s, torch.ge(%s, %s))", x, x, least);
    }
    if (sparsity instanceof Sparsity.L1 l1) {
      losses.add(set("torch.mul(torch.sum(torch.abs(%s)), %s)", x, l1.coefficient()));
    }
    if (sparsity instanceof Sparsity.Kl kl) {
      String p = set("torch.clamp(torch.mean(%s, [0]), 1e-6, 0.999999)", x);
      double entropy = kl.rho() * Math.log(kl.rho()) + (1 - kl.rho()) * Math.log(1 - kl.rho());
      String cross =
          set(
              "torch.add(torch.mul(torch.log(%s), %s), torch.mul(torch.log(torch.rsub(%s, 1)), %s))",
              p, -kl.rho(), p, kl.rho() - 1);
      String divergence = set("torch.sum(torch.add(%s, %s))", cross, entropy);
      losses.add(
          set("torch.mul(%s, torch.mul(torch.size(%s, 0), %s))", divergence, x, kl.coefficient()));
    }
    return x;
  }

  private String learned(String name, String key) {
    INDArray values = model.network().getParam(name + "_" + key);
    if (values == null) {
      return "None";
    }
    boolean row = values.rank() == 2 && values.size(0) == 1;
    return learned(values, row ? new long[] {values.length()} : values.shape());
  }

  private String learned(INDArray values, long... shape) {
    parameters.add(new Parameter(values.dup('c').data().asFloat(), shape, true));
    return "p[" + learned++ + "]";
  }

  /** Running statistics, which training writes and does not read. */
  private String kept(InputType in, float value) {
    boolean maps = in instanceof InputType.InputTypeConvolutional;
    long length =
        maps ? ((InputType.InputTypeConvolutional) in).getChannels() : in.arrayElementsPerExample();
    float[] values = new float[Math.toIntExact(length)];
    Arrays.fill(values, value);
    parameters.add(new Parameter(values, new long[] {length}, false));
    return "b[" + kept++ + "]";
  }
}
