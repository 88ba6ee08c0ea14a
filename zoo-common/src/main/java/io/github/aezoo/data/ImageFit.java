package io.github.aezoo.data;

/** How an image of other proportions is brought to a shape. */
public enum ImageFit {
  /** The largest centred part of the shape's proportions is taken. */
  CROP("the largest centred part of each (fit=crop)"),
  /** The whole image is shown, centred, with black beside it. */
  PAD("the whole of each, with black beside it (fit=pad)"),
  /** The whole image is stretched. */
  STRETCH("stretched (fit=stretch)");

  private final String meaning;

  ImageFit(String meaning) {
    this.meaning = meaning;
  }

  /** In words, with the setting of a data word. */
  public String meaning() {
    return meaning;
  }
}
