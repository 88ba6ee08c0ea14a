package io.github.aezoo.probe;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.ImageView;

/**
 * Another data set under another name.
 *
 * @param name the name
 * @param whole the other data set
 */
public record NamedImages(String name, ImageDataset whole) implements ImageView {}
