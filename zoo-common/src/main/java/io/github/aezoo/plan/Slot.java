package io.github.aezoo.plan;

import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What flows from one operation of a pass to the next: values, and gradients on the way back. */
public final class Slot {
  private final InputType type;
  private final Rows values;
  private final Rows.Pool pool;

  /** Whether somebody asks for gradients: not before the first parameters, and not in use. */
  private final boolean learns;

  private Rows gradients;
  private boolean valuesInNative;
  private boolean gradientsBegun;
  private boolean released;

  Slot(InputType type, boolean learns, Rows.Pool pool) {
    this.type = type;
    this.learns = learns;
    this.pool = pool;
    values = pool.make(Math.toIntExact(type.arrayElementsPerExample()));
  }

  /** What a row is; images lie with their channels last. */
  public InputType type() {
    return type;
  }

  /** Values of a row. */
  public int size() {
    return values.size();
  }

  /** The values; operations leave them on the heap. */
  public Rows values() {
    return values;
  }

  /** The values in native memory; adds the copying to a program when nobody did before. */
  public Rows inNative(Program program) {
    if (!valuesInNative) {
      values.array();
      program.rows(values::toNative);
      valuesInNative = true;
    }
    return values;
  }

  /** Values of neighbouring channels; 1 where values are no maps. */
  private static int channels(InputType type) {
    return type instanceof InputType.InputTypeConvolutional maps
        ? Math.toIntExact(maps.getChannels())
        : 1;
  }

  /** Copies a row of values {@code [C, H, W]} to where a slot of some type has its own. */
  static void put(Rows rows, InputType type, int row, float[] values, int from) {
    int channels = channels(type);
    int to = row * rows.size();
    if (channels == 1) {
      System.arraycopy(values, from, rows.heap(), to, rows.size());
    } else {
      SizeOperations.Transposition.transpose(
          values, from, rows.heap(), to, channels, rows.size() / channels);
    }
  }

  /** Copies the values of a row: {@code [C, H, W]}. */
  void get(int row, float[] into, int at) {
    int channels = channels(type);
    if (channels == 1) {
      System.arraycopy(values.heap(), row * size(), into, at, size());
    } else {
      SizeOperations.Transposition.transpose(
          values.heap(), row * size(), into, at, size() / channels, channels);
    }
  }

  /** Lets somebody write the first rows, values {@code [C, H, W]} one row after the other. */
  void read(int count, Consumer<float[]> source) {
    if (channels(type) == 1) {
      source.accept(values.heap());
      return;
    }
    float[] all = new float[count * size()];
    source.accept(all);
    for (int row = 0; row < count; row++) {
      put(values, type, row, all, row * size());
    }
  }

  /** Gives somebody the first rows in the same order. */
  void write(int count, Consumer<float[]> sink) {
    if (channels(type) == 1) {
      sink.accept(values.heap());
      return;
    }
    float[] all = new float[count * size()];
    for (int row = 0; row < count; row++) {
      get(row, all, row * size());
    }
    sink.accept(all);
  }

  /** Whether gradients with respect to the values are wanted. */
  public boolean learns() {
    return learns;
  }

  /**
   * The gradients of the loss, summed over rows' losses, with respect to the values: on the heap,
   * and whole when the backward part of the operation that gave the values begins.
   */
  public Rows gradients() {
    if (released) {
      throw new IllegalStateException(
          "gradients are asked for when the program is made, not later");
    }
    if (gradients == null) {
      gradients = pool.take(size());
    }
    return gradients;
  }

  /**
   * Lets others have the memory of the gradients, which nothing that is added from now on reads.
   */
  void releaseGradients() {
    if (gradients != null) {
      pool.give(gradients);
      gradients = null;
    }
    released = true;
  }

  /** Adds gradients that a loop computes: it writes them, all of a tile's, to where it is told. */
  public void addGradients(Program program, GradientLoop loop) {
    if (begins()) {
      Rows all = gradients();
      program.rows(tile -> loop.write(tile, all.heap()));
    } else {
      Rows own = pool.take(size());
      program.rows(tile -> loop.write(tile, own.heap()));
      addFrom(program, own);
    }
  }

  /** Adds gradients that an operation of ND4J computes to an array {@code [N, size]}. */
  public void addNativeGradients(Program program, NativeGradient operation) {
    boolean first = begins();
    Rows rows = first ? gradients() : pool.take(size());
    Consumer<Tile> work = operation.into(rows);
    program.rows(
        tile -> {
          work.accept(tile);
          rows.toHeap(tile);
        });
    if (!first) {
      addFrom(program, rows);
    }
  }

  private void addFrom(Program program, Rows own) {
    Rows all = gradients();
    program.rows(
        tile -> Loops.add(all.heap(), own.heap(), tile.from() * size(), tile.to() * size()));
    pool.give(own);
  }

  private boolean begins() {
    boolean first = !gradientsBegun;
    gradientsBegun = true;
    return first;
  }

  /** Writes the gradients of a tile's rows to their places in {@code into}. */
  @FunctionalInterface
  public interface GradientLoop {
    /** Does it. */
    void write(Tile tile, float[] into);
  }

  /** Prepares an operation that writes to rows, whose {@link INDArray} it asks for. */
  @FunctionalInterface
  public interface NativeGradient {
    /** The work of a tile. */
    Consumer<Tile> into(Rows rows);
  }
}
