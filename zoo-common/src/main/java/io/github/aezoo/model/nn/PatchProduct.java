package io.github.aezoo.model.nn;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products of weights {@code [grid channels, image channels, kernel, kernel]} with the patches of
 * images.
 *
 * <p>A convolution takes an image to a grid, a transposed one a grid to an image; each is the
 * other's gradient. Images and grids are {@code [N, C, H, W]}, contiguous. A few images at a time,
 * so that their patches stay in the processor's cache and memory does not grow with the batch.
 */
final class PatchProduct {
  /** Values in the patches of a block of images: 1 MB in single precision. */
  private static final int BLOCK = 1 << 18;

  private final Patches patches;
  private final int depth;
  private final DataType type;
  private final Precision precision;
  private final boolean flipped;

  /** Images of a full block. */
  private final int most;

  // Row-major [depth, patch], which is [patch, depth] for BLAS; likewise all others.
  private final INDArray weights;
  private final INDArray gradient;
  private final INDArray patchMemory;
  private final INDArray gridMemory;
  private final INDArray secondGridMemory;

  private final Object planes;
  private final Object image;
  private final Object grid;
  private final Object patchValues;
  private final Object parameters;
  private final Object permuted;
  private final double[] biasSums;

  /**
   * Reserves memory.
   *
   * @param depth channels of the grid
   * @param flipped whether weights come as {@code [image channels, grid channels, ..]} with kernels
   *     turned by half a turn: a convolution of stride 1 as its own transpose
   */
  PatchProduct(Patches patches, int depth, boolean flipped, DataType type) {
    this.patches = patches;
    this.depth = depth;
    this.flipped = flipped;
    this.type = type;
    precision = Precision.of(type);
    int ofPatches = patches.places() * patches.patchSize();
    most = Math.max(1, BLOCK / ofPatches);
    int count = depth * patches.patchSize();
    int gridSize = depth * patches.places();
    weights = view(memory(count), patches.patchSize(), depth);
    gradient = view(memory(count), patches.patchSize(), depth);
    patchMemory = memory((long) most * ofPatches);
    gridMemory = memory((long) most * gridSize);
    secondGridMemory = memory((long) most * gridSize);
    planes = precision.array(most * Math.max(gridSize, patches.imageSize()));
    image = precision.array(most * patches.imageSize());
    grid = precision.array(most * gridSize);
    patchValues = precision.array(most * ofPatches);
    parameters = precision.array(count);
    permuted = precision.array(count);
    biasSums = new double[Math.max(depth, patches.channels())];
  }

  /** Sets the weights, contiguous. */
  void setWeights(INDArray values) {
    precision.load(values, 0, parameters, 0, depth * patches.patchSize());
    permute(parameters, permuted, true);
    precision.store(permuted, 0, weights, 0, depth * patches.patchSize());
  }

  /** Writes the gradient of the weights that the last backward pass found. */
  void gradient(INDArray into) {
    precision.load(gradient, 0, permuted, 0, depth * patches.patchSize());
    permute(permuted, parameters, false);
    precision.store(parameters, 0, into, 0, depth * patches.patchSize());
  }

  /** Between DL4J's order of weights and that of patches. */
  private void permute(Object from, Object to, boolean toPatches) {
    int c = patches.channels();
    int area = patches.kernel() * patches.kernel();
    for (int d = 0; d < depth; d++) {
      for (int i = 0; i < c; i++) {
        int outer = flipped ? i * depth + d : d * c + i;
        for (int k = 0; k < area; k++) {
          int ours = (d * area + k) * c + i;
          int theirs = outer * area + (flipped ? area - 1 - k : k);
          precision.copy(from, toPatches ? theirs : ours, to, toPatches ? ours : theirs, 1);
        }
      }
    }
  }

  /** Some images of a batch: the first one's place and how many they are. */
  @FunctionalInterface
  private interface Block {
    void at(long from, int count);
  }

  /** Goes over a batch {@code [N, ..]}, as many images at a time as there is memory for. */
  private void eachBlock(INDArray batch, Block work) {
    long n = batch.size(0);
    for (long from = 0; from < n; from += most) {
      work.at(from, (int) Math.min(most, n - from));
    }
  }

  /** Images to grids: {@code W patches(image) + bias}. */
  void reduce(INDArray images, INDArray grids, Object bias) {
    eachBlock(
        images,
        (from, count) -> {
          INDArray columns = gather(images, from, count);
          INDArray result = matrix(gridMemory, depth, count);
          Nd4j.gemm(weights, columns, result, true, false, 1, 0);
          storeGrid(gridMemory, grids, from, count, bias);
        });
  }

  /** Grids to images: the sum of all patches {@code W' grid}, plus bias. */
  void expand(INDArray grids, INDArray images, Object bias) {
    eachBlock(
        grids, (from, count) -> scatter(loadGrid(grids, from, count), images, from, count, bias));
  }

