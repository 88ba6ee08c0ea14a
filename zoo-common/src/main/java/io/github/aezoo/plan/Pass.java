package io.github.aezoo.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * A network at work on batches of one size: memory for what flows through it, and the program that
 * fills it. One thread at a time runs it.
 */
public final class Pass implements AutoCloseable {
  /** Rows of a tile at most: products of fewer pay more for packing the weights. */
  private static final int MOST = 128;

  /** Rows of a tile at least, where there are two. */
  private static final int LEAST = 16;

  /** Multiplications that are done before helpers are awake. */
  private static final long LIGHT = 2_000_000;

  /** What a pass is for. */
  public enum Purpose {
    /** Layers behave as in training, and gradients are computed. */
    TRAINING,
    /** As in use; targets and penalties are there. */
    VALIDATION,
    /** Outputs alone, of as many rows as there are. */
    USE
  }

  private final int rows;
  private final Purpose purpose;

  private final Program program;
  private final List<Operation> operations = new ArrayList<>();

  /** What each operation gives; null where that is what it takes. */
  private final List<Slot> outputs = new ArrayList<>();

  private final Rows.Pool pool;
  private final Set<Slot> replaceable = new HashSet<>();
  private final double[] losses;
  private long size;
  private long work;
  private Slot input;
  private Slot output;
  private Rows target;
  private Consumer<Tile> feed;
  private Learned learned;
  private boolean scored;
  private long seed;

  Pass(int rows, Purpose purpose) {
    this.rows = rows;
    this.purpose = purpose;
    pool = new Rows.Pool(rows);
    // Small batches are for two threads, too.
    int least = Math.min(2, (rows + LEAST - 1) / LEAST);
    int tiles = purpose == Purpose.USE ? 1 : Math.max(least, (rows + MOST - 1) / MOST);
    program = new Program(Tile.parts(rows, tiles));
    losses = new double[program.tiles().size()];
  }

  /** Memory for what flows between two operations. */
  Slot slot(InputType type, boolean learns) {
    Slot slot = new Slot(type, learns, pool);
    size += slot.size();
    return slot;
  }

  void begin(Slot first) {
    input = first;
    program.rows(tile -> feed.accept(tile));
  }

  /** What an activation may overwrite: nobody else reads it, and who gave it needs it no more. */
  Set<Slot> replaceable() {
    return replaceable;
  }

  void add(Operation operation, Slot gives) {
    operations.add(operation);
    outputs.add(gives);
    work += operation.work();
    operation.forward(program);
  }

  void end(Slot last) {
    output = last;
    target = purpose == Purpose.USE ? null : pool.make(last.size());
    if (trains()) {
      for (int i = operations.size() - 1; i >= 0; i--) {
        operations.get(i).backward(program);
        if (outputs.get(i) != null && !operations.get(i).readsGradientsAtEnd()) {
          outputs.get(i).releaseGradients();
        }
      }
    }
    program.closed();
  }

  /** How many rows a batch has; in use at most. */
  public int rows() {
    return rows;
  }

  /** How many values there are for a row, in all that flows. */
  public long size() {
    return size;
  }

  /** Whether a single thread is as fast as several at {@code count} rows. */
  public boolean light(int count) {
    return count * work < LIGHT;
  }

  private Team team(Team team) {
    return light(rows) ? Team.ALONE : team;
  }

  /** What the network gives for a row. */
  public InputType outputType() {
    return output.type();
  }

  /** Whether it computes gradients, and layers behave as in training. */
  public boolean trains() {
    return purpose == Purpose.TRAINING;
  }

  /** Whether penalties on activations are wanted. */
  public boolean penalises() {
    return purpose != Purpose.USE;
  }

  /** How the batch is cut. */
  public List<Tile> tiles() {
    return program.tiles();
  }

  /** Sets what the network takes in a row: values {@code [C, H, W]}. */
  public void setInput(int row, float[] values) {
    Slot.put(input.values(), input.type(), row, values, 0);
  }

  /** Sets what the network should give in a row: values {@code [C, H, W]}. */
  public void setTarget(int row, float[] values) {
    Slot.put(target, output.type(), row, values, 0);
  }

  /** What the network gave for the rows of a tile, images with their channels last. */
  public float[] outputs(int tile) {
    return part(output.values(), tiles().get(tile));
  }

  /** What the network should have given for the rows of a tile, in the same order. */
  public float[] targets(int tile) {
    return part(target, tiles().get(tile));
  }

  private static float[] part(Rows rows, Tile tile) {
    return Arrays.copyOfRange(rows.heap(), tile.from() * rows.size(), tile.to() * rows.size());
  }

  /** What the network should give. */
  public Rows target() {
    return target;
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

  /** Sets the gradients of a parameter, and tells that they are done. */
  public void learned(Memory gradient, float[] values) {
    gradient.put(0, values, 0, values.length);
    learned(Math.toIntExact(gradient.array().offset()), values.length);
  }

  /** Whether the loss is wanted. */
  boolean scored() {
    return scored;
  }

  /** Tells the loss of a tile, summed over its rows. */
  public void lost(Tile tile, double loss) {
    losses[tile.index()] = loss;
  }

  /** What is drawn at random in this run derives from it. */
  public long seed() {
    return seed;
  }

  /** Runs the network forwards with codes that are drawn at random, as in training. */
  public void use(Team team, Consumer<Tile> fill, long seed) {
    this.feed = fill;
    this.seed = seed;
    program.run(team(team));
  }

  /**
   * Computes what the network gives for some rows, on this thread; for {@link Purpose#USE}.
   *
   * @param count at most {@link #rows}
   * @param read writes what the network takes to the beginning of an array: values {@code [C, H,
   *     W]} of a row, one row after the other
   * @param write is given the same of what the network gives; the array is the pass's own
   */
  public void use(int count, Consumer<float[]> read, Consumer<float[]> write) {
    feed = tile -> input.read(count, read);
    Team.onThisThreadAlone(() -> program.run(new Tile(0, 0, count)));
    output.write(count, write);
  }

  /**
   * Runs the network forwards and backwards; for a pass that {@link #trains}.
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
    this.scored = score;
    for (Operation operation : operations) {
      operation.weigh(share);
    }
    program.run(team(team));
    if (!scored) {
      return Double.NaN;
    }
    double sum = share * rows * penalty();
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  /** Frees the native memory that it reserved, as long as the collector takes for it. */
  @Override
  public void close() {
    pool.close();
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
