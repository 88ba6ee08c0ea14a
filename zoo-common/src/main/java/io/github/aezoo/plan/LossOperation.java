package io.github.aezoo.plan;

/**
 * The activation of an output layer and the loss of its values against the targets, summed over
 * values.
 */
final class LossOperation implements Operation {
  /** What is minimised. */
  enum Kind {
    /** Binary cross-entropy of a sigmoid's arguments. */
    CROSS_ENTROPY,
    SQUARED_ERROR,
    ABSOLUTE_ERROR
  }

  private final Pass pass;
  private final Slot input;
  private final Slot output;
  private final Nonlinearity function;
  private final Kind kind;

  LossOperation(Wiring wiring, Nonlinearity function, Kind kind) {
    this.pass = wiring.pass();
    this.input = wiring.input();
    this.output = wiring.output();
    this.function = function;
    this.kind = kind;
  }

  @Override
  public void forward(Program program) {
    function.forward(program, input, output);
  }

  @Override
  public void backward(Program program) {
    float[] z = input.values().heap();
    float[] y = output.values().heap();
    float[] target = pass.target().heap();
    int size = input.size();
    input.addGradients(
        program,
        (tile, gradient) -> {
          int from = tile.from() * size;
          int to = tile.to() * size;
          if (pass.scored()) {
            pass.lost(tile, loss(z, y, target, from, to));
          }
          switch (kind) {
            case CROSS_ENTROPY -> difference(y, target, gradient, 1, from, to);
            case SQUARED_ERROR -> {
              difference(y, target, gradient, 2, from, to);
              function.slope(gradient, y, from, to);
            }
            case ABSOLUTE_ERROR -> {
              for (int i = from; i < to; i++) {
                gradient[i] = Math.signum(y[i] - target[i]);
              }
              function.slope(gradient, y, from, to);
            }
          }
        });
  }

  private static void difference(
      float[] y, float[] target, float[] gradient, float factor, int from, int to) {
    for (int i = from; i < to; i++) {
      gradient[i] = factor * (y[i] - target[i]);
    }
  }

  private double loss(float[] z, float[] y, float[] target, int from, int to) {
    double sum = 0;
    switch (kind) {
      case CROSS_ENTROPY -> {
        float[] each = new float[to - from];
        Loops.crossEntropy(z, target, from, to, each);
        sum = Loops.sum(each, 0, each.length);
      }
      case SQUARED_ERROR -> {
        for (int i = from; i < to; i++) {
          double d = (double) y[i] - target[i];
          sum += d * d;
        }
      }
      case ABSOLUTE_ERROR -> {
        for (int i = from; i < to; i++) {
          sum += Math.abs((double) y[i] - target[i]);
        }
      }
    }
    return sum;
  }

  /** DL4J's output layer: a dense one, and a loss of what it gives. */
  static Operation afterDense(Wiring wiring, Nonlinearity function, Kind kind) {
    Slot arguments = wiring.pass().slot(wiring.output().type(), wiring.pass().trains());
    Operation dense =
        new DenseOperation(wiring.with(wiring.input(), arguments), Nonlinearity.IDENTITY);
    Operation loss = new LossOperation(wiring.with(arguments, wiring.output()), function, kind);
    return new Operation() {
      @Override
      public boolean readsGradientsAtEnd() {
        return true;
      }

      @Override
      public long work() {
        return dense.work();
      }

      @Override
      public void forward(Program program) {
        dense.forward(program);
        loss.forward(program);
      }

      @Override
      public void backward(Program program) {
        loss.backward(program);
        dense.backward(program);
      }
    };
  }
}
