package io.github.aezoo.eval.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.eval.codes.Neighbours.Neighbour;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static float[][] random(int n, int size, double centre, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[n][size];
    for (float[] row : rows) {
      for (int j = 0; j < size; j++) {
        row[j] = (float) (centre + random.nextGaussian());
      }
    }
    return rows;
  }

  private static double distance(float[] a, float[] b) {
    return Math.sqrt(
        IntStream.range(0, a.length).mapToDouble(j -> Math.pow((double) a[j] - b[j], 2)).sum());
  }

  @Test
  void theyAreThoseThatComparingEveryPairFinds() {
    for (double centre : new double[] {0, 1000}) {
      float[][] rows = random(300, 7, centre, 1);
      float[][] queries = random(700, 7, centre, 2);
      List<List<Neighbour>> found = new Neighbours(rows).of(queries, 6);
      for (int q = 0; q < queries.length; q++) {
        float[] query = queries[q];
        int[] wanted =
            IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distance(rows[i], query)))
                .mapToInt(i -> i)
                .limit(6)
                .toArray();
        assertThat(found.get(q).stream().mapToInt(Neighbour::index)).containsExactly(box(wanted));
        assertThat(found.get(q).get(0).distance())
            .isCloseTo(distance(rows[wanted[0]], query), within(1e-9));
      }
    }
  }

  private static Integer[] box(int[] values) {
    return IntStream.of(values).boxed().toArray(Integer[]::new);
  }

  @Test
  void thereAreNoMoreThanRowsAndEquallyFarOnesComeByIndex() {
    float[][] rows = {{1}, {-1}, {3}};
    assertThat(new Neighbours(rows).of(new float[][] {{0}}, 9).get(0))
        .containsExactly(new Neighbour(0, 1), new Neighbour(1, 1), new Neighbour(2, 3));
  }

  @Test
  void mostVotesWinAndTheNearestOfEquals() {
    float[][] rows = {{1}, {2}, {3}, {4}, {5}};
    int[] labels = {7, 8, 8, 7, 9};
    Neighbours neighbours = new Neighbours(rows);
    assertThat(neighbours.vote(new float[][] {{0}}, 3, labels)).containsExactly(8);
    assertThat(neighbours.vote(new float[][] {{0}}, 4, labels)).containsExactly(7);
    assertThat(neighbours.vote(new float[][] {{9}}, 1, labels)).containsExactly(9);
  }
}
