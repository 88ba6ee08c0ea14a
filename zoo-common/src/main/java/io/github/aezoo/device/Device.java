package io.github.aezoo.device;

/** What the user wants to compute on. */
public enum Device {
  /** The GPU where one can be used, otherwise the CPU with a warning. */
  AUTO,
  /** The CPU. */
  CPU,
  /** The GPU, or a failure that says why not. */
  GPU
}
