package io.github.aezoo.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The settings of a {@link DataSpec} while one of them is changed. */
final class DataDraft {
  String base;
  Optional<DataSpec.Scaling> scaling;
  List<String> only;
  List<String> without;
  Optional<String> label;
  List<String> ignored;
  List<String> categorical;
  DataSpec.Header header;
  OptionalDouble test;
  OptionalDouble validation;
  OptionalLong seed;
  Optional<ImageSize> size;
  Optional<ImageFit> fit;
  TableReading reading;

  DataDraft(DataSpec spec) {
    base = spec.base();
    scaling = spec.scaling();
    only = spec.only();
    without = spec.without();
    label = spec.label();
    ignored = spec.ignored();
    categorical = spec.categorical();
    header = spec.header();
    test = spec.test();
    validation = spec.validation();
    seed = spec.seed();
    size = spec.size();
    fit = spec.fit();
    reading = spec.reading();
  }

  DataSpec spec(List<DataSpec.Key> order) {
    return new DataSpec(
        base,
        scaling,
        only,
        without,
        label,
        ignored,
        categorical,
        header,
        test,
        validation,
        seed,
        size,
        fit,
        reading,
        order);
  }
}
