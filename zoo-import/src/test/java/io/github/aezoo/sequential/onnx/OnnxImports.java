package io.github.aezoo.sequential.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.export.OnnxPart;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelImport;
import io.github.aezoo.zoo.imports.ModelReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Imports of files that tests write, compared by ONNX Runtime. */
abstract class OnnxImports {
  @TempDir Path temp;

  ModelImport.Outcome imported(Path file, String code) {
    return ModelImport.run(
        new ModelImport.Request(
            file,
            temp.resolve("out"),
            new ModelReader.Wishes(Optional.empty(), Optional.ofNullable(code)),
            "MIT",
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        name -> Optional.empty());
  }

  static void same(ModelImport.Outcome outcome) {
    assertThat(outcome.parity().with()).isEqualTo("ONNX Runtime");
    assertThat(outcome.parity().images()).isEqualTo(18);
    assertThat(outcome.parity().largest()).isLessThanOrEqualTo(1e-5);
  }

  /** Writes a network that came in as ONNX: its runtime gives what the network gives. */
  INDArray outAgain(Checkpoint checkpoint) {
    Path again = temp.resolve("again.onnx");
    try (Autoencoder model = checkpoint.load()) {
      SafeFiles.writeBytes(again, OnnxPart.AUTOENCODER.of(model, Map.of()));
      INDArray images = checkpoint.reference().input();
      long[] shape = images.shape().clone();
      shape[0] = 0;
      INDArray theirs = OnnxOriginal.of(again, shape, false, "reconstruction").outputs(images);
      INDArray ours = model.reconstruct(images);
      assertThat(theirs.sub(ours).amaxNumber().doubleValue()).isLessThanOrEqualTo(1e-5);
      return ours;
    }
  }

  void refused(Path file, String... parts) {
    assertThatThrownBy(() -> imported(file, null))
        .isInstanceOf(ZooException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
    assertThat(temp.resolve("out")).doesNotExist();
  }
}
