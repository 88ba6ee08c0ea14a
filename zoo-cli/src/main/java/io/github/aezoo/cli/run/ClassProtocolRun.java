package io.github.aezoo.cli.run;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.cli.print.Table;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.study.ClassProtocol;
import io.github.aezoo.study.ClassResults;
import io.github.aezoo.study.ClassStudy;
import io.github.aezoo.study.ClassStudyOptions;
import io.github.aezoo.study.StudyListener;
import io.github.aezoo.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Runs a class protocol: shows progress, saves on Ctrl-C, prints the table at the end. */
public record ClassProtocolRun(
    Command command, ClassProtocol protocol, String data, ClassStudyOptions wanted)
    implements Callable<Integer> {
  @Override
  public Integer call() {
    ClassStudy study = new ClassStudy(protocol, data, wanted);
    Optional<ClassResults> results;
    try (Trainings trainings = new Trainings(command)) {
      results =
          SavedRun.untilSaved(
              command,
              "run the same command again to continue",
              study::requestStop,
              () -> study.run(command.options().zoo(), trainings));
    }
    if (results.isEmpty()) {
      return SavedRun.INTERRUPTED;
    }
    command.print(results.get().document(), () -> people(results.get()));
    return 0;
  }

  private void people(ClassResults results) {
    List<String> head = new ArrayList<>(List.of("CLASS"));
    head.addAll(results.columnNames());
    Table table = new Table(head.toArray(String[]::new));
    results.table().forEach(row -> table.row(row.toArray()));
    command.out().println(results.caption());
    table.print(command.out());
    wanted.out().ifPresent(out -> command.out().println(out.resolve(ClassStudy.PAGE)));
  }

  /** A bar for each training. */
  private static final class Trainings implements StudyListener, AutoCloseable {
    private final Command command;
    private Optional<Progress> progress = Optional.empty();

    Trainings(Command command) {
      this.command = command;
    }

    @Override
    public void opened(Dataset data) {
      command.options().told(data);
    }

    @Override
    public TrainingListener begins(String task, long steps) {
      Progress started = command.progress(task, steps, "steps");
      progress = Optional.of(started);
      return SavedRun.listener(started);
    }

    @Override
    public void ended() {
      progress.ifPresent(Progress::close);
      progress = Optional.empty();
    }

    @Override
    public void close() {
      ended();
    }
  }
}
