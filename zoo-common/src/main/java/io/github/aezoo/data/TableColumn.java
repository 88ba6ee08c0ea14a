package io.github.aezoo.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.aezoo.io.ZooException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How the cells of a column become numbers. In JSON the key {@code type} tells which: {@code
 * numeric}, {@code categorical} or {@code date}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TableColumn.Numeric.class, name = "numeric"),
  @JsonSubTypes.Type(value = TableColumn.Categorical.class, name = "categorical"),
  @JsonSubTypes.Type(value = DateColumn.class, name = "date")
})
public sealed interface TableColumn
    permits TableColumn.Numeric, TableColumn.Categorical, DateColumn {
  /** Digits of a scaled number: more than a float32's are an accident of the scaling. */
  int DIGITS = 7;

  /** What a number becomes; a column that never changes becomes 0 either way. */
  enum Scaling {
    /** The lowest of the training rows becomes 0, the highest 1. */
    @JsonProperty("min-max")
    MIN_MAX,
    /** The mean of the training rows becomes 0, their standard deviation 1. */
    @JsonProperty("standard")
    STANDARD
  }

  /** The column's name. */
  String name();

  /** How many cells of the training rows were missing. */
  int missing();

  /** How many values a cell becomes. */
  int width();

  /**
   * Writes a cell's values; a missing one becomes what is imputed.
   *
   * @param into holds zeros where the values go
   * @param at where they go
   * @return whether the cell's value is of a kind that training rows had: false for a category that
   *     is not known, which becomes none of those that are
   * @throws ZooException when the cell is no value of this column; the message names no place
   */
  boolean write(String cell, Scaling scaling, float[] into, int at);

  /**
   * Writes the values of a number as {@link #write(String, Scaling, float[], int)} does those of a
   * cell; NaN is a missing value.
   *
   * @throws ZooException when the number is infinite or too large
   */
  boolean write(double number, Scaling scaling, float[] into, int at);

  /**
   * What values say as a cell, in the table's own units: the way back from {@link #write}.
   *
   * @param at where the column's values begin
   * @param digits of a number, counted from the largest that the training rows' spread has; a
   *     float32 holds {@link #DIGITS}
   * @return of categories the one with the largest value, and nothing where all are 0
   */
  String read(float[] values, int at, Scaling scaling, int digits);

  /**
   * A column of numbers, with what the training rows had. Values outside of their range are not
   * clipped: they are what a detector has to see.
   *
   * @param imputed what a missing cell becomes: the median
   */
  record Numeric(
      String name,
      double low,
      double high,
      double mean,
      double deviation,
      double imputed,
      int missing)
      implements TableColumn {
    /** Checks that all are numbers. */
    public Numeric {
      requireName(name);
      for (double value : new double[] {low, high, mean, deviation, imputed}) {
        if (!Double.isFinite(value)) {
          throw new ZooException("column '" + name + "': finite numbers expected");
        }
      }
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public boolean write(String cell, Scaling scaling, float[] into, int at) {
      if (Cells.isMissing(cell)) {
        return write(Double.NaN, scaling, into, at);
      }
      double number =
          CellNumber.of(cell, '.')
              .map(CellNumber::value)
              .orElseThrow(
                  () ->
                      new ZooException(
                          "a number expected; got '%s' (a missing value is an empty cell, ? or NA; for a column of text, set categorical=%s)"
                              .formatted(cell, name)));
      put(number, cell, scaling, into, at);
      return true;
    }

    @Override
    public boolean write(double number, Scaling scaling, float[] into, int at) {
      put(Double.isNaN(number) ? imputed : number, String.valueOf(number), scaling, into, at);
      return true;
    }

    private void put(double value, String came, Scaling scaling, float[] into, int at) {
      double scaled = scaled(value, scaling);
      if (!Float.isFinite((float) scaled)) {
        throw new ZooException(
            "a number near %s to %s expected; got %s".formatted(low, high, came));
      }
      into[at] = (float) scaled;
    }

    @Override
    public String read(float[] values, int at, Scaling scaling, int digits) {
      if (!Float.isFinite(values[at])) {
        throw new ZooException(
            "column '%s': a finite value expected; got %s: the row's values are too extreme"
                .formatted(name, values[at]));
      }
      int places = digits - 1 - (int) Math.floor(Math.log10(unit(scaling)));
      BigDecimal rounded =
          new BigDecimal(unscaled(values[at], scaling)).setScale(places, RoundingMode.HALF_EVEN);
      return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** How much of the table's own unit one scaled unit is. */
    public double unit(Scaling scaling) {
      return switch (scaling) {
        case MIN_MAX -> high > low ? high - low : 1;
        case STANDARD -> deviation > 0 ? deviation : 1;
      };
    }

    private double origin(Scaling scaling) {
      return switch (scaling) {
        case MIN_MAX -> low;
        case STANDARD -> mean;
      };
    }

    private double scaled(double value, Scaling scaling) {
      return (value - origin(scaling)) / unit(scaling);
    }

    private double unscaled(double value, Scaling scaling) {
      return value * unit(scaling) + origin(scaling);
    }
  }

  /**
   * A column of texts, one-hot: a value a category, the weight for the cell's own, the others 0. A
   * category that the training rows did not have is 0 everywhere, unless there is one of all
   * others.
   *
   * @param categories in the order of their values
   * @param imputed what a missing cell becomes: the most frequent
   * @param weight what the value of the cell's own category is; null for 1, as in cards of before
   * @param rest the category of all texts that are not named; null when there is none
   */
  record Categorical(
      String name, List<String> categories, String imputed, int missing, Double weight, String rest)
      implements TableColumn {
    /** Checks that there are categories. */
    public Categorical {
      requireName(name);
      if (categories == null || categories.isEmpty() || !categories.contains(imputed)) {
        throw new ZooException(
            "column '" + name + "': categories that include the imputed one expected");
      }
      if (weight != null && !(weight > 0 && weight <= 1)) {
        throw new ZooException(
            "column '%s': key 'weight' in (0, 1] expected; got %s".formatted(name, weight));
      }
      if (rest != null && !categories.contains(rest)) {
        throw new ZooException(
            "column '%s': key 'rest' one of the categories expected; got '%s'"
                .formatted(name, rest));
      }
      categories = List.copyOf(categories);
    }

    /** Categories of weight 1. */
    public Categorical(String name, List<String> categories, String imputed, int missing) {
      this(name, categories, imputed, missing, null, null);
    }

    @Override
    public int width() {
      return categories.size();
    }

    @Override
    public boolean write(String cell, Scaling scaling, float[] into, int at) {
      int category = categories.indexOf(cell.isEmpty() ? imputed : cell);
      if (category < 0 && Cells.isNumber(cell)) {
        category = category(Double.parseDouble(cell));
      }
      return put(category, into, at);
    }

    private boolean put(int named, float[] into, int at) {
      int category = named < 0 && rest != null ? categories.indexOf(rest) : named;
      if (category >= 0) {
        into[at + category] = weight == null ? 1 : weight.floatValue();
      }
      return category >= 0;
    }

    /** The first category that is this number; negative when there is none. */
    private int category(double number) {
      for (int i = 0; i < categories.size(); i++) {
        String category = categories.get(i);
        if (Cells.isNumber(category) && Double.parseDouble(category) == number) {
          return i;
        }
      }
      return -1;
    }

    /** The category that is this number: {@code 3} and {@code 3.0} are the same one. */
    @Override
    public boolean write(double number, Scaling scaling, float[] into, int at) {
      if (Double.isInfinite(number)) {
        throw new ZooException("a category expected; got " + number);
      }
      return put(Double.isNaN(number) ? categories.indexOf(imputed) : category(number), into, at);
    }

    @Override
    public String read(float[] values, int at, Scaling scaling, int digits) {
      int best = 0;
      boolean none = true;
      for (int i = 0; i < categories.size(); i++) {
        best = values[at + i] > values[at + best] ? i : best;
        none &= values[at + i] == 0;
      }
      return none ? "" : categories.get(best);
    }
  }

  /** Checks that a column has a name. */
  static void requireName(String name) {
    if (name == null || name.isEmpty()) {
      throw new ZooException("key 'name' is missing: the name of a column");
    }
  }
}
