package io.github.aezoo.data.table;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** The cells of a row as one array of bytes, UTF-8: a million rows take little memory. */
final class PackedCells extends AbstractList<String> implements RandomAccess {
  private final byte[] text;
  private final int[] ends;

  private PackedCells(byte[] text, int[] ends) {
    this.text = text;
    this.ends = ends;
  }

  /** Packs cells. */
  static PackedCells of(List<String> cells) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(16 * cells.size());
    int[] ends = new int[cells.size()];
    for (int i = 0; i < ends.length; i++) {
      text.writeBytes(cells.get(i).getBytes(StandardCharsets.UTF_8));
      ends[i] = text.size();
    }
    return new PackedCells(text.toByteArray(), ends);
  }

  @Override
  public String get(int index) {
    int from = index == 0 ? 0 : ends[index - 1];
    return new String(text, from, ends[index] - from, StandardCharsets.UTF_8);
  }

  @Override
  public int size() {
    return ends.length;
  }
}
