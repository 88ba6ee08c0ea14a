package io.github.aezoo.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What a pass does, in order: work on the rows of each tile, which tiles do on their own, and work
 * that waits for all of them, such as a mean over the batch.
 */
public final class Program {
  /** Pieces of work that do not depend on each other, before those of the next stage. */
  private record Stage(int count, IntConsumer work, List<Consumer<Tile>> ofRows) {
    static Stage of(int count, IntConsumer work) {
      return new Stage(count, work, List.of());
    }

    static Stage of(List<Tile> tiles, List<Consumer<Tile>> works) {
      return new Stage(tiles.size(), i -> run(works, tiles.get(i)), works);
    }

    private static void run(List<Consumer<Tile>> works, Tile tile) {
      for (Consumer<Tile> work : works) {
        work.accept(tile);
      }
    }

    /** Does everything here, for some rows alone. */
    void run(Tile tile) {
      if (!ofRows.isEmpty()) {
        run(ofRows, tile);
        return;
      }
      for (int i = 0; i < count; i++) {
        work.accept(i);
      }
    }
  }

  private final List<Tile> tiles;
  private final List<Stage> stages = new ArrayList<>();
  private final List<Stage> last = new ArrayList<>();

  /** Work on rows that no other work has interrupted yet. */
  private List<Consumer<Tile>> open = new ArrayList<>();

  Program(List<Tile> tiles) {
    this.tiles = tiles;
  }

  /** How the batch is cut. */
  public List<Tile> tiles() {
    return tiles;
  }

  /** Adds work on the rows of each tile; it comes after all that was added before for the tile. */
  public void rows(Consumer<Tile> work) {
    open.add(work);
  }

  /** Adds work that begins when all before is done for all tiles, and is done before the next. */
  public void whole(Runnable work) {
    parts(1, part -> work.run());
  }

  /** Adds parts {@code 0 .. count - 1} of such work that do not depend on each other. */
  public void parts(int count, IntConsumer work) {
    closeRows();
    stages.add(Stage.of(count, work));
  }

  /** Adds parts that come after everything else of the program, in any order. */
  public void atEnd(int count, IntConsumer work) {
    last.add(Stage.of(count, work));
  }

  private void closeRows() {
    if (!open.isEmpty()) {
      stages.add(Stage.of(tiles, List.copyOf(open)));
      open = new ArrayList<>();
    }
  }

  /** Does everything, on the threads of a team. */
  void run(Team team) {
    for (Stage stage : stages) {
      team.run(stage.count, stage.work);
    }
  }

  /** Does everything on this thread, for some rows alone. */
  void run(Tile tile) {
    for (Stage stage : stages) {
      stage.run(tile);
    }
  }

  /** Nothing can be added from now on. */
  Program closed() {
    closeRows();
    if (!last.isEmpty()) {
      // One stage, so that threads that finish early find other work.
      int[] begin = new int[last.size() + 1];
      for (int i = 0; i < last.size(); i++) {
        begin[i + 1] = begin[i] + last.get(i).count;
      }
      List<Stage> all = List.copyOf(last);
      stages.add(
          Stage.of(
              begin[all.size()],
              part -> {
                int i = 0;
                while (part >= begin[i + 1]) {
                  i++;
                }
                all.get(i).work.accept(part - begin[i]);
              }));
      last.clear();
    }
    return this;
  }
}