  /** The backward pass of {@link #expand}: gradients of images to those of grids and weights. */
  void backOfExpand(INDArray images, INDArray grids, INDArray gridGradients) {
    eachBlock(
        images,
        (from, count) -> {
          INDArray columns = gather(images, from, count);
          addGradient(columns, loadGrid(grids, from, count), from);
          INDArray result = matrix(secondGridMemory, depth, count);
          Nd4j.gemm(weights, columns, result, true, false, 1, 0);
          storeGrid(secondGridMemory, gridGradients, from, count, null);
        });
  }

  /** The backward pass of {@link #reduce}: gradients of grids to those of images and weights. */
  void backOfReduce(INDArray grids, INDArray images, INDArray imageGradients) {
    eachBlock(
        images,
        (from, count) -> {
          INDArray columns = gather(images, from, count);
          INDArray given = loadGrid(grids, from, count);
          addGradient(columns, given, from);
          scatter(given, imageGradients, from, count, null);
        });
  }

  /** The first block of a batch replaces what the last batch left. */
  private void addGradient(INDArray columns, INDArray given, long from) {
    Nd4j.gemm(columns, given, gradient, false, true, 1, from == 0 ? 0 : 1);
  }

  /** Writes the sums over images and places of {@code [N, C, H, W]}. */
  void sums(INDArray values, INDArray into) {
    int channels = (int) values.size(1);
    int area = (int) (values.size(2) * values.size(3));
    int size = channels * area;
    Arrays.fill(biasSums, 0);
    eachBlock(
        values,
        (from, count) -> {
          precision.load(values, from * size, planes, 0, count * size);
          for (int i = 0; i < count; i++) {
            precision.addRowSums(planes, i * size, channels, area, biasSums);
          }
        });
    for (int c = 0; c < channels; c++) {
      into.putScalar(c, biasSums[c]);
    }
  }

  private INDArray gather(INDArray images, long from, int count) {
    int size = patches.imageSize();
    int ofPatches = patches.places() * patches.patchSize();
    precision.load(images, from * size, planes, 0, count * size);
    for (int i = 0; i < count; i++) {
      precision.transpose(
          planes, i * size, patches.channels(), patches.pixels(), image, i * size, null);
      patches.gather(precision, image, i * size, patchValues, i * ofPatches);
    }
    precision.store(patchValues, 0, patchMemory, 0, count * ofPatches);
    return matrix(patchMemory, patches.patchSize(), count);
  }

  private void scatter(INDArray given, INDArray images, long from, int count, Object bias) {
    int size = patches.imageSize();
    int ofPatches = patches.places() * patches.patchSize();
    INDArray columns = matrix(patchMemory, patches.patchSize(), count);
    Nd4j.gemm(weights, given, columns, false, false, 1, 0);
    precision.load(patchMemory, 0, patchValues, 0, count * ofPatches);
    precision.zero(image, 0, count * size);
    for (int i = 0; i < count; i++) {
      patches.scatter(precision, patchValues, i * ofPatches, image, i * size);
      precision.transpose(
          image, i * size, patches.pixels(), patches.channels(), planes, i * size, bias);
    }
    precision.store(planes, 0, images, from * size, count * size);
  }

  private INDArray loadGrid(INDArray grids, long from, int count) {
    int size = depth * patches.places();
    precision.load(grids, from * size, planes, 0, count * size);
    for (int i = 0; i < count; i++) {
      precision.transpose(planes, i * size, depth, patches.places(), grid, i * size, null);
    }
    precision.store(grid, 0, gridMemory, 0, count * size);
    return matrix(gridMemory, depth, count);
  }

  private void storeGrid(INDArray memory, INDArray grids, long from, int count, Object bias) {
    int size = depth * patches.places();
    precision.load(memory, 0, grid, 0, count * size);
    for (int i = 0; i < count; i++) {
      precision.transpose(grid, i * size, patches.places(), depth, planes, i * size, bias);
    }
    precision.store(planes, 0, grids, from * size, count * size);
  }

  /** The beginning of a memory as a matrix whose columns are places. */
  private INDArray matrix(INDArray memory, int rows, int count) {
    return view(memory, rows, (long) count * patches.places());
  }

  private INDArray view(INDArray memory, long rows, long columns) {
    return Nd4j.create(
        memory.data(), new long[] {rows, columns}, new long[] {1, rows}, 0, 'f', type);
  }

  /** Memory that lives as long as the layer, outside of DL4J's workspaces. */
  private INDArray memory(long values) {
    return Nd4j.createUninitializedDetached(type, 'c', values);
  }

  /** The values of a bias as this class takes them. */
  Object bias(INDArray values) {
    Object array = precision.array((int) values.length());
    precision.load(values, 0, array, 0, (int) values.length());
    return array;
  }
}
