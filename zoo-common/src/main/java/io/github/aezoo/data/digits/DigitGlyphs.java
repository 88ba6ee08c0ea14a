package io.github.aezoo.data.digits;

import io.github.aezoo.data.Draws;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways in which people write digits, as skeletons: strokes of points that a smooth curve passes
 * through, upright, in a box about 60 wide and 100 high with y downwards. Strokes that begin where
 * another ends make a corner.
 */
final class DigitGlyphs {
  /** How the hand that writes one digit varies; slants and widths are fitted to MNIST's moments. */
  private static final double[][] HANDS = {
    // slant, its deviation, width, its deviation (log), pen width in pixels
    {0.20, 0.22, 1.25, 0.27, 2.75}, // 0
    {0.22, 0.24, 0.80, 0.25, 2.55}, // 1
    {0.05, 0.22, 1.30, 0.27, 2.60}, // 2
    {0.03, 0.22, 1.15, 0.25, 2.45}, // 3
    {0.20, 0.27, 1.20, 0.25, 2.35}, // 4
    {0.16, 0.26, 1.20, 0.27, 2.30}, // 5
    {-0.01, 0.22, 1.35, 0.26, 2.50}, // 6
    {-0.01, 0.24, 1.27, 0.24, 2.50}, // 7
    {0.08, 0.23, 1.10, 0.24, 2.35}, // 8
    {0.11, 0.22, 1.10, 0.24, 2.30}, // 9
  };

  /** Share of the digit's images, then its strokes, separated by a bar. */
  private static final String[][] SKELETONS = {
    {
      "4; 32,2 14,12 3,38 5,74 22,98 44,90 57,58 54,22 38,3 28,2",
      "3; 40,5 20,6 5,34 3,70 20,97 42,92 57,60 54,22 36,4 24,10",
      "2; 46,10 28,2 8,22 2,56 12,88 30,98 50,86 58,52 52,20 36,8",
      "1; 22,6 8,24 2,56 12,90 32,98 52,82 58,48 50,16 34,2 18,10",
    },
    {
      "8; 30,0 30,33 30,66 30,100",
      "3; 33,0 31,30 30,62 26,100",
      "3; 27,0 30,36 31,68 30,100",
      "1; 12,24 22,14 32,0 | 32,0 31,50 30,100",
      "1; 14,20 24,12 32,0 | 32,0 31,50 30,98 | 8,98 30,97 54,97",
    },
    {
      "4; 6,22 14,7 32,1 50,10 52,28 40,52 22,76 4,97 | 4,97 25,94 45,96 60,93",
      "4; 8,20 20,4 38,2 50,16 46,42 32,70 14,94 2,90 6,78 20,78 38,92 60,92",
      "2; 4,12 20,3 40,4 50,16 40,40 20,72 4,96 | 4,96 30,94 60,95",
      "2; 12,16 24,3 42,6 48,24 40,50 22,80 6,96 6,82 22,82 40,97 58,98",
    },
    {
      "4; 8,12 24,2 44,6 46,24 36,40 20,46 | 20,46 42,48 55,64 50,86 28,98 4,92",
      "2; 6,6 26,3 50,4 | 50,4 36,22 24,40 | 24,40 46,46 54,68 40,92 20,98 2,90",
      "3; 6,14 22,2 44,8 42,30 24,44 18,48 28,47 48,56 54,76 38,96 14,97 2,86",
    },
    {
      "4; 10,2 5,28 4,50 | 4,50 28,52 56,46 | 50,4 47,40 44,100",
      "4; 8,4 4,30 10,50 30,52 50,42 | 50,2 46,50 42,100",
      "2; 40,2 20,26 2,56 | 2,56 30,58 60,56 | 40,2 40,50 39,100",
      "2; 14,2 8,24 2,44 12,54 34,50 56,44 | 46,18 42,56 36,100",
    },
    {
      "4; 56,4 36,4 16,6 | 16,6 12,24 10,42 | 10,42 28,36 48,46 52,68 40,92 20,98 2,90",
      "3; 60,2 40,5 22,8 12,24 14,38 34,46 46,60 42,82 24,97 2,92",
      "2; 18,4 14,24 12,42 | 12,42 30,38 48,50 50,74 34,96 4,94 | 18,4 38,5 60,2",
    },
    {
      "4; 44,2 26,18 10,44 4,70 14,94 34,98 48,84 46,66 30,58 14,66 8,82",
      "3; 26,0 13,30 5,62 10,90 30,98 50,86 48,66 30,60 10,74",
      "3; 40,0 22,22 10,50 7,78 18,97 36,94 45,78 36,64 20,70 12,84",
    },
    {
      "5; 4,8 26,6 54,5 | 54,5 44,30 32,62 24,100",
      "2; 6,22 7,8 | 7,8 28,6 54,6 | 54,6 46,32 36,64 30,100",
      "2; 4,8 26,6 54,5 | 54,5 44,30 32,62 24,100 | 16,52 34,50 54,48",
      "3; 4,12 30,4 50,8 50,26 38,60 30,100",
    },
    {
      "4; 48,12 30,1 12,12 14,30 32,46 48,66 44,90 26,99 8,88 8,66 28,46 46,28 48,12",
      "3; 56,8 32,2 14,16 22,36 40,56 44,80 28,98 10,86 14,62 34,40 52,22 58,8",
      "2; 30,46 12,34 12,12 30,1 48,12 48,32 30,46 10,62 8,86 30,99 52,86 50,62 30,46",
    },
    {
      "4; 48,10 28,2 8,16 6,38 22,50 40,40 50,14 | 50,12 46,52 40,100",
      "3; 50,16 34,2 12,10 4,32 18,46 38,38 50,12 | 50,12 49,50 48,100",
      "2; 46,12 26,2 8,18 10,38 28,44 44,30 48,10 49,40 44,78 26,98 8,92",
    },
  };

