package io.github.aezoo.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A data set that delegates to another one and overrides some methods. */
public interface DatasetView extends Dataset {
  /** The other data set. */
  Dataset whole();

  @Override
  default Shape shape() {
    return whole().shape();
  }

  @Override
  default Set<Split> splits() {
    return whole().splits();
  }

  @Override
  default int size(Split split) {
    return whole().size(split);
  }

  @Override
  default void copy(Split split, int index, float[] into, int offset) {
    whole().copy(split, index, into, offset);
  }

  @Override
  default OptionalInt label(Split split, int index) {
    return whole().label(split, index);
  }

  @Override
  default List<String> classes() {
    return whole().classes();
  }

  @Override
  default String placeName() {
    return whole().placeName();
  }

  @Override
  default int place(Split split, int index) {
    return whole().place(split, index);
  }

  @Override
  default Optional<String> source(Split split, int index) {
    return whole().source(split, index);
  }

  @Override
  default boolean equalContrast() {
    return whole().equalContrast();
  }

  @Override
  default Optional<TablePreparation> preparation() {
    return whole().preparation();
  }

  @Override
  default List<String> notes() {
    return whole().notes();
  }

  @Override
  default List<String> description() {
    return whole().description();
  }

  /** Of the other's files, which do not change. */
  @Override
  default Optional<String> sha256(Split split) {
    return whole().sha256(split);
  }
}
