package io.github.aezoo.export;

import io.github.aezoo.data.Shape;
import io.github.aezoo.device.Environment;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * A part of an autoencoder as an <a href="https://onnx.ai">ONNX</a> model: float32, opset {@value
 * #OPSET}, with {@code input} and {@code reconstruction} {@code [N, C, H, W]}, of images in [0, 1],
 * and {@code code} {@code [N, latentSize]}; N is as large as the caller likes.
 */
public enum OnnxPart {
  /** {@code input} to {@code reconstruction} and {@code code}. */
  AUTOENCODER,
  /** {@code input} to {@code code}. */
  ENCODER,
  /** {@code code} to {@code reconstruction}. */
  DECODER;

  /** The version of ONNX's operators that files are written in. */
  public static final int OPSET = 13;

  /** ONNX's file format that came with these operators. */
  private static final int IR_VERSION = 7;

  /** The name of the part's file: {@code autoencoder.onnx}, {@code encoder.onnx}, and so on. */
  public String file() {
    return name().toLowerCase(java.util.Locale.ROOT) + ".onnx";
  }

  /**
   * A model's part as the content of an ONNX file.
   *
   * @param notes what the file tells of the model, by key
   * @throws ZooException when a layer of the network is not known, and does not say what it is
   */
  public byte[] of(Autoencoder model, Map<String, String> notes) {
    Architecture architecture = model.architecture();
    Map<String, Tensor> weights = model.weights();
    OnnxGraphWriter graph = new OnnxGraphWriter(model.name());
    if (this == DECODER) {
      String codes = graph.input(Architecture.CODE, architecture.latentSize());
      InputType type = InputType.feedForward(architecture.latentSize());
      images(
          graph,
          new OnnxNetwork(architecture.decoder(), graph, codes, type, weights),
          architecture);
    } else {
      Shape shape = architecture.input();
      String images =
          graph.input(Architecture.INPUT, shape.channels(), shape.height(), shape.width());
      boolean rows = architecture.inputType().getType() == InputType.Type.FF;
      String x =
          rows
              ? graph.node(
                  "Flatten", "input/flat", List.of(images), OnnxGraphWriter.integer("axis", 1))
              : images;
      OnnxNetwork network =
          new OnnxNetwork(
              this == ENCODER ? architecture.encoder() : architecture.network(Learning.NONE, 0),
              graph,
              x,
              architecture.inputType(),
              weights);
      if (this == AUTOENCODER) {
        images(graph, network, architecture);
      }
      graph.node("Identity", Architecture.CODE, List.of(network.value(Architecture.CODE)));
      graph.output(Architecture.CODE, architecture.latentSize());
    }
    return file(graph, notes);
  }

  private static void images(
      OnnxGraphWriter graph, OnnxNetwork network, Architecture architecture) {
    Shape shape = architecture.input();
    String sizes = graph.integers("shape", 0, shape.channels(), shape.height(), shape.width());
    graph.node(
        "Reshape",
        Architecture.RECONSTRUCTION,
        List.of(network.value(Architecture.RECONSTRUCTION), sizes));
    graph.output(Architecture.RECONSTRUCTION, shape.channels(), shape.height(), shape.width());
  }

  private byte[] file(OnnxGraphWriter graph, Map<String, String> notes) {
    ModelProto.Builder file =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setProducerName("autoencoder-zoo")
            .setProducerVersion(Environment.version("zoo"))
            .setGraph(graph.build());
    Map<String, String> all = new TreeMap<>(notes);
    all.put("part", name().toLowerCase(java.util.Locale.ROOT));
    all.put("opset", Integer.toString(OPSET));
    all.forEach(
        (key, value) ->
            file.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return file.build().toByteArray();
  }
}
