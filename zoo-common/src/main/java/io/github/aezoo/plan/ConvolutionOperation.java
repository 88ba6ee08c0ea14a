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
  private static final int EXPLICIT = 0;
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
  private final int[] settings;
  private final Maps in;
  private final Maps out;

  /** What the operation gives, of which the last row and column may be left out. */
  private final Maps whole;

  private final INDArray weights;
  private final INDArray bias;
  private final Memory weightGradient;
  private final Memory biasGradient;

  private ConvolutionOperation(
      Wiring wiring, Nonlinearity function, int kernel, int stride, boolean transposed) {
    this.pass = wiring.pass();
    this.input = wiring.input();
    this.output = wiring.output();
    this.function = function;
    this.transposed = transposed;
    in = Maps.of(input.type());
    out = Maps.of(output.type());
    int beyond = transposed ? Math.max(0, (in.height() - 1) * stride + kernel - out.height()) : 0;
    int padding = beyond / 2;
    int left = beyond - 2 * padding;
    whole = new Maps(out.height() + left, out.width() + left, out.channels());
    settings =
        new int[] {
          kernel,
          kernel,
          stride,
          stride,
          padding,
          padding,
          1,
          1,
          transposed ? EXPLICIT : SAME,
          CHANNELS_LAST,
          AS_IN_DL4J
        };
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
    int kernel = settings[0];
    int stride = settings[2];
    if (transposed || (stride == 1 && out.channels() <= FEW)) {
      int padding = transposed ? settings[4] : kernel / 2;
      Scatter scatter =
          new Scatter(program.tiles().size(), in, out, kernel, stride, padding, weights);
      program.whole(scatter.arrangement(!transposed));
      program.rows(scatter.forward(x, new Memory(bias), y));
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
                    settings));
    return tile -> {
      calls.run(tile);
      y.toHeap(tile);
    };
  }

  @Override
  public void backward(Program program) {
    Rows y = output.values();
    Rows given = output.gradients();
    // What lies beyond the output stays 0.
    Rows delta = whole.equals(out) ? given : new Rows(pass.rows(), whole.size());
    delta.array();
    program.rows(
        tile -> {
          function.slope(given.heap(), y.heap(), tile.from() * out.size(), tile.to() * out.size());
          if (delta != given) {
            Maps.copy(given.heap(), out, delta.heap(), whole, tile);
          }
          delta.toNative(tile);
        });
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
                          transposed ? "deconv2d_bp" : "conv2d_bp",
                          new INDArray[] {
                            maps(input.values(), tile, in), weights, bias, maps(delta, tile, whole)
                          },
                          new INDArray[] {
                            maps(rows, tile, in),
                            row(weightParts, tile).reshape('c', weights.shape()),
                            row(biasParts, tile)
                          },
                          settings))
              ::run;
        };
    if (input.learns()) {
      input.addNativeGradients(program, gradients);
    } else {
      // The operation computes them nevertheless.
      Consumer<Tile> work = gradients.into(new Rows(pass.rows(), in.size()));
      program.rows(work);
    }
    learn(program, weightGradient, weightParts);
    learn(program, biasGradient, biasParts);
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
