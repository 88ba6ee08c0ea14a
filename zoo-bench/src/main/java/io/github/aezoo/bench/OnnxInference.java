package io.github.aezoo.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** ONNX Runtime on what the zoo exported: images from the heap, reconstructions to the heap. */
final class OnnxInference implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
  private static final String RECONSTRUCTION = "reconstruction";

  private final OrtSession session;
  private final String input;
  private FloatBuffer buffer;

  OnnxInference(Path file, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      session = ENVIRONMENT.createSession(file.toString(), options);
    }
    input = session.getInputNames().iterator().next();
  }

  float[] reconstruct(float[] images, long... shape) {
    if (buffer == null || buffer.capacity() != images.length) {
      buffer =
          ByteBuffer.allocateDirect(images.length * Float.BYTES)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
    buffer.put(0, images);
    try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, buffer, shape);
        OrtSession.Result result = session.run(Map.of(input, tensor), Set.of(RECONSTRUCTION))) {
      float[] out = new float[images.length];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(out);
      return out;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
