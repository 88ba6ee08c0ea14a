package io.github.aezoo.plan;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code f(x W + b)}: DL4J's dense layer, and the linear part of its output layer. */
public class DenseOperation implements Operation {
  /** Multiplications of a part of the weights' gradient: about a millisecond. */
  private static final long PART = 50_000_000;

  /** Outputs of a part at least: products of fewer are slow. */
  private static final int LEAST = 16;

  private final Pass pass;
  private final int n;
  private final Slot input;
  private final Slot output;
  private final Nonlinearity function;

  /** {@code [out, in]}, row by row: as DL4J's column by column {@code [in, out]} lies in memory. */
  private final INDArray weights;

  private final INDArray weightGradient;

  /** Null in a layer without. */
  private final Memory bias;

  private final Memory biasGradient;

  /** The layer of a place. */
  public DenseOperation(Wiring wiring, Nonlinearity function) {
    this.pass = wiring.pass();
    this.n = pass.rows();
    this.input = wiring.input();
    this.output = wiring.output();
    this.function = function;
    weights = transposed(wiring.parameters().apply(DefaultParamInitializer.WEIGHT_KEY));
    boolean biased = wiring.parameters().apply(DefaultParamInitializer.BIAS_KEY) != null;
    bias = biased ? wiring.parameter(DefaultParamInitializer.BIAS_KEY) : null;
    boolean trains = pass.trains();
    weightGradient =
        trains ? transposed(wiring.gradients().apply(DefaultParamInitializer.WEIGHT_KEY)) : null;
    biasGradient = trains && biased ? wiring.gradient(DefaultParamInitializer.BIAS_KEY) : null;
  }

  private static INDArray transposed(INDArray weights) {
    if (weights.ordering() != 'f' || weights.stride(0) != 1) {
      throw new IllegalStateException("weights column by column expected");
    }
    return Nd4j.create(
        weights.data(),
        new long[] {weights.size(1), weights.size(0)},
        new long[] {weights.size(0), 1},
        weights.offset(),
        'c');
  }

  @Override
  public boolean readsOutput() {
    return function != Nonlinearity.IDENTITY;
  }

  @Override
  public boolean readsGradientsAtEnd() {
    return true;
  }

  @Override
  public long work() {
    return weights.length();
  }

  @Override
  public void forward(Program program) {
    Rows x = input.inNative(program);
    Rows y = output.values();
    Call.OfTiles products =
        new Call.OfTiles(tile -> Call.linear(x.array(tile), weights, y.array(tile)));
    // Tiles come on several threads.
    y.array();
    int units = output.size();
    program.rows(
        tile -> {
          products.run(tile);
          y.toHeap(tile);
          if (bias != null) {
            Loops.addToRows(y.heap(), tile.from() * units, tile.size(), bias.values());
          }
          function.apply(y.heap(), tile.from() * units, tile.to() * units);
        });
  }

  @Override
  public void backward(Program program) {
    Rows delta = output.gradients();
    delta.array();
    int units = output.size();
    int tiles = program.tiles().size();
    float[][] sums = new float[tiles][units];
    program.rows(
        tile -> {
          int from = tile.from() * units;
          function.slope(delta.heap(), output.values().heap(), from, tile.to() * units);
          if (bias != null) {
            Loops.sumRows(delta.heap(), from, tile.size(), sums[tile.index()]);
          }
          delta.toNative(tile);
        });
    if (input.learns()) {
      input.addNativeGradients(
          program,
          rows -> {
            rows.array();
            return new Call.OfTiles(
                    tile ->
                        Call.product(delta.array(tile), false, weights, false, rows.array(tile)))
                ::run;
          });
    }
    learnWeights(program, delta);
    if (bias == null) {
      return;
    }
    program.atEnd(
        1,
        part -> {
          float[] sum = sums[0].clone();
          for (int i = 1; i < tiles; i++) {
            Loops.add(sum, sums[i], 0, units);
          }
          pass.learned(biasGradient, sum);
        });
  }

  /** Products over the whole batch, some outputs at a time. */
  private void learnWeights(Program program, Rows delta) {
    int units = output.size();
    long work = (long) n * input.size() * units;
    List<Tile> parts = Tile.cut(units, (int) Math.max(LEAST, units * PART / Math.max(work, PART)));
    List<Call> products = new ArrayList<>();
    for (Tile part : parts) {
      INDArray some = Memory.columns(delta.array(), part.from(), part.to());
      INDArray into = Memory.rows(weightGradient, part.from(), part.to());
      products.add(Call.product(some, true, input.values().array(), false, into));
    }
    Memory gradient = new Memory(weightGradient);
    int begin = Math.toIntExact(weightGradient.offset());
    program.atEnd(
        parts.size(),
        i -> {
          products.get(i).run();
          Tile part = parts.get(i);
          addToWeightGradient(part.from(), part.to(), gradient);
          pass.learned(begin + part.from() * input.size(), part.size() * input.size());
        });
  }

  /**
   * Adds what the layer's own penalty gives, for some outputs.
   *
   * @param from the first output
   * @param to the one after the last
   * @param gradient of all weights, {@code [out, in]}
   */
  protected void addToWeightGradient(int from, int to, Memory gradient) {}
}
