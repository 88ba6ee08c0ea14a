package io.github.aezoo.plan;

/** DL4J's output layer: a dense one, its activation and a loss. */
final class OutputOperation implements Operation {
  private final Operation linear;
  private final Operation loss;

  OutputOperation(Wiring wiring, Nonlinearity function, LossOperation.Kind kind) {
    Slot arguments = wiring.pass().slot(wiring.output().type(), wiring.pass().trains());
    linear = new DenseOperation(wiring.with(wiring.input(), arguments), Nonlinearity.IDENTITY);
    loss = new LossOperation(wiring.with(arguments, wiring.output()), function, kind);
  }

  @Override
  public void forward(Program program) {
    linear.forward(program);
    loss.forward(program);
  }

  @Override
  public void backward(Program program) {
    loss.backward(program);
    linear.backward(program);
  }
}
