package io.github.aezoo.sequential;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.DenseStack;
import io.github.aezoo.model.nn.PatchConvolution;
import io.github.aezoo.model.nn.PatchDeconvolution;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/**
 * Adds layers to a DL4J graph. Flattening and reshaping add none: they change what the next layer
 * takes the last one's values for.
 */
final class GraphWriter {
  private final GraphBuilder graph;
  private String at;

  /** What the last vertex gives. */
  private Size carried;

  /** What the next layer takes it for. */
  private Size size;

  GraphWriter(GraphBuilder graph, String from, Size carried, Size size) {
    this.graph = graph;
    this.at = from;
    this.carried = carried;
    this.size = size;
  }

  /** Adds layers under the names {@code prefix-1 ...}; an activation joins the layer before it. */
  void add(String prefix, List<LayerSpec> layers) {
    for (int i = 0; i < layers.size(); i++) {
      LayerSpec layer = layers.get(i);
      String name = prefix + "-" + (i + 1);
      boolean joined = takesActivation(layer) && i + 1 < layers.size();
      if (joined && layers.get(i + 1) instanceof LayerSpec.Activation a) {
        add(name, layer, a.function().function(a.slope()));
        i++;
      } else {
        add(name, layer, new ActivationIdentity());
      }
    }
  }

  private static boolean takesActivation(LayerSpec layer) {
    return layer.hasParameters() && !(layer instanceof LayerSpec.BatchNormalisation);
  }

  /** Ends in a row of values under a name. */
  void code(String name) {
    size = size.flat();
    attach(name, new ActivationLayer(Activation.IDENTITY), size);
  }

  /**
   * Ends in pixels, always as maps: DL4J's layer for rows computes its score from an input that its
   * gradient has overwritten.
   */
  void output(Shape image, boolean sigmoid, Loss loss) {
    size = Size.of(image);
    // The Bernoulli loss works on logits; a network in use gets it whatever it ends in.
    Loss fitting = !sigmoid && loss == Loss.BCE ? Loss.SQUARED_ERROR : loss;
    CnnLossLayer layer =
        new CnnLossLayer.Builder(fitting.function())
            .format(CNN2DFormat.NCHW)
            .activation(sigmoid ? new ActivationSigmoid() : new ActivationIdentity())
            .build();
    attach(Architecture.RECONSTRUCTION, layer, size);
  }

  private void add(String name, LayerSpec layer, IActivation activation) {
    Size out = layer.after(size);
    if (layer.reshapes()) {
      size = out;
    } else if (layer instanceof LayerSpec.Dense) {
      attach(name, dense(out, activation), out);
    } else if (layer instanceof LayerSpec.Convolution c) {
      addConvolution(name, c, activation, out);
    } else if (layer instanceof LayerSpec.TransposedConvolution t) {
      addTransposed(name, t, activation, out);
    } else if (layer instanceof LayerSpec.ZeroPadding z) {
      addPadding(name, z.edges(), out);
    } else {
      attach(name, plain(layer), out);
    }
  }

  private Layer dense(Size out, IActivation activation) {
    DenseLayer layer = DenseStack.layer(size.values(), out.values(), Activation.IDENTITY);
    layer.setActivationFn(activation);
    return layer;
  }

  /** Layers without weights that are multiplied. */
  private Layer plain(LayerSpec layer) {
    if (layer instanceof LayerSpec.Activation a) {
      return new ActivationLayer(a.function().function(a.slope()));
    }
    if (layer instanceof LayerSpec.BatchNormalisation b) {
      return new BatchNormalization.Builder()
          .nIn(size.channels())
          .nOut(size.channels())
          .eps(b.epsilon())
          .decay(b.momentum())
          // As files have it; DL4J's logarithm would round it.
          .useLogStd(false)
          .build();
    }
    if (layer instanceof LayerSpec.MaxPooling p) {
      return pooling(SubsamplingLayer.PoolingType.MAX, p.window(), p.padding());
    }
    if (layer instanceof LayerSpec.AveragePooling p) {
      return pooling(SubsamplingLayer.PoolingType.AVG, p.window(), p.padding());
    }
    if (layer instanceof LayerSpec.Upsampling u) {
      return new Upsampling2D.Builder()
          .size(new int[] {u.rows(), u.columns()})
          .dataFormat(CNN2DFormat.NCHW)
          .build();
    }
    if (layer instanceof LayerSpec.Cropping c) {
      return cropping(c.edges());
    }
    throw new IllegalStateException("no DL4J layer for " + layer);
  }

