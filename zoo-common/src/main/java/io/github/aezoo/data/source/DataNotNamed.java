package io.github.aezoo.data.source;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.io.ZooException;

/** The data of a recipe that is for any: which, has to be said. */
public final class DataNotNamed extends ZooException {
  private static final long serialVersionUID = 1L;

  DataNotNamed(DataSpec data) {
    super(
        "'%s' is a placeholder for your data; name it: %s"
            .formatted(
                data.base(),
                data.isTable()
                    ? "the path of a table (.csv)"
                    : "a known data set, a folder of images or an IDX file"));
  }
}
