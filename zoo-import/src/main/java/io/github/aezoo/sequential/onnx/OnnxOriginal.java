package io.github.aezoo.sequential.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.zoo.imports.ImportedModel;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The file run by ONNX Runtime, where that is on the class path. */
final class OnnxOriginal {
  private static final String RUNTIME = "ai.onnxruntime.OrtEnvironment";

  private OnnxOriginal() {}

  static ImportedModel.Original of(Path file, long[] sizes, boolean channelsLast, String output) {
    try {
      Class.forName(RUNTIME, false, OnnxOriginal.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return ImportedModel.Original.absent(
          "ONNX Runtime is not available: put com.microsoft.onnxruntime:onnxruntime into the folder lib,"
              + " or give inputs and outputs of the original as arrays");
    }
    return new Session(file, sizes, channelsLast, output);
  }

  /** Its classes are loaded when it is asked. */
  private record Session(Path file, long[] sizes, boolean channelsLast, String output)
      implements ImportedModel.Original {
    @Override
    public String name() {
      return "ONNX Runtime";
    }

    @Override
    public boolean present() {
      return true;
    }

    @Override
    public INDArray outputs(INDArray images) {
      int n = Math.toIntExact(images.size(0));
      INDArray theirs = channelsLast ? images.permute(0, 2, 3, 1) : images;
      float[] all = theirs.dup('c').data().asFloat();
      int values = all.length / n;
      float[] out = new float[all.length];
      long[] shape = sizes.clone();
      for (int d = 0; d < shape.length; d++) {
        // A batch of one: files may allow no other.
        shape[d] = d == 0 ? 1 : shape[d] == 0 ? open(theirs, d) : shape[d];
      }
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        try (OrtSession session = environment.createSession(file.toString(), options)) {
          String input = session.getInputNames().iterator().next();
          for (int i = 0; i < n; i++) {
            FloatBuffer image = FloatBuffer.wrap(all, i * values, values).slice();
            try (OnnxTensor x = OnnxTensor.createTensor(environment, image, shape);
                OrtSession.Result result = session.run(Map.of(input, x), Set.of(output))) {
              ((OnnxTensor) result.get(0)).getFloatBuffer().get(out, i * values, values);
            }
          }
        }
      } catch (OrtException e) {
        throw new ZooException("ONNX Runtime does not run the file: " + e.getMessage(), e);
      }
      INDArray outputs = Nd4j.createFromArray(out).reshape('c', theirs.shape());
      return channelsLast ? outputs.permute(0, 3, 1, 2).dup('c') : outputs;
    }

    private long open(INDArray images, int d) {
      return sizes.length == 2
          ? images.length() / images.size(0)
          : images.size(d + 4 - sizes.length);
    }
  }
}
