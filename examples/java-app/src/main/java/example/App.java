package example;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.ModelWriter;
import io.github.aezoo.zoo.Zoo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A shipped model encodes and reconstructs digits, and leaves as ONNX. */
public final class App {
  private static final String MODEL = "undercomplete-deep.mnist.v1";

  private App() {}

  /** The first argument is the folder for the ONNX files; {@code exported} without one. */
  public static void main(String[] args) {
    try (Autoencoder model = Zoo.load(MODEL)) {
      INDArray images = Batches.range(new SyntheticDigits(), Split.TEST, 0, 10);
      INDArray codes = model.encode(images);
      INDArray reconstructions = model.decode(codes);
      System.out.println(Arrays.toString(images.shape()) + " images in [0, 1]");
      System.out.println(Arrays.toString(codes.shape()) + " codes");
      System.out.println(Arrays.toString(reconstructions.shape()) + " reconstructions");
      double error = Arrays.stream(model.reconstructionErrors(images)).average().orElseThrow();
      System.out.printf("mean squared error a pixel: %.5f%n", error);
      System.out.println("DL4J network: " + model.network().getClass().getSimpleName());
    }
    Path folder = Path.of(Stream.of(args).findFirst().orElse("exported"));
    ModelWriter onnx = ModelWriter.of("onnx");
    onnx.write(Catalogue.shipped().checkpoint(MODEL), folder);
    onnx.files(folder).forEach(file -> System.out.println("wrote " + file));
  }
}