  private static Layer pooling(SubsamplingLayer.PoolingType type, Window w, Padding padding) {
    boolean same = !padding.equals(Padding.NONE);
    return new SubsamplingLayer.Builder(type)
        .kernelSize(w.height(), w.width())
        .stride(w.down(), w.right())
        .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
        .dataFormat(CNN2DFormat.NCHW)
        .build();
  }

  private static Layer cropping(Padding edges) {
    return new Cropping2D.Builder(edges.top(), edges.bottom(), edges.left(), edges.right())
        .dataFormat(CNN2DFormat.NCHW)
        .build();
  }

  private void addPadding(String name, Padding edges, Size out) {
    attach(
        name,
        new ZeroPaddingLayer.Builder(edges.top(), edges.bottom(), edges.left(), edges.right())
            .dataFormat(CNN2DFormat.NCHW)
            .build(),
        out);
  }

  private void addConvolution(
      String name, LayerSpec.Convolution c, IActivation activation, Size out) {
    Window w = c.window();
    boolean same = c.padding().equals(Padding.same(size, w, c.dilation()));
    Padding left = c.padding();
    if (!same && !c.padding().isSymmetric()) {
      addPadding(
          name + "-padding", c.padding(), new LayerSpec.ZeroPadding(c.padding()).after(size));
      left = Padding.NONE;
      same = Padding.same(size, w, c.dilation()).equals(Padding.NONE);
    }
    ConvolutionLayer.Builder builder =
        new ConvolutionLayer.Builder(w.height(), w.width())
            .stride(w.down(), w.right())
            .dilation(c.dilation(), c.dilation())
            .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
            .dataFormat(CNN2DFormat.NCHW)
            .nIn(size.channels())
            .nOut(c.filters())
            .weightInit(WeightInit.XAVIER)
            .activation(activation);
    if (!same) {
      builder.padding(left.top(), left.left());
    }
    boolean ours = same && w.isSquare() && c.dilation() == 1;
    attach(name, ours ? new PatchConvolution(builder) : builder.build(), out);
  }

  private void addTransposed(
      String name, LayerSpec.TransposedConvolution t, IActivation activation, Size out) {
    Window w = t.window();
    boolean same =
        t.cropping().equals(Padding.sameTransposed(w)) && w.isSquare() && w.height() >= w.down();
    Deconvolution2D.Builder builder =
        new Deconvolution2D.Builder(w.height(), w.width())
            .stride(w.down(), w.right())
            .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
            .dataFormat(CNN2DFormat.NCHW)
            .nIn(size.channels())
            .nOut(t.filters())
            .weightInit(WeightInit.XAVIER)
            .activation(activation);
    if (same) {
      attach(name, new PatchDeconvolution(builder), out);
      return;
    }
    attach(name, builder.build(), t.whole(size));
    if (!t.cropping().equals(Padding.NONE)) {
      attach(name + "-cropping", cropping(t.cropping()), out);
    }
  }

  /** Adds a DL4J layer behind the last one, whose values it gets in the form that it takes. */
  private void attach(String name, Layer layer, Size out) {
    if (carried.maps() && size.maps() && !carried.equals(size)) {
      String row = name + "-row";
      graph.addLayer(row, new ActivationLayer(Activation.IDENTITY), toRow(carried), at);
      at = row;
      carried = size.flat();
    }
    if (carried.maps() == size.maps()) {
      graph.addLayer(name, layer, at);
    } else {
      graph.addLayer(name, layer, carried.maps() ? toRow(carried) : toMaps(size), at);
    }
    at = name;
    carried = out;
    size = out;
  }

  private static InputPreProcessor toRow(Size maps) {
    return new CnnToFeedForwardPreProcessor(maps.height(), maps.width(), maps.channels());
  }

  private static InputPreProcessor toMaps(Size maps) {
    return new FeedForwardToCnnPreProcessor(maps.height(), maps.width(), maps.channels());
  }
}
