package io.github.aezoo.probe;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.DatasetView;

/**
 * Another data set under another name.
 *
 * @param name the name
 * @param whole the other data set
 */
public record NamedImages(String name, Dataset whole) implements DatasetView {}
