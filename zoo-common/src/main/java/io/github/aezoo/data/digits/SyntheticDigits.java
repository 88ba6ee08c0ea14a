package io.github.aezoo.data.digits;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Handwritten digits that are drawn when they are read, {@code [1, 28, 28]} and framed like
 * MNIST's: data for demonstrations and tests that needs no download.
 *
 * <p>Image {@code i} of a split shows the digit {@code i % 10} and depends on the seed, the split
 * and {@code i} alone, so that any image can be read first, by any thread, on any machine, and is
 * the same to the bit. Pixels are bytes divided by 255, as MNIST's are.
 */
public final class SyntheticDigits implements Dataset {
  /** The name of the data set on the command line and in recipes. */
  public static final String NAME = "synthetic-digits";

  private static final List<String> CLASSES =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  /** So many pictures of a split are kept when they were drawn, 51 MB; all of a usual split. */
  private static final int KEPT = 1 << 16;

  private final Map<Split, Integer> sizes = new EnumMap<>(Split.class);
  private final long seed;
  private final DigitGlyphs glyphs = new DigitGlyphs();
  private final Map<Split, String> digests = new EnumMap<>(Split.class);

  /** Null where nothing was drawn yet; drawing takes a hundred times as long as copying. */
  private final Map<Split, AtomicReferenceArray<byte[]>> drawn = new EnumMap<>(Split.class);

  /** 10,000 images for training, 1,000 for validation and 1,000 for test, seed 0. */
  public SyntheticDigits() {
    this(10_000, 1_000, 1_000, 0);
  }

  /** So many images a split (a split of 0 is not there); the seed decides their shapes. */
  public SyntheticDigits(int train, int validation, int test, long seed) {
    if (train < 0 || validation < 0 || test < 0 || (train == 0 && validation == 0 && test == 0)) {
      throw new ZooException(
          "%s takes 0 or more images a split and at least one in all; got %d, %d and %d"
              .formatted(NAME, train, validation, test));
    }
    sizes.put(Split.TRAIN, train);
    sizes.put(Split.VALIDATION, validation);
    sizes.put(Split.TEST, test);
    this.seed = seed;
    sizes.forEach(
        (split, size) -> drawn.put(split, new AtomicReferenceArray<>(Math.min(size, KEPT))));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Shape shape() {
    return Shape.MNIST;
  }

  @Override
  public Set<Split> splits() {
    Set<Split> splits = EnumSet.noneOf(Split.class);
    for (Split split : Split.values()) {
      if (size(split) > 0) {
        splits.add(split);
      }
    }
    return splits;
  }

  @Override
  public int size(Split split) {
    return sizes.get(split);
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    byte[] picture = picture(split, index);
    Objects.checkFromIndexSize(offset, picture.length, into.length);
    for (int i = 0; i < picture.length; i++) {
      into[offset + i] = (picture[i] & 0xFF) / 255f;
    }
  }

  @Override
  public OptionalInt label(Split split, int index) {
    return OptionalInt.of(digit(split, index));
  }

  @Override
  public List<String> classes() {
    return CLASSES;
  }

  /** SHA-256 of the split's bytes, image behind image; draws the whole split at the first call. */
  @Override
  public Optional<String> sha256(Split split) {
    if (size(split) == 0) {
      return Optional.empty();
    }
    synchronized (digests) {
      return Optional.of(digests.computeIfAbsent(split, this::digest));
    }
  }

  private String digest(Split split) {
    MessageDigest digest = Sha256.digest();
    for (int i = 0; i < size(split); i++) {
      digest.update(picture(split, i));
    }
    return Sha256.hex(digest.digest());
  }

  private byte[] picture(Split split, int index) {
    int digit = digit(split, index);
    AtomicReferenceArray<byte[]> kept = drawn.get(split);
    if (index >= kept.length()) {
      return draw(split, index, digit);
    }
    byte[] picture = kept.get(index);
    if (picture == null) {
      // Two threads may both draw it: it is the same picture.
      picture = draw(split, index, digit);
      kept.set(index, picture);
    }
    return picture;
  }

  private byte[] draw(Split split, int index, int digit) {
    // Java specifies String.hashCode, so a new split would not move the others' seeds.
    long own = Seeds.derive(seed, split.id().hashCode(), index);
    return DigitPen.draw(digit, glyphs, new Draws(own));
  }

  private int digit(Split split, int index) {
    return Objects.checkIndex(index, size(split)) % CLASSES.size();
  }
}
