package io.github.aezoo.export;

import java.io.File;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A program of somebody who has DL4J and the jars of layers, and nothing else: restores {@code
 * NAME.zip} in a folder, gives it the array in {@code NAME.in} and leaves what comes in {@code
 * NAME.out}.
 */
public final class RestoredElsewhere {
  private RestoredElsewhere() {}

  /** Works through a folder. */
  public static void main(String[] folder) throws IOException {
    String[] names = new File(folder[0]).list((dir, name) -> name.endsWith(".zip"));
    for (String zip : List.of(names)) {
      String name = zip.substring(0, zip.length() - ".zip".length());
      ComputationGraph network =
          ModelSerializer.restoreComputationGraph(new File(folder[0], zip), false);
      Nd4j.saveBinary(
          network.outputSingle(false, Nd4j.readBinary(new File(folder[0], name + ".in"))),
          new File(folder[0], name + ".out"));
    }
  }
}
