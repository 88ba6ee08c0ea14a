package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.io.ZooException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** Writes an HTML report about models on data; found by {@link ServiceLoader} in zoo-report. */
public interface ReportWriter {
  /**
   * The metrics of one model in a report.
   *
   * @param id the model
   * @param codes values of a code
   * @param result beside the baselines
   */
  record MeasuredModel(String id, int codes, ModelCard.Result result) {}

  /**
   * Measures models and writes the page whole or not at all; replaces what is there.
   *
   * @param models one or more, which all take the data as it is
   * @param options whose progress counts models
   * @return the numbers on the page
   * @throws ZooException when a model's files are damaged, or the page cannot be written
   */
  List<MeasuredModel> write(List<Checkpoint> models, Dataset data, ZooOptions options, Path file);

  /**
   * Writes an offline tour into a folder; replaces what is there.
   *
   * @param all whether every model of digits is shown, not one or two of each family
   * @return the numbers on the page
   */
  List<MeasuredModel> demo(boolean all, ZooOptions options, Path folder);

  /**
   * The writer on the class path.
   *
   * @throws ZooException when there is none
   */
  static ReportWriter here() {
    return ServiceLoader.load(ReportWriter.class)
        .findFirst()
        .orElseThrow(
            () ->
                new ZooException(
                    "reports need the module zoo-report on the class path; add"
                        + " io.github.aezoo:zoo-report"));
  }
}
