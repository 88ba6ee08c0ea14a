package io.github.aezoo.sequential.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.imports.ImportedModel;
import io.github.aezoo.zoo.imports.ModelReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

@Tag("engine")
final class Dl4jReaderTest {
  @TempDir private Path temp;

  /** {@code model.zip} in a folder, as DL4J writes it. */
  static Path saved(Path folder, Model model, boolean updater) throws IOException {
    Path file = folder.resolve("model.zip");
    ModelSerializer.writeModel(model, file.toFile(), updater);
    return file;
  }

  private static void same(ImportedModel read, INDArray images, INDArray expected) {
    try (Autoencoder model = Autoencoder.of("read", read.architecture(), read.weights())) {
      INDArray ours = model.reconstruct(images);
      INDArray theirs = expected.reshape('c', ours.shape());
      assertThat(ours.sub(theirs).amaxNumber().doubleValue()).isLessThanOrEqualTo(1e-6);
      assertThat(theirs.stdNumber().doubleValue()).isGreaterThan(0.01);
    }
  }

  private static MultiLayerNetwork convolutional() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(4)
                .updater(new Adam(0.01))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .stride(2, 2)
                        .convolutionMode(ConvolutionMode.Same)
                        .nOut(3)
                        .activation(new ActivationLReLU(0.2))
                        .build()) // 3 x 6 x 5
                .layer(new BatchNormalization())
                .layer(
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .convolutionMode(ConvolutionMode.Same)
                        .build()) // 3 x 3 x 3
                .layer(new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(new DenseLayer.Builder().nOut(18).activation(Activation.ELU).build())
                .layer(
                    new Deconvolution2D.Builder(3, 3)
                        .stride(2, 2)
                        .padding(1, 1)
                        .nIn(2)
                        .nOut(3)
                        .hasBias(false)
                        .activation(Activation.SELU)
                        .build()) // 3 x 5 x 5
                .layer(new Upsampling2D.Builder(2).build()) // 3 x 10 x 10
                .layer(new ZeroPaddingLayer.Builder(1, 2, 0, 1).build()) // 3 x 13 x 11
                .layer(new Cropping2D.Builder(1, 0, 0, 1).build()) // 3 x 12 x 10
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .padding(1, 1)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new ActivationLayer(Activation.SIGMOID))
                .layer(
                    new CnnLossLayer.Builder(LossFunctions.LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .inputPreProcessor(
                    5,
                    new org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor(
                        3, 3, 2))
                .setInputType(InputType.convolutional(12, 10, 3))
                .build());
    net.init();
    INDArray images = Nd4j.rand(8, 3, 12, 10);
    // Running statistics and biases that are not those of a fresh network.
    for (int i = 0; i < 5; i++) {
      net.fit(new DataSet(images, images));
    }
    return net;
  }

  @Test
  void convolutionalNetworksGiveWhatDl4jGives() throws IOException {
    MultiLayerNetwork net = convolutional();
    ModelReader.Wishes wishes =
        new ModelReader.Wishes(Optional.of(new Shape(3, 12, 10)), Optional.empty());
    ImportedModel read = new Dl4jReader().read(saved(temp, net, true), wishes);
    INDArray images = Nd4j.rand(3, 3, 12, 10);
    same(read, images, net.output(images));
    assertThat(read.architecture().latentSize()).isEqualTo(6);
    assertThat(read.code()).isEqualTo("layer3");
  }

  @Test
  void graphsOfDenseLayersGiveWhatDl4jGives() throws IOException {
    ComputationGraph net =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(6)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "a",
                    new DenseLayer.Builder().nIn(12).nOut(7).activation(Activation.TANH).build(),
                    "in")
                .addLayer(
                    "b",
                    new DenseLayer.Builder().nIn(7).nOut(3).activation(Activation.TANH).build(),
                    "a")
                .addLayer(
                    "c",
                    new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(3)
                        .nOut(12)
                        .activation(Activation.SIGMOID)
                        .build(),
                    "b")
                .setOutputs("c")
                .build());
    net.init();
    ModelReader.Wishes wishes =
        new ModelReader.Wishes(Optional.of(new Shape(3, 2, 2)), Optional.of("a"));
    ImportedModel read = Dl4jChild.read(saved(temp, net, false), wishes);
    INDArray images = Nd4j.rand(3, 3, 2, 2);
    same(read, images, net.outputSingle(images.reshape(3, 12)));
    assertThat(read.architecture().latentSize()).isEqualTo(7);
  }
}
