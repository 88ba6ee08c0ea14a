package io.github.aezoo.sparse;

import io.github.aezoo.data.Shape;
import io.github.aezoo.eval.codes.CodeSparsity;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Measurement;
import io.github.aezoo.model.ModelFamily;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The sparse family: few units of a code are active at a time. */
public final class Sparse implements ModelFamily {
  @Override
  public String id() {
    return "sparse";
  }

  @Override
  public String summary() {
    return "dense layers with sparse codes: a penalty, or keeping the k largest, leaves few units active";
  }

  @Override
  public String paper() {
    return "Makhzani and Frey, k-Sparse Autoencoders, ICLR 2014,"
        + " https://arxiv.org/abs/1312.5663; penalties: Ng, Sparse autoencoder, CS294A 2011,"
        + " https://web.stanford.edu/class/cs294a/sparseAutoencoder.pdf";
  }

  @Override
  public Class<? extends Architecture> architecture() {
    return SparseArchitecture.class;
  }

  @Override
  public SortedMap<String, Function<Shape, ? extends Architecture>> variants() {
    SortedMap<String, Function<Shape, ? extends Architecture>> variants = new TreeMap<>();
    variants.put(
        "tiny",
        shape ->
            new SparseArchitecture(
                shape, List.of(32), 16, CodeActivation.RELU, false, new Sparsity.L1(0.05)));
    variants.put(
        "l1",
        shape ->
            new SparseArchitecture(
                shape, List.of(), 32, CodeActivation.RELU, false, new Sparsity.L1(0.1)));
    variants.put(
        "tanh",
        shape ->
            new SparseArchitecture(
                shape, List.of(500), 100, CodeActivation.TANH, false, new Sparsity.L1(1)));
    variants.put(
        "kl",
        shape ->
            new SparseArchitecture(
                shape, List.of(), 1024, CodeActivation.SIGMOID, false, new Sparsity.Kl(0.05, 5)));
    variants.put(
        "topk",
        shape ->
            new SparseArchitecture(
                shape,
                List.of(),
                1000,
                CodeActivation.LINEAR,
                true,
                new Sparsity.KLargest(25, 1.5)));
    return variants;
  }

  @Override
  public List<Measurement> measurements() {
    return List.of(new CodeSparsity());
  }
}
