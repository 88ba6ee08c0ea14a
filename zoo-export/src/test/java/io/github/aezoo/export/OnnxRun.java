package io.github.aezoo.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.aezoo.model.Autoencoder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An ONNX file in ONNX Runtime, which knows nothing of DL4J. */
public final class OnnxRun implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;

  /** Loads a file's content. */
  public OnnxRun(byte[] file) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = ENVIRONMENT.createSession(file, options);
    }
  }

  /** The session, for what it tells of the file. */
  public OrtSession session() {
    return session;
  }

  /** All outputs by name. */
  public Map<String, INDArray> of(INDArray input) throws OrtException {
    String name = session.getInputNames().iterator().next();
    FloatBuffer values = FloatBuffer.wrap(input.dup('c').data().asFloat());
    Map<String, INDArray> outputs = new LinkedHashMap<>();
    try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, values, input.shape());
        OrtSession.Result result = session.run(Map.of(name, tensor))) {
      for (Map.Entry<String, ai.onnxruntime.OnnxValue> entry : result) {
        OnnxTensor out = (OnnxTensor) entry.getValue();
        FloatBuffer buffer = out.getFloatBuffer();
        float[] copy = new float[buffer.remaining()];
        buffer.get(copy);
        outputs.put(
            entry.getKey(), Nd4j.createFromArray(copy).reshape('c', out.getInfo().getShape()));
      }
    }
    return outputs;
  }

  /**
   * How far ONNX Runtime and DL4J are apart at most: codes, and reconstructions of the whole and of
   * the decoder.
   *
   * @param code of codes
   * @param largestCode the largest magnitude in a code, to compare with
   * @param reconstruction of pixels
   */
  public record Differences(double code, double largestCode, double reconstruction) {}

  /** Runs all parts of a model in both. */
  public static Differences differences(
      Map<OnnxPart, byte[]> files, Autoencoder model, INDArray images) throws OrtException {
    INDArray codes = model.encode(images);
    INDArray reconstructions = model.reconstruct(images);
    try (OnnxRun whole = new OnnxRun(files.get(OnnxPart.AUTOENCODER));
        OnnxRun encoder = new OnnxRun(files.get(OnnxPart.ENCODER));
        OnnxRun decoder = new OnnxRun(files.get(OnnxPart.DECODER))) {
      Map<String, INDArray> both = whole.of(images);
      double code =
          Math.max(
              difference(both.get("code"), codes),
              difference(encoder.of(images).get("code"), codes));
      double reconstruction =
          Math.max(
              difference(both.get("reconstruction"), reconstructions),
              difference(decoder.of(codes).get("reconstruction"), reconstructions));
      return new Differences(code, codes.amaxNumber().doubleValue(), reconstruction);
    }
  }

  private static double difference(INDArray a, INDArray b) {
    return a.equalShapes(b) ? a.sub(b).amaxNumber().doubleValue() : Double.POSITIVE_INFINITY;
  }

  /** All parts of a model as files. */
  public static Map<OnnxPart, byte[]> files(Autoencoder model) {
    Map<OnnxPart, byte[]> files = new LinkedHashMap<>();
    for (OnnxPart part : OnnxPart.values()) {
      files.put(part, part.of(model, Map.of("model", model.name())));
    }
    return files;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
