package io.github.aezoo.detect;

import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the columns or pixels with the largest share of a reconstruction error. */
public final class Contributions {
  private Contributions() {}

  /**
   * A part and its share.
   *
   * @param name of a column, or the row and column of a pixel
   * @param share of the squared error of all, in [0, 1]
   */
  public record Part(String name, double share) {}

  /** The squared error of each value. */
  public static double[] squares(float[] target, float[] reconstruction) {
    double[] squares = new double[target.length];
    for (int i = 0; i < squares.length; i++) {
      double d = (double) target[i] - reconstruction[i];
      squares[i] = d * d;
    }
    return squares;
  }

  /**
   * The columns that raise the error most; the values of one category belong together.
   *
   * @param squares of a row, as {@link #squares} gives them
   * @param count how many at most
   */
  public static List<Part> columns(double[] squares, TablePreparation preparation, int count) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    for (TableColumn column : preparation.columns()) {
      double sum = 0;
      for (int i = 0; i < column.width(); i++) {
        sum += squares[at++];
      }
      parts.add(new Part(column.name(), sum));
    }
    return largest(parts, count);
  }

  /**
   * The pixels that raise the error most, named {@code row:column} from 0, channels together.
   *
   * @param squares of an image {@code [C, H, W]}
   * @param width of the image
   * @param plane height times width
   * @param count how many at most
   */
  public static List<Part> pixels(double[] squares, int width, int plane, int count) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < plane; i++) {
      double sum = 0;
      for (int at = i; at < squares.length; at += plane) {
        sum += squares[at];
      }
      parts.add(new Part(i / width + ":" + i % width, sum));
    }
    return largest(parts, count);
  }

  private static List<Part> largest(List<Part> parts, int count) {
    double all = parts.stream().mapToDouble(Part::share).sum();
    return parts.stream()
        .sorted(Comparator.comparingDouble(Part::share).reversed())
        .limit(count)
        .map(part -> new Part(part.name(), all > 0 ? part.share() / all : 0))
        .toList();
  }
}
