package io.github.aezoo.data.digits;

import io.github.aezoo.data.Draws;
import java.util.Arrays;

/**
 * Draws one handwritten digit: warps a skeleton, runs a smooth curve through its points and inks it
 * with a round pen, framed as MNIST frames its digits (http://yann.lecun.com/exdb/mnist/): scaled
 * into a box of 20 x 20, then moved by whole pixels until the centre of mass is in the middle of 28
 * x 28.
 *
 * <p>Plain arithmetic, square roots and StrictMath only, so that the bytes are the same everywhere.
 */
final class DigitPen {
  private static final int BOX = 20;
  private static final int SIDE = 28;

  /** Straight pieces of the curve between two points of the skeleton. */
  private static final int PIECES = 5;

  /** Nodes a side of the grid of random displacements, which bends the paper. */
  private static final int NODES = 4;

  /** Standard deviations: of the displacement, in heights, and of the pen's pressure (relative). */
  private static final double BEND = 0.05;

  private static final double PRESSURE = 0.14;

  /** Standard deviation of the rotation in radians. */
  private static final double ROTATION = 0.06;

  /** Pixels over which the edge of a stroke fades. */
  private static final double EDGE = 1.15;

  private final Draws draws;
  private final double[] bendX = new double[NODES * NODES];
  private final double[] bendY = new double[NODES * NODES];
  private final double[] pressure = new double[NODES * NODES];

  /** Curve pieces as x0, y0, r0, x1, y1, r1; heights first, pixels after framing. */
  private double[] pieces = new double[6 * 128];

  private int count;

  private DigitPen(Draws draws) {
    this.draws = draws;
  }

  /** Draws a digit as 28 x 28 values 0 to 255, background 0; the same draws, the same picture. */
  static byte[] draw(int digit, DigitGlyphs glyphs, Draws draws) {
    return new DigitPen(draws).draw(digit, glyphs.draw(digit, draws));
  }

  private byte[] draw(int digit, DigitGlyphs.Glyph glyph) {
    double slant = DigitGlyphs.slant(digit, draws);
    double width = DigitGlyphs.width(digit, draws);
    double radius = DigitGlyphs.pen(digit, draws) / 2;
    double angle = ROTATION * draws.bounded();
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    // p -> rotate(slant(scale(p))), y downwards: a positive slant leans to the right.
    double[] affine = {
      cos * width, -cos * slant - sin, sin * width, -sin * slant + cos,
    };
    for (int i = 0; i < NODES * NODES; i++) {
      bendX[i] = BEND * draws.bounded();
      bendY[i] = BEND * draws.bounded();
      pressure[i] = PRESSURE * draws.bounded();
    }
    for (double[] stroke : glyph.strokes()) {
      curve(warp(stroke, affine, radius));
    }
    frame(radius);
    return centre(ink());
  }

  /** Bends and transforms a stroke's points; gives x, y, radius for each. */
  private double[] warp(double[] stroke, double[] affine, double radius) {
    int n = stroke.length / 2;
    double[] points = new double[3 * n];
    for (int i = 0; i < n; i++) {
      double x = stroke[2 * i];
      double y = stroke[2 * i + 1];
      double bentX = x + at(bendX, x, y);
      double bentY = y + at(bendY, x, y);
      points[3 * i] = affine[0] * bentX + affine[1] * bentY;
      points[3 * i + 1] = affine[2] * bentX + affine[3] * bentY;
      points[3 * i + 2] = radius * (1 + at(pressure, x, y));
    }
    return points;
  }

  /** Bilinear interpolation in a grid that covers 0.6 x 1 heights. */
  private static double at(double[] grid, double x, double y) {
    double u = Math.min(Math.max(x / 0.6, 0), 1) * (NODES - 1);
    double v = Math.min(Math.max(y, 0), 1) * (NODES - 1);
    int i = Math.min((int) u, NODES - 2);
    int j = Math.min((int) v, NODES - 2);
    double a = u - i;
    double b = v - j;
    int k = j * NODES + i;
    return (1 - b) * ((1 - a) * grid[k] + a * grid[k + 1])
        + b * ((1 - a) * grid[k + NODES] + a * grid[k + NODES + 1]);
  }

