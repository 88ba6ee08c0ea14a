package io.github.aezoo.data.table;

import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into rows of cells, as RFC 4180 has it: a cell in quotes may hold separators, line
 * breaks, and quotes that are doubled. Blank lines are left out, and so are blanks at the ends of
 * cells. No line is longer than {@link #MAX_LINE} characters, so that text without line breaks does
 * not fill the memory.
 */
final class RowReader {
  /** Characters of a row. */
  static final int MAX_LINE = 16 << 20;

  private static final int BUFFER = 1 << 16;

  private final String file;
  private final Reader in;
  private final char separator;
  private final String quotes;
  private final char[] buffer = new char[BUFFER];
  private int at;
  private int end;
  private int number = 1;
  private int begin;
  private int length;
  private final StringBuilder cell = new StringBuilder();

  /**
   * Begins with the first line.
   *
   * @param file what errors name
   * @param separator a space for runs of spaces and tabs
   * @param quotes the characters that a quoted cell may begin with
   */
  RowReader(String file, Reader in, char separator, String quotes) {
    this.file = file;
    this.in = in;
    this.separator = separator;
    this.quotes = quotes;
  }

  private int read() throws IOException {
    if (at == end) {
      end = in.read(buffer, 0, BUFFER);
      at = 0;
      if (end <= 0) {
        end = 0;
        return -1;
      }
    }
    if (++length > MAX_LINE) {
      throw tooLong(file, begin);
    }
    return buffer[at++];
  }

  static ZooException tooLong(String file, long line) {
    return new ZooException(
        "%s, line %d: a line of at most %,d characters expected; got a longer one: is this a table?"
            .formatted(file, line, MAX_LINE));
  }

  private int peek() throws IOException {
    int c = read();
    if (c >= 0) {
      at--;
    }
    length--;
    return c;
  }

  /** The line that the last row begins at, counted from 1. */
  int line() {
    return begin;
  }

  /**
   * The next row that is not blank.
   *
   * @return null at the end
   * @throws ZooException when a quote is not closed, or a line is too long
   */
  List<String> next() throws IOException {
    while (true) {
      begin = number;
      length = 0;
      if (peek() < 0) {
        return null;
      }
      List<String> cells = row();
      boolean blank = cells.stream().allMatch(String::isEmpty);
      if (!blank || (cells.size() > 1 && separator != ' ')) {
        return cells;
      }
    }
  }

  private List<String> row() throws IOException {
    List<String> cells = new ArrayList<>();
    if (separator == ' ') {
      skipBlanks();
    }
    while (true) {
      int c = cell();
      cells.add(cell.toString().strip());
      if (c == separator || (separator == ' ' && c == '\t')) {
        if (separator == ' ') {
          skipBlanks();
          int next = peek();
          if (next == '\n' || next == '\r' || next < 0) {
            c = read();
          }
        }
      }
      if (c < 0) {
        return cells;
      }
      if (c == '\r' && peek() == '\n') {
        read();
      }
      if (c == '\n' || c == '\r') {
        number++;
        return cells;
      }
    }
  }

  private void skipBlanks() throws IOException {
    for (int c = peek(); c == ' ' || c == '\t'; c = peek()) {
      read();
    }
  }

  /** Reads a cell; what ended it comes back. */
  private int cell() throws IOException {
    cell.setLength(0);
    int c = read();
    while (separator != ' ' && c == ' ') {
      c = read();
    }
    if (c >= 0 && quotes.indexOf(c) >= 0) {
      quoted((char) c);
      c = read();
    }
    while (c >= 0 && c != separator && c != '\n' && c != '\r' && !(separator == ' ' && c == '\t')) {
      cell.append((char) c);
      c = read();
    }
    return c;
  }

  private void quoted(char quote) throws IOException {
    while (true) {
      int c = read();
      if (c < 0) {
        throw new ZooException(
            "%s, line %d: a closing quote expected; the file ends before it"
                .formatted(file, begin));
      }
      if (c == quote) {
        if (peek() != quote) {
          return;
        }
        read();
      }
      if (c == '\n' || (c == '\r' && peek() != '\n')) {
        number++;
      }
      cell.append((char) c);
    }
  }
}
