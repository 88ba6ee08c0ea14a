package io.github.aezoo.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * libtorch: gradients by its autograd, images with their channels last, Adam as one operation over
 * all parameters ({@code fused=True}). Batches lie ready as tensors.
 */
final class TorchTraining implements Training {
  private final TorchScript script;
  private final List<NDList> arguments = new ArrayList<>();
  private int next;

  TorchTraining(Autoencoder model, Loss loss, Dataset data, int batch, double rate, int threads) {
    TorchScript.setThreads(threads);
    TorchText text = new TorchText(model, loss, batch);
    List<String> body = new ArrayList<>(text.lines());
    body.addAll(
        List.of(
            "gs = torch.grad([loss], p)",
            "g = annotate(List[Tensor], [])",
            "for _0 in range(torch.len(gs)):",
            "  g0 = gs[_0]",
            "  g1 = unchecked_cast(Tensor, g0)",
            "  _1 = torch.append(g, g1)",
            "torch._foreach_add_(s, 1)",
            "torch._fused_adam_(p, g, m, q, annotate(List[Tensor], []), s, lr="
                + rate
                + ", beta1=0.9, beta2=0.999, weight_decay=0., eps=1e-8, amsgrad=False,"
                + " maximize=False)",
            "return loss"));
    script =
        new TorchScript(
            List.of(
                "p: List[Tensor]",
                "b: List[Tensor]",
                "m: List[Tensor]",
                "q: List[Tensor]",
                "s: List[Tensor]",
                "x: Tensor",
                "t: Tensor"),
            body);
    NDList state = state(text);
    for (int i = 0; i < BATCHES; i++) {
      float[] values = Batches.values(data, Split.TRAIN, i * batch, batch);
      boolean maps = model.architecture().inputType().getType() == InputType.Type.CNN;
      int[] image = model.architecture().input().toArray();
      NDArray x =
          maps
              ? lastChannels(TorchScript.tensor(values, batch, image[0], image[1], image[2]))
              : TorchScript.tensor(values, batch, values.length / batch);
      x.setName("x");
      // As the output layer gives it: maps, or rows.
      NDArray t =
          text.givesMaps() == maps
              ? x.duplicate()
              : TorchScript.tensor(values, batch, values.length / batch);
      t.setName("t");
      NDList all = new NDList(state);
      all.add(x);
      all.add(t);
      arguments.add(all);
    }
  }

  private static NDList state(TorchText text) {
    NDList learned = new NDList();
    NDList kept = new NDList();
    NDList means = new NDList();
    NDList squares = new NDList();
    NDList steps = new NDList();
    for (TorchText.Parameter each : text.parameters()) {
      NDArray tensor = TorchScript.tensor(each.values(), each.shape());
      if (each.shape().length == 4) {
        tensor = lastChannels(tensor);
      }
      if (!each.learned()) {
        tensor.setName("b[]");
        kept.add(tensor);
        continue;
      }
      tensor.setRequiresGradient(true);
      tensor.setName("p[]");
      learned.add(tensor);
      means.add(named("m[]", tensor.zerosLike()));
      squares.add(named("q[]", tensor.zerosLike()));
      steps.add(named("s[]", TorchScript.tensor(new float[1])));
    }
    if (kept.isEmpty()) {
      kept.add(named("b[]", TorchScript.tensor(new float[1], 1)));
    }
    NDList all = new NDList();
    Arrays.asList(learned, kept, means, squares, steps).forEach(all::addAll);
    return all;
  }

  private static NDArray named(String name, NDArray tensor) {
    tensor.setName(name);
    return tensor;
  }

  private static NDArray lastChannels(NDArray tensor) {
    try (TorchScript script =
        new TorchScript(
            List.of("x: Tensor"), List.of("return torch.contiguous(x, memory_format=2)"))) {
      tensor.setName("x");
      // Without gradients libtorch gives tensors that never take part in learning.
      return script.run(new NDList(tensor), true);
    }
  }

  @Override
  public double step(boolean scored) {
    try (NDArray loss = script.run(arguments.get(next++ % BATCHES), true)) {
      return scored ? loss.getFloat() : Double.NaN;
    }
  }

  @Override
  public void close() {
    arguments.forEach(NDList::close);
    script.close();
  }
}
