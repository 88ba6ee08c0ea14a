package io.github.aezoo.model.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * A network at work on batches of one size: memory for what flows through it, and the program that
 * fills it. One thread at a time runs it.
 */
public final class Pass {
  /** Rows of a tile at most: products of fewer pay more for packing the weights. */
  private static final int MOST = 128;

  /** Rows of a tile at least, where there are two. */
  private static final int LEAST = 16;

  private final int rows;
  private final boolean trains;
  private final Program program;
  private final List<Operation> operations = new ArrayList<>();
  private final double[] losses;
  private Slot input;
  private Slot output;
  private Rows target;
  private Consumer<Tile> feed;
  private Learned learned;
  private boolean scored;
  private long seed;

  Pass(int rows, boolean trains) {
    this.rows = rows;
    this.trains = trains;
    // Small batches are for two threads, too.
    int least = Math.min(2, (rows + LEAST - 1) / LEAST);
    program = new Program(Tile.parts(rows, Math.max(least, (rows + MOST - 1) / MOST)));
    losses = new double[program.tiles().size()];
  }

  /** Memory for what flows between two operations. */
  Slot slot(InputType type, boolean learns) {
    return new Slot(rows, type, learns);
  }

  void begin(Slot first, int targetSize) {
    input = first;
    if (trains) {
      target = new Rows(rows, targetSize);
    }
    program.rows(tile -> feed.accept(tile));
  }

  void add(Operation operation) {
    operations.add(operation);
    operation.forward(program);
  }

  void end(Slot last) {
    output = last;
    if (trains) {
      for (int i = operations.size() - 1; i >= 0; i--) {
        operations.get(i).backward(program);
      }
    }
    program.closed();
  }

  /** How many rows a batch has. */
  public int rows() {
    return rows;
  }

  /** Whether it computes gradients, and layers behave as in training. */
  public boolean trains() {
    return trains;
  }

  /** What the network takes. */
  public Rows input() {
    return input.values();
  }

  /** What it should give, when {@link #trains}. */
  public Rows target() {
    return target;
  }

  /** What it gives. */
  public Rows output() {
    return output.values();
  }

  /** Is told that gradients are done, which nothing reads or writes any more. */
  @FunctionalInterface
  public interface Learned {
    /** Those of {@code count} values of one parameter, by their place among all parameters. */
    void at(int from, int count);
  }

  /** Tells that gradients are done. */
  void learned(int from, int count) {
    learned.at(from, count);
  }

  /** Whether the loss is wanted. */
  boolean scored() {
    return scored;
  }

  /** Tells the loss of a tile, summed over its rows. */
  void lost(Tile tile, double loss) {
    losses[tile.index()] = loss;
  }

  /** What is drawn at random in this run derives from it. */
  public long seed() {
    return seed;
  }

  /**
   * Runs the network forwards, and backwards when {@link #trains}.
   *
   * @param fill writes input and target of a tile, on the threads of the team
   * @param learned is told which gradients are done, on the threads of the team
   * @param seed decides what is drawn at random
   * @param share of the penalties on activations that gradients hold
   * @param score whether the loss is wanted
   * @return the loss summed over rows, penalties included; NaN when it was not wanted
   */
  public double run(
      Team team, Consumer<Tile> fill, Learned learned, long seed, double share, boolean score) {
    this.feed = fill;
    this.learned = learned;
    this.seed = seed;
    this.scored = score && trains;
    for (Operation operation : operations) {
      operation.weigh(share);
    }
    program.run(team);
    if (!scored) {
      return Double.NaN;
    }
    double sum = share * rows * penalty();
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  /** What all operations add to the loss of the last batch, a row. */
  public double penalty() {
    double sum = 0;
    for (Operation operation : operations) {
      sum += operation.penalty();
    }
    return sum;
  }
}
