package io.github.aezoo.cli.run;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.cli.print.Table;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.study.FineTuningStudy;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.zoo.FineTuning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Runs a fine-tuning curve: shows progress, prints the table at the end. */
public record CurveRun(
    Command command, Recipe recipe, Dataset images, FineTuningStudy.Options wanted)
    implements Callable<Integer> {
  @Override
  public Integer call() {
    FineTuningStudy study = new FineTuningStudy(recipe, images, wanted);
    long total = wanted.epochs().stream().mapToLong(n -> n).sum() * wanted.seeds();
    FineTuningStudy.Outcome outcome;
    try (Progress progress = command.progress(recipe.name(), total, "epochs")) {
      outcome =
          study.run(FineTuning.origin(recipe, command.options().zoo()).orElseThrow(), progress);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("out", wanted.out().toString());
    json.put("model", recipe.startFrom().model());
    json.put("data", images.name());
    json.put("heldOut", wanted.heldOut());
    json.put("points", outcome.points());
    json.put("runs", outcome.runs());
    command.print(json, () -> people(outcome));
    return 0;
  }

  private void people(FineTuningStudy.Outcome outcome) {
    List<String> head = new ArrayList<>(List.of("EPOCHS"));
    head.addAll(outcome.columns());
    Table table = new Table(head.toArray(String[]::new));
    for (FineTuningStudy.Point point : outcome.points()) {
      List<Object> cells = new ArrayList<>(List.of(point.epochs()));
      point.mse().values().forEach(spread -> cells.add(Numbers.spread(spread)));
      table.row(cells.toArray());
    }
    command.out().println(outcome.title() + ". " + outcome.caption());
    table.print(command.out());
    command.out().println(wanted.out().resolve(FineTuningStudy.PAGE));
  }
}