  private final List<List<Glyph>> digits = new ArrayList<>();

  DigitGlyphs() {
    for (String[] variants : SKELETONS) {
      List<Glyph> glyphs = new ArrayList<>();
      for (String variant : variants) {
        glyphs.add(Glyph.parse(variant));
      }
      digits.add(glyphs);
    }
  }

  /** One way to write the digit, drawn by the shares of the ways. */
  Glyph draw(int digit, Draws draws) {
    List<Glyph> glyphs = digits.get(digit);
    int shares = 0;
    for (Glyph glyph : glyphs) {
      shares += glyph.share();
    }
    int left = draws.below(shares);
    for (Glyph glyph : glyphs) {
      left -= glyph.share();
      if (left < 0) {
        return glyph;
      }
    }
    throw new IllegalStateException("shares add up");
  }

  static double slant(int digit, Draws draws) {
    return HANDS[digit][0] + HANDS[digit][1] * draws.bounded();
  }

  static double width(int digit, Draws draws) {
    return HANDS[digit][2] * StrictMath.exp(HANDS[digit][3] * draws.bounded());
  }

  static double pen(int digit, Draws draws) {
    return HANDS[digit][4] * StrictMath.exp(0.25 * draws.bounded());
  }

  /** One way to write a digit: strokes as x, y, x, y, ... in units of the digit's height. */
  record Glyph(int share, List<double[]> strokes) {
    static Glyph parse(String text) {
      int semicolon = text.indexOf(';');
      List<double[]> strokes = new ArrayList<>();
      for (String stroke : text.substring(semicolon + 1).split("\\|", -1)) {
        String[] numbers = stroke.trim().split("[ ,]", -1);
        double[] points = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
          points[i] = Integer.parseInt(numbers[i]) / 100.0;
        }
        strokes.add(points);
      }
      return new Glyph(Integer.parseInt(text.substring(0, semicolon)), List.copyOf(strokes));
    }
  }
}
