package io.github.aezoo.report;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ReportWriter.MeasuredModel;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A page about models on data: grids, numbers beside baselines, error percentiles, maps of codes,
 * training curves.
 *
 * <pre>{@code
 * List<MeasuredModel> numbers =
 *     Report.of(List.of(Checkpoint.open(Path.of("runs/mine"))), new SyntheticDigits())
 *         .write(Path.of("runs/mine.html"));
 * }</pre>
 */
public final class Report {
  private final List<Checkpoint> models;
  private final Dataset data;
  private final ZooOptions options;

  private Report(List<Checkpoint> models, Dataset data, ZooOptions options) {
    if (models.isEmpty()) {
      throw new ZooException("a report is about one model or more; none given");
    }
    this.models = List.copyOf(models);
    this.data = data;
    this.options = options;
  }

  /**
   * The usual report of models, which all take the data as it is.
   *
   * @throws ZooException when there is no model
   */
  public static Report of(List<Checkpoint> models, Dataset data) {
    return new Report(models, data, ZooOptions.standard());
  }

  /** The same of another split, with another seed or store; the progress counts models. */
  public Report with(ZooOptions other) {
    return new Report(models, data, other);
  }

  /**
   * Measures the models and writes the page whole or not at all; replaces what is there.
   *
   * @return the numbers on the page
   * @throws io.github.aezoo.io.ZooException when a model's files are damaged, or the page cannot be
   *     written
   */
  public List<MeasuredModel> write(Path file) {
    ModelSections sections = new ModelSections(data, options, false);
    for (Checkpoint model : models) {
      sections.add(model);
      options.progress().at(sections.measured().size(), models.size());
    }
    List<MeasuredModel> measured = sections.measured();
    new Page(
            "Autoencoders on " + data.name(),
            List.of(
                "Models: "
                    + measured.stream().map(MeasuredModel::id).collect(Collectors.joining(", "))
                    + "."),
            sections.all())
        .write(file);
    return measured;
  }
}
