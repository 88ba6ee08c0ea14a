package io.github.aezoo.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's convolution and transposed convolution, of {@code ConvolutionMode.Same}, by ND4J's
 * operations that oneDNN computes: those take a tenth of the time of what DL4J's layers do. Without
 * oneDNN they are many times slower than these.
 */
public final class ConvolutionOperation implements Operation {
  private static final int SAME = 1;
  private static final int CHANNELS_LAST = 1;

  /**
   * {@code [out, in, kernel, kernel]}, and of transposed ones {@code [in, out, kernel, kernel]}.
   */
  private static final int AS_IN_DL4J = 1;

  /** Output channels of which oneDNN's convolution is slow. */
  private static final int FEW = 4;

  private final Pass pass;
  private final Slot input;
  private final Slot output;
  private final Nonlinearity function;
  private final boolean transposed;
  private final int kernel;
  private final int stride;
  private final Maps in;
  private final Maps out;

  private final INDArray weights;
  private final INDArray bias;
  private final Memory weightGradient;
  private final Memory biasGradient;

  /** How the output is computed; empty where oneDNN does it. */
  private Optional<Scatter> scatter = Optional.empty();

  private ConvolutionOperation(
      Wiring wiring, Nonlinearity function, int kernel, int stride, boolean transposed) {
    this.pass = wiring.pass();
    this.input = wiring.input();
    this.output = wiring.output();
    this.function = function;
    this.transposed = transposed;
    in = Maps.of(input.type());
    out = Maps.of(output.type());
    this.kernel = kernel;
    this.stride = stride;
    weights = wiring.parameters().apply(ConvolutionParamInitializer.WEIGHT_KEY);
    INDArray row = wiring.parameters().apply(ConvolutionParamInitializer.BIAS_KEY);
    bias = row.reshape(row.length());
    boolean trains = pass.trains();
    weightGradient = trains ? wiring.gradient(ConvolutionParamInitializer.WEIGHT_KEY) : null;
    biasGradient = trains ? wiring.gradient(ConvolutionParamInitializer.BIAS_KEY) : null;
  }

  /**
   * The operation of a layer with square kernels and strides, a bias and {@code
   * ConvolutionMode.Same}.
   *
   * @return empty where ND4J computes without oneDNN, or for settings that plans leave out
   */
  public static Optional<Operation> of(ConvolutionLayer layer, Wiring wiring, boolean transposed) {
    // Kernels below the stride leave gaps that a transposed convolution of ND4J does not.
    boolean covers = !transposed || layer.getKernelSize()[0] >= layer.getStride()[0];
    return available() && covers && Layers.plain(layer, wiring.pass().trains())
        ? Nonlinearity.of(layer.getActivationFn())
            .map(
                f ->
                    new ConvolutionOperation(
                        wiring, f, layer.getKernelSize()[0], layer.getStride()[0], transposed))
        : Optional.empty();
  }

  /** Whether ND4J computes with oneDNN here. */
  static boolean available() {
    return Loader.getLoadedLibraries().values().stream().anyMatch(path -> path.contains("onednn"));
  }

  private int[] settings() {
    return new int[] {kernel, kernel, stride, stride, 0, 0, 1, 1, SAME, CHANNELS_LAST, AS_IN_DL4J};
  }

  private static INDArray maps(Rows rows, Tile tile, Maps maps) {
    return rows.array(tile).reshape('c', tile.size(), maps.height(), maps.width(), maps.channels());
  }

  @Override
  public boolean readsOutput() {
    return function != Nonlinearity.IDENTITY;
  }

  @Override
  public long work() {
    return weights.length() * (transposed ? in : out).pixels();
  }

  @Override
  public void forward(Program program) {
    Rows x = input.inNative(program);
    Rows y = output.values();
    if (transposed || (stride == 1 && out.channels() <= FEW)) {
      // A kernel that is turned around has what lay behind it before it.
      int turned = kernel / 2;
      int top = transposed ? before(out.height(), in.height()) : turned;
      int left = transposed ? before(out.width(), in.width()) : turned;
      Columns columns = new Columns(program.tiles(), in, out, kernel, stride, top, left);
      scatter = Optional.of(new Scatter(columns, in, out, kernel, !transposed, weights));
      program.whole(scatter.get().arrangement());
      program.rows(scatter.get().forward(x, new Memory(bias), y));
    } else {
      program.rows(byOneDnn(x, y));
    }
    program.rows(
        tile -> function.apply(y.heap(), tile.from() * out.size(), tile.to() * out.size()));
  }

  private Consumer<Tile> byOneDnn(Rows x, Rows y) {
    y.array();
    Call.OfTiles calls =
        new Call.OfTiles(
            tile ->
                Call.of(
                    "conv2d",
                    new INDArray[] {maps(x, tile, in), weights, bias},
                    new INDArray[] {maps(y, tile, out)},
                    settings()));
    return tile -> {
      calls.run(tile);
      y.toHeap(tile);
    };
  }

