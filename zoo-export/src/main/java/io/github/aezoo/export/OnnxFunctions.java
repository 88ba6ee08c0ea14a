package io.github.aezoo.export;

import static io.github.aezoo.export.OnnxGraphWriter.integer;
import static io.github.aezoo.export.OnnxGraphWriter.number;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.nn.StandardForm;
import io.github.aezoo.model.nn.StandardOperation;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Activation functions and standard operations as ONNX operations. */
final class OnnxFunctions {
  private final OnnxGraphWriter graph;

  OnnxFunctions(OnnxGraphWriter graph) {
    this.graph = graph;
  }

  /** What a user is told of DL4J's layers, and the author of others. */
  static ZooException unknown(String vertex, Class<?> type) {
    boolean stock =
        type.getName().startsWith("org.deeplearning4j.") || type.getName().startsWith("org.nd4j.");
    return new ZooException(
        "layer '%s' cannot be written as ONNX, which has no %s%s"
            .formatted(
                vertex,
                type.getSimpleName(),
                stock
                    ? ", or not with its settings; export safetensors or dl4j"
                    : "; make it implement " + StandardForm.class.getSimpleName()));
  }

  /** Adds an activation function and gives its values. */
  String activation(String vertex, IActivation function, InputType type, String x) {
    if (function instanceof StandardForm own) {
      return steps(vertex, own.inUse(type), type, x);
    }
    if (function instanceof ActivationIdentity) {
      return x;
    }
    String out = vertex + "/activated";
    if (function instanceof ActivationELU elu) {
      return graph.node("Elu", out, List.of(x), number("alpha", elu.getAlpha()));
    }
    if (function instanceof ActivationLReLU leaky) {
      return graph.node("LeakyRelu", out, List.of(x), number("alpha", leaky.getAlpha()));
    }
    if (function instanceof ActivationSwish) {
      String share = graph.node("Sigmoid", vertex + "/share", List.of(x));
      return graph.node("Mul", out, List.of(x, share));
    }
    String operation;
    if (function instanceof ActivationSigmoid) {
      operation = "Sigmoid";
    } else if (function instanceof ActivationTanH) {
      operation = "Tanh";
    } else if (function instanceof ActivationSoftPlus) {
      operation = "Softplus";
    } else if (function instanceof ActivationSELU) {
      operation = "Selu";
    } else if (function.equals(new ActivationReLU())) {
      operation = "Relu";
    } else {
      throw unknown(vertex, function.getClass());
    }
    return graph.node(operation, out, List.of(x));
  }

  /** Adds steps one after the other and gives what the last one gives. */
  String steps(String vertex, List<StandardOperation> steps, InputType type, String x) {
    String value = x;
    for (int i = 0; i < steps.size(); i++) {
      value = step(vertex + "/" + (i + 1), steps.get(i), type, value);
    }
    return value;
  }

  private String step(String name, StandardOperation step, InputType type, String x) {
    if (step instanceof StandardOperation.Activation a) {
      return activation(name, a.function(), type, x);
    }
    if (step instanceof StandardOperation.Clip c) {
      Tensor low = new Tensor(new long[0], new float[] {(float) c.low()});
      Tensor high = new Tensor(new long[0], new float[] {(float) c.high()});
      return graph.node(
          "Clip",
          name + "/clipped",
          List.of(x, graph.constant(name + "/low", low), graph.constant(name + "/high", high)));
    }
    if (step instanceof StandardOperation.Logit) {
      String one = graph.constant(name + "/one", Tensor.of(1));
      String rest = graph.node("Sub", name + "/rest", List.of(one, x));
      String odds = graph.node("Div", name + "/odds", List.of(x, rest));
      return graph.node("Log", name + "/logit", List.of(odds));
    }
    if (step instanceof StandardOperation.First f) {
      return slice(name, x, new long[] {0}, new long[] {f.count()}, 1);
    }
    if (step instanceof StandardOperation.Largest l) {
      List<String> largest =
          graph.nodes(
              "TopK",
              List.of(name + "/values", name + "/places"),
              List.of(x, graph.integers(name + "/count", l.count())),
              integer("axis", 1));
      String shape = graph.node("Shape", name + "/shape", List.of(x));
      String zeros =
          graph.node(
              "ConstantOfShape", name + "/zeros", List.of(shape), OnnxGraphWriter.filling(0));
      return graph.node(
          "ScatterElements",
          name + "/largest",
          List.of(zeros, largest.get(1), largest.get(0)),
          integer("axis", 1));
    }
    throw new IllegalStateException("step '" + name + "' of a layer cannot be " + step);
  }

  /** A part {@code starts .. ends} of some axes. */
  String slice(String name, String x, long[] starts, long[] ends, long... axes) {
    return graph.node(
        "Slice",
        name + "/part",
        List.of(
            x,
            graph.integers(name + "/starts", starts),
            graph.integers(name + "/ends", ends),
            graph.integers(name + "/axes", axes)));
  }
}
