package io.github.aezoo.data.source;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import java.util.List;

/** A kind of data that a DATA word may stand for; see {@link Datasets}. */
interface Source {
  /** The names that this source knows; empty for one that reads files. */
  List<String> names();

  /** Whether the word stands for data of this kind. */
  boolean claims(String data);

  /** Opens the data that a claimed word stands for. */
  Dataset open(DataSpec word, Datasets.Opening how);
}
