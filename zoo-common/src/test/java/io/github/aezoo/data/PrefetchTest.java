package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PrefetchTest {
  @Test
  void thingsComeInOrderAndOnce() {
    List<Integer> came = new ArrayList<>();
    try (Prefetch<Integer> squares = new Prefetch<>(i -> i * i, 3, 200, 2)) {
      squares.forEachRemaining(came::add);
      assertThat(squares.hasNext()).isFalse();
      assertThatThrownBy(squares::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(came).isEqualTo(IntStream.range(3, 200).map(i -> i * i).boxed().toList());
  }

  @Test
  void nothingToMakeIsNothing() {
    try (Prefetch<Integer> none = new Prefetch<>(i -> i, 5, 5, 1)) {
      assertThat(none.hasNext()).isFalse();
    }
  }

  @Test
  void aFailureReachesTheConsumerAtItsPlace() {
    IllegalStateException failure = new IllegalStateException("third");
    try (Prefetch<Integer> numbers =
        new Prefetch<>(
            i -> {
              if (i == 2) {
                throw failure;
              }
              return i;
            },
            0,
            5,
            4)) {
      assertThat(numbers.next()).isZero();
      assertThat(numbers.next()).isEqualTo(1);
      assertThat(catchThrowable(numbers::next)).isSameAs(failure);
      assertThat(numbers.hasNext()).isFalse();
    }
  }

  @Test
  void anErrorReachesTheConsumerToo() {
    try (Prefetch<Integer> numbers =
        new Prefetch<>(
            i -> {
              throw new OutOfMemoryError("made up");
            },
            0,
            5,
            1)) {
      assertThatThrownBy(numbers::next).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void noMoreIsMadeThanMayWait() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch four = new CountDownLatch(4);
    try (Prefetch<Integer> numbers =
        new Prefetch<>(
            i -> {
              four.countDown();
              return made.incrementAndGet();
            },
            0,
            100,
            3)) {
      assertThat(four.await(10, TimeUnit.SECONDS)).isTrue();
      // Three wait and one is in the hands of the maker; a fifth would come without the bound.
      Thread.sleep(50);
      assertThat(made).hasValue(4);
      assertThat(numbers.next()).isEqualTo(1);
    }
  }

  @Test
  void closingStopsTheMaker() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    Prefetch<Integer> numbers = new Prefetch<>(i -> made.incrementAndGet(), 0, 1_000_000, 1);
    numbers.next();
    numbers.close();
    numbers.close();
    assertThatThrownBy(numbers::next).isInstanceOf(NoSuchElementException.class);
    for (int i = 0; i < 100 && numbers.isMaking(); i++) {
      Thread.sleep(20);
    }
    assertThat(numbers.isMaking()).isFalse();
    assertThat(made.get()).isLessThan(10);
  }

  @Test
  void anInterruptedConsumerStopsWaiting() {
    CountDownLatch never = new CountDownLatch(1);
    try (Prefetch<Integer> numbers =
        new Prefetch<>(
            i -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return i;
            },
            0,
            5,
            1)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(numbers::next).isInstanceOf(IllegalStateException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
