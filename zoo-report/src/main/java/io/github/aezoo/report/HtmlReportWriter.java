package io.github.aezoo.report;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ReportWriter;
import io.github.aezoo.zoo.ReportWriter.MeasuredModel;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Path;
import java.util.List;

/** How zoo-common finds {@link Report}. */
public final class HtmlReportWriter implements ReportWriter {
  @Override
  public List<MeasuredModel> write(
      List<Checkpoint> models, Dataset data, ZooOptions options, Path file) {
    return Report.of(models, data).with(options).write(file);
  }

  @Override
  public List<MeasuredModel> demo(boolean all, ZooOptions options, Path folder) {
    Demo demo = all ? Demo.ofAll(options.catalogue()) : Demo.of(options.catalogue());
    return demo.write(folder, options);
  }
}