  @Override
  public void backward(Program program) {
    Rows y = output.values();
    Rows given = output.gradients();
    program.rows(
        tile ->
            function.slope(
                given.heap(), y.heap(), tile.from() * out.size(), tile.to() * out.size()));
    if (scatter.isPresent()) {
      byScatter(program, given, scatter.get());
    } else if (!transposed && !input.learns() && in.channels() <= FEW) {
      byColumns(program, given);
    } else {
      byOneDnn(program, given);
    }
  }

  private void byScatter(Program program, Rows given, Scatter product) {
    Columns.WeightParts parts = product.weightParts();
    back(program, rows -> product.backward(given.heap(), input.values(), parts, rows));
    learn(program, parts);
    learnBias(program, given);
  }

  /** The gradients of the weights alone; oneDNN computes those of the input with them. */
  private void byColumns(Program program, Rows given) {
    Columns columns =
        new Columns(
            program.tiles(),
            out,
            in,
            kernel,
            stride,
            before(in.height(), out.height()),
            before(in.width(), out.width()));
    int[] places = new int[Math.toIntExact(weights.length())];
    int window = kernel * kernel;
    for (int i = 0; i < places.length; i++) {
      int o = i % out.channels();
      int c = i / out.channels() % in.channels();
      int k = i / out.channels() / in.channels();
      places[i] = (o * in.channels() + c) * window + k;
    }
    Columns.WeightParts parts =
        new Columns.WeightParts(columns, columns.part(), out.channels(), places);
    given.array();
    Call.OfTiles products =
        new Call.OfTiles(
            piece ->
                Call.product(
                    columns.of(piece),
                    true,
                    columns.pixels(given, piece, out.channels()),
                    false,
                    parts.of(piece)));
    program.rows(
        tile -> {
          given.toNative(tile);
          for (Tile piece : columns.pieces(tile)) {
            columns.take(input.values().heap(), piece);
            products.run(piece);
          }
        });
    learn(program, parts);
    learnBias(program, given);
  }

  /**
   * Pixels of {@code ConvolutionMode.Same} that lie before the first of {@code large}, where the
   * kernel is at {@code small} places.
   */
  private int before(int large, int small) {
    return Math.max(0, (small - 1) * stride + kernel - large) / 2;
  }

  private void learn(Program program, Columns.WeightParts parts) {
    program.atEnd(1, only -> pass.learned(weightGradient, parts.sum()));
  }

  private void learnBias(Program program, Rows given) {
    float[][] parts = new float[program.tiles().size()][out.channels()];
    float[][] ofRow = new float[parts.length][out.channels()];
    program.rows(
        tile -> {
          float[] sum = parts[tile.index()];
          float[] one = ofRow[tile.index()];
          Arrays.fill(sum, 0);
          // Image by image: one long sum of floats would lose what the last ones add.
          for (int row = tile.from(); row < tile.to(); row++) {
            Loops.sumRows(given.heap(), row * out.size(), out.pixels(), one);
            Loops.add(sum, one, 0, one.length);
          }
        });
    program.atEnd(
        1,
        only -> {
          float[] sum = new float[out.channels()];
          for (float[] part : parts) {
            Loops.add(sum, part, 0, sum.length);
          }
          pass.learned(biasGradient, sum);
        });
  }

  private void byOneDnn(Program program, Rows given) {
    given.array();
    program.rows(given::toNative);
    int tiles = program.tiles().size();
    int count = Math.toIntExact(weights.length());
    INDArray weightParts = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', tiles, count);
    INDArray biasParts =
        Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', tiles, out.channels());
    Slot.NativeGradient gradients =
        rows -> {
          rows.array();
          return new Call.OfTiles(
                  tile ->
                      Call.of(
                          "conv2d_bp",
                          new INDArray[] {
                            maps(input.values(), tile, in), weights, bias, maps(given, tile, out)
                          },
                          new INDArray[] {
                            maps(rows, tile, in),
                            row(weightParts, tile).reshape('c', weights.shape()),
                            row(biasParts, tile)
                          },
                          settings()))
              ::run;
        };
    back(program, gradients);
    learn(program, weightGradient, weightParts);
    learn(program, biasGradient, biasParts);
  }

  /** Adds what computes the gradients of the input, wanted or not. */
  private void back(Program program, Slot.NativeGradient gradients) {
    if (input.learns()) {
      input.addNativeGradients(program, gradients);
    } else {
      program.rows(gradients.into(new Rows(pass.rows(), in.size())));
    }
  }

  private static INDArray row(INDArray parts, Tile tile) {
    INDArray row = Memory.rows(parts, tile.index(), tile.index() + 1);
    return row.reshape(row.length());
  }

  /** Sums what the tiles found, in their order. */
  private void learn(Program program, Memory gradient, INDArray parts) {
    int count = Math.toIntExact(parts.size(1));
    Memory memory = new Memory(parts);
    float[] sum = new float[count];
    float[] part = new float[count];
    program.atEnd(
        1,
        only -> {
          Arrays.fill(sum, 0);
          for (Tile tile : program.tiles()) {
            memory.get(tile.index() * count, part, 0, count);
            Loops.add(sum, part, 0, count);
          }
          pass.learned(gradient, sum);
        });
  }
}
