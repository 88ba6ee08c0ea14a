package io.github.aezoo.train;

import org.nd4j.linalg.schedule.ISchedule;

/** A schedule of a recipe as DL4J asks for it: the learning rate at an iteration. */
final class ScheduledRate implements ISchedule {
  private static final long serialVersionUID = 1L;

  private final transient Schedule schedule;
  private final double peak;
  private final long total;
  private final int stepsPerEpoch;

  ScheduledRate(Schedule schedule, double peak, long total, int stepsPerEpoch) {
    this.schedule = schedule;
    this.peak = peak;
    this.total = total;
    this.stepsPerEpoch = stepsPerEpoch;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return peak * schedule.factor(iteration, total, stepsPerEpoch);
  }

  @Override
  public ISchedule clone() {
    return new ScheduledRate(schedule, peak, total, stepsPerEpoch);
  }
}
