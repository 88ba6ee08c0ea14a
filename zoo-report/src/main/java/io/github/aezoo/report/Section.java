package io.github.aezoo.report;

import io.github.aezoo.data.Shape;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.Metric;
import java.util.List;
import java.util.Optional;

/** A part of a report: a heading, a line that says what is seen, and the content. */
public sealed interface Section {
  /** The heading. */
  String title();

  /** What is seen, in a sentence or two; may be empty. */
  String caption();

  /** Paragraphs. */
  record Text(String title, String caption, List<String> paragraphs) implements Section {
    /** Takes a copy. */
    public Text {
      paragraphs = List.copyOf(paragraphs);
    }
  }

  /** Rows of images, for example originals above reconstructions. */
  record ImageGrid(String title, String caption, Shape shape, List<PictureGrid.Row> rows)
      implements Section {
    /** Takes a copy. */
    public ImageGrid {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Numbers and words; each row has a cell for each column, and the best number of a column that
   * wants one is marked.
   */
  record Table(String title, String caption, List<Column> columns, List<List<Cell>> rows)
      implements Section {
    /** Takes copies and checks that rows are as long as the header. */
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<Cell> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "table %s: a row has %d cells; %d columns"
                  .formatted(title, row.size(), columns.size()));
        }
      }
    }
  }

  /**
   * One or more bars a label: percentiles, a histogram, errors by class.
   *
   * @param mark a line between the bars, such as a threshold
   */
  record Bars(
      String title,
      String caption,
      String xTitle,
      String yTitle,
      List<String> labels,
      List<Series> series,
      Optional<Mark> mark)
      implements Section {
    /** Takes copies. */
    public Bars {
      labels = List.copyOf(labels);
      series = List.copyOf(series);
    }

    /** Without a line between them. */
    public Bars(
        String title,
        String caption,
        String xTitle,
        String yTitle,
        List<String> labels,
        List<Series> series) {
      this(title, caption, xTitle, yTitle, labels, series, Optional.empty());
    }
  }

  /**
   * A line before the bars of a label.
   *
   * @param before the label's place; after all bars when there is none of that place
   * @param text beside the line
   */
  record Mark(int before, String text) {}

  /**
   * Lines over common x values: a training curve.
   *
   * @param logarithmic whether the y axis is
   */
  record Lines(
      String title,
      String caption,
      String xTitle,
      String yTitle,
      List<Double> x,
      List<Series> series,
      boolean logarithmic)
      implements Section {
    /** Takes copies. */
    public Lines {
      x = List.copyOf(x);
      series = List.copyOf(series);
    }
  }

  /** Points of the plane in groups: a map of codes, coloured by class. */
  record Scatter(String title, String caption, String xTitle, String yTitle, List<Points> groups)
      implements Section {
    /** Takes a copy. */
    public Scatter {
      groups = List.copyOf(groups);
    }
  }

  /**
   * A named row of numbers; what is not finite leaves a gap.
   *
   * @param name in the legend
   * @param values one for each label or x value
   */
  record Series(String name, List<Double> values) {
    /** Takes a copy. */
    public Series {
      values = List.copyOf(values);
    }
  }

  /**
   * Points of one group.
   *
   * @param name in the legend
   * @param points {@code {x, y}} each
   */
  record Points(String name, List<double[]> points) {
    /** Takes a copy of the list. */
    public Points {
      points = List.copyOf(points);
    }
  }

  /** Which number of a column is marked. */
  enum Best {
    /** None. */
    NONE,
    /** The smallest. */
    LOWEST,
    /** The largest. */
    HIGHEST;

    /** The mark that a metric wants. */
    public static Best of(Metric metric) {
      return metric.direction() == Metric.Direction.LOWER_IS_BETTER ? LOWEST : HIGHEST;
    }
  }

  /**
   * A column of a table.
   *
   * @param name in the header
   * @param numeric whether its cells are aligned at the right
   * @param best which number is marked
   */
  record Column(String name, boolean numeric, Best best) {
    /** A column of words. */
    public static Column words(String name) {
      return new Column(name, false, Best.NONE);
    }

    /** A column of numbers. */
    public static Column numbers(String name, Best best) {
      return new Column(name, true, best);
    }
  }

  /**
   * A cell of a table.
   *
   * @param text as it is shown
   * @param value what is compared; NaN for words
   */
  record Cell(String text, double value) {
    /** Words. */
    public static Cell of(String text) {
      return new Cell(text, Double.NaN);
    }
  }
}
