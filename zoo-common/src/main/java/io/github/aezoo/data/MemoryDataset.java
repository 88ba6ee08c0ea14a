package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Images that a DataVec {@link RecordReader} or a DL4J {@link DataSetIterator} of the user's gave,
 * kept as float32 in memory up to a stated budget.
 *
 * <pre>{@code
 * Dataset mine = new MemoryDataset.Builder("mine", new Shape(1, 28, 28), classes)
 *     .records(Split.TRAIN, reader, 784)  // columns 0..783 are pixels in [0, 1], column 784 a label
 *     .batches(Split.TEST, iterator)      // features [N, 1, 28, 28], labels one-hot or none
 *     .build();
 * }</pre>
 */
public final class MemoryDataset implements Dataset {
  /** No more than so many bytes of pixels are held unless a builder says otherwise. */
  public static final long BUDGET_BYTES = 1L << 30;

  private static final float SLACK = 1e-4f;

  private final String name;
  private final Shape shape;
  private final List<String> classes;
  private final Map<Split, List<float[]>> images;
  private final Map<Split, List<OptionalInt>> labels;

  private MemoryDataset(Builder builder) {
    name = builder.name;
    shape = builder.shape;
    classes = builder.classes;
    images = new EnumMap<>(builder.images);
    labels = new EnumMap<>(builder.labels);
  }

  /** Collects images split by split. */
  public static final class Builder {
    private final String name;
    private final Shape shape;
    private final List<String> classes;
    private final Map<Split, List<float[]>> images = new EnumMap<>(Split.class);
    private final Map<Split, List<OptionalInt>> labels = new EnumMap<>(Split.class);
    private long budget = BUDGET_BYTES;
    private long held;

    /**
     * Starts without images.
     *
     * @param classes the class names by label; empty when there are no labels
     */
    public Builder(String name, Shape shape, List<String> classes) {
      this.name = name;
      this.shape = shape.asImage();
      this.classes = List.copyOf(classes);
    }

    /** Holds at most so many bytes of pixels. */
    public Builder budget(long bytes) {
      budget = bytes;
      return this;
    }

    /**
     * Adds all records that a reader still has.
     *
     * @param labelColumn the record's label, a number from 0; negative when there is none. The
     *     other columns are the pixels, or one {@link NDArrayWritable} that holds them
     * @throws ZooException when a record has another number of pixels, a value outside [0, 1] or a
     *     label without a class, naming the record
     */
    public Builder records(Split split, RecordReader reader, int labelColumn) {
      for (int number = 0; reader.hasNext(); number++) {
        List<Writable> record = new ArrayList<>(reader.next());
        OptionalInt label = OptionalInt.empty();
        if (labelColumn >= 0) {
          label = OptionalInt.of(record.remove(labelColumn).toInt());
        }
        add(split, pixels(record), label, "record " + number);
      }
      try {
        reader.close();
      } catch (IOException e) {
        throw new ZooException("cannot close the records of " + name + ": " + e.getMessage(), e);
      }
      return this;
    }

    private static float[] pixels(List<Writable> record) {
      if (record.size() == 1 && record.get(0) instanceof NDArrayWritable array) {
        return array.get().dup('c').data().asFloat();
      }
      float[] pixels = new float[record.size()];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = record.get(i).toFloat();
      }
      return pixels;
    }

    /**
     * Adds all images of an iterator's current epoch; features are the images, and one-hot labels
     * of as many columns as there are classes are the classes.
     *
     * @throws ZooException as {@link #records} does
     */
    public Builder batches(Split split, DataSetIterator iterator) {
      for (int number = 0; iterator.hasNext(); number++) {
        batch(split, iterator.next(), number);
      }
      return this;
    }

    /**
     * Adds the images of a batch; see {@link #batches}.
     *
     * @param number of the batch, in messages
     */
    public Builder batch(Split split, DataSet batch, int number) {
      INDArray features = batch.getFeatures().dup('c');
      int n = (int) features.size(0);
      int size = (int) (features.length() / n);
      float[] all = features.data().asFloat();
      for (int i = 0; i < n; i++) {
        add(
            split,
            Arrays.copyOfRange(all, i * size, (i + 1) * size),
            label(batch.getLabels(), i),
            "batch " + number + ", image " + i);
      }
      return this;
    }

    /**
     * Adds images without labels, {@code [N, C * H * W]}.
     *
     * @throws ZooException as {@link #records} does
     */
    public Builder images(Split split, float[][] all) {
      for (int i = 0; i < all.length; i++) {
        add(split, all[i].clone(), OptionalInt.empty(), "image " + i);
      }
      return this;
    }

    private OptionalInt label(INDArray labels, int row) {
      boolean oneHot =
          labels != null
              && !classes.isEmpty()
              && labels.rank() == 2
              && labels.size(1) == classes.size();
      return oneHot ? OptionalInt.of(labels.getRow(row).argMax().getInt(0)) : OptionalInt.empty();
    }

    private void add(Split split, float[] pixels, OptionalInt label, String where) {
      if (pixels.length != shape.size()) {
        throw new ZooException(
            "%s, %s split, %s: %d pixels %s expected; got %d"
                .formatted(name, split.id(), where, shape.size(), shape, pixels.length));
      }
      for (float v : pixels) {
        // Written so that NaN fails too.
        if (!(v >= -SLACK && v <= 1 + SLACK)) {
          throw new ZooException(
              "%s, %s split, %s: pixels in [0, 1] expected; got %s: divide bytes by 255"
                  .formatted(name, split.id(), where, v));
        }
      }
      if (label.isPresent() && (label.getAsInt() < 0 || label.getAsInt() >= classes.size())) {
        throw new ZooException(
            "%s, %s split, %s: a label of 0 to %d expected; got %d"
                .formatted(name, split.id(), where, classes.size() - 1, label.getAsInt()));
      }
      held += 4L * pixels.length;
      if (held > budget) {
        throw new ZooException(
            "%s takes more than the %,d bytes that it may hold in memory: raise the budget, or store it as IDX or as image files"
                .formatted(name, budget));
      }
      images.computeIfAbsent(split, s -> new ArrayList<>()).add(pixels);
      labels.computeIfAbsent(split, s -> new ArrayList<>()).add(label);
    }

    /**
     * The data set of what was added.
     *
     * @throws ZooException when nothing was
     */
    public MemoryDataset build() {
      if (images.isEmpty()) {
        throw new ZooException(name + " has no images: its readers were empty");
      }
      return new MemoryDataset(this);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Set<Split> splits() {
    return EnumSet.copyOf(images.keySet());
  }

  @Override
  public int size(Split split) {
    return images.getOrDefault(split, List.of()).size();
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    System.arraycopy(
        images.getOrDefault(split, List.of()).get(index), 0, into, offset, shape.size());
  }

  @Override
  public OptionalInt label(Split split, int index) {
    return labels.getOrDefault(split, List.of()).get(index);
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public Optional<String> sha256(Split split) {
    return Optional.empty();
  }
}