  /** Adds the pieces of a Catmull-Rom curve (1974) through the points. */
  private void curve(double[] points) {
    int last = points.length / 3 - 1;
    for (int i = 0; i < last; i++) {
      int p = 3 * Math.max(i - 1, 0);
      int q = 3 * i;
      int r = 3 * (i + 1);
      int s = 3 * Math.min(i + 2, last);
      double x = points[q];
      double y = points[q + 1];
      double w = points[q + 2];
      for (int k = 1; k <= PIECES; k++) {
        double t = (double) k / PIECES;
        double nextX = spline(points[p], points[q], points[r], points[s], t);
        double nextY = spline(points[p + 1], points[q + 1], points[r + 1], points[s + 1], t);
        double nextW = points[q + 2] + t * (points[r + 2] - points[q + 2]);
        add(x, y, w, nextX, nextY, nextW);
        x = nextX;
        y = nextY;
        w = nextW;
      }
    }
  }

  private static double spline(double p, double q, double r, double s, double t) {
    double linear = 0.5 * (r - p);
    double square = p - 2.5 * q + 2 * r - 0.5 * s;
    double cube = 0.5 * (s - p) + 1.5 * (q - r);
    return q + t * (linear + t * (square + t * cube));
  }

  private void add(double... piece) {
    if (6 * (count + 1) > pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * pieces.length);
    }
    System.arraycopy(piece, 0, pieces, 6 * count, 6);
    count++;
  }

  /** Scales and moves the pieces so that the inked digit fills the box in its longer direction. */
  private void frame(double radius) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 6 * count; i += 3) {
      left = Math.min(left, pieces[i]);
      right = Math.max(right, pieces[i]);
      top = Math.min(top, pieces[i + 1]);
      bottom = Math.max(bottom, pieces[i + 1]);
    }
    double scale = (BOX - 2 * radius) / Math.max(right - left, bottom - top);
    double moveX = BOX / 2.0 - scale * (left + right) / 2;
    double moveY = BOX / 2.0 - scale * (top + bottom) / 2;
    for (int i = 0; i < 6 * count; i += 3) {
      pieces[i] = scale * pieces[i] + moveX;
      pieces[i + 1] = scale * pieces[i + 1] + moveY;
    }
  }

  /** The box's pixels, 0 to 255, by the signed distance from pixel centres to the nearest edge. */
  private int[] ink() {
    double[] distance = new double[BOX * BOX];
    Arrays.fill(distance, EDGE);
    for (int i = 0; i < 6 * count; i += 6) {
      stamp(distance, i);
    }
    int[] ink = new int[BOX * BOX];
    for (int i = 0; i < ink.length; i++) {
      double cover = Math.min(Math.max(0.5 - distance[i] / EDGE, 0), 1);
      ink[i] = (int) (255 * cover + 0.5);
    }
    return ink;
  }

  private void stamp(double[] distance, int i) {
    double x = pieces[i];
    double y = pieces[i + 1];
    double dx = pieces[i + 3] - x;
    double dy = pieces[i + 4] - y;
    double radius = (pieces[i + 2] + pieces[i + 5]) / 2;
    double reach = radius + EDGE / 2;
    double square = dx * dx + dy * dy;
    double inverse = square > 0 ? 1 / square : 0;
    int fromX = Math.max(0, (int) (Math.min(x, x + dx) - reach));
    int toX = Math.min(BOX - 1, (int) (Math.max(x, x + dx) + reach));
    int fromY = Math.max(0, (int) (Math.min(y, y + dy) - reach));
    int toY = Math.min(BOX - 1, (int) (Math.max(y, y + dy) + reach));
    for (int row = fromY; row <= toY; row++) {
      double py = row + 0.5 - y;
      for (int column = fromX; column <= toX; column++) {
        double px = column + 0.5 - x;
        double t = Math.min(Math.max((px * dx + py * dy) * inverse, 0), 1);
        double ex = px - t * dx;
        double ey = py - t * dy;
        double d = Math.sqrt(ex * ex + ey * ey) - radius;
        if (d < distance[row * BOX + column]) {
          distance[row * BOX + column] = d;
        }
      }
    }
  }

  /** Places the box in the picture, its centre of mass nearest to the middle. */
  private static byte[] centre(int[] ink) {
    long mass = 0;
    long massX = 0;
    long massY = 0;
    for (int i = 0; i < ink.length; i++) {
      mass += ink[i];
      massX += (long) ink[i] * (i % BOX);
      massY += (long) ink[i] * (i / BOX);
    }
    int column = place(massX, mass);
    int row = place(massY, mass);
    byte[] picture = new byte[SIDE * SIDE];
    for (int i = 0; i < ink.length; i++) {
      picture[(row + i / BOX) * SIDE + column + i % BOX] = (byte) ink[i];
    }
    return picture;
  }

  private static int place(long moment, long mass) {
    // MNIST's middle is the centre of pixel 14, counted from 0.
    double centre = (double) moment / mass;
    return Math.min(Math.max((int) (SIDE / 2.0 - centre + 0.5), 0), SIDE - BOX);
  }
}
