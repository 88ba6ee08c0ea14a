package io.github.aezoo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces of work are each done once, and stages come one after the other. */
class TeamTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyPieceIsDoneOnce(int threads) {
    try (Team team = new Team(threads)) {
      for (int round = 0; round < 2000; round++) {
        int count = round % 7;
        AtomicIntegerArray done = new AtomicIntegerArray(7);
        team.run(count, done::incrementAndGet);
        for (int i = 0; i < 7; i++) {
          assertThat(done.get(i)).isEqualTo(i < count ? 1 : 0);
        }
      }
    }
  }

  @Test
  void helpersThatSleepAreWoken() throws InterruptedException {
    try (Team team = new Team(3)) {
      for (int round = 0; round < 5; round++) {
        Thread.sleep(20);
        ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();
        team.run(
            3,
            i -> {
              names.add(Thread.currentThread().getName());
              // Longer than waking a thread takes.
              java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            });
        assertThat(names).hasSize(3).contains("zoo-worker");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aFailureComesToTheCallerAndTheTeamGoesOn(int threads) {
    try (Team team = new Team(threads)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      5,
                      i -> {
                        if (i == 3) {
                          throw new IllegalStateException("piece 3");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("piece 3");
      AtomicIntegerArray done = new AtomicIntegerArray(4);
      team.run(4, done::incrementAndGet);
      assertThat(done).hasToString("[1, 1, 1, 1]");
    }
  }

  @Test
  void aProgramKeepsItsOrder() {
    List<Tile> tiles = Tile.parts(10, 3);
    Program program = new Program(tiles);
    int[] rows = new int[10];
    int[] sum = new int[1];
    int[] later = new int[10];
    int[] parts = new int[4];
    program.atEnd(2, part -> parts[part] = later[9]);
    program.rows(tile -> Arrays.fill(rows, tile.from(), tile.to(), 1));
    program.rows(
        tile -> {
          for (int row = tile.from(); row < tile.to(); row++) {
            rows[row] *= 2;
          }
        });
    program.whole(() -> sum[0] = Arrays.stream(rows).sum());
    program.rows(tile -> Arrays.fill(later, tile.from(), tile.to(), sum[0]));
    program.atEnd(2, part -> parts[2 + part] = 7);
    try (Team team = new Team(3)) {
      program.closed().run(team);
    }
    assertThat(sum[0]).isEqualTo(20);
    assertThat(later).containsOnly(20);
    assertThat(parts).containsExactly(20, 20, 7, 7);
  }

  @Test
  void tilesCoverABatchInItsOrder() {
    for (int n : new int[] {1, 5, 128, 129, 1000}) {
      List<Tile> tiles = Tile.cut(n, 128);
      assertThat(tiles).hasSize((n + 127) / 128);
      int next = 0;
      for (Tile tile : tiles) {
        assertThat(tile.from()).isEqualTo(next);
        assertThat(tile.size()).isBetween(1, 128);
        assertThat(tile.index()).isEqualTo(tiles.indexOf(tile));
        next = tile.to();
      }
      assertThat(next).isEqualTo(n);
    }
  }
}
