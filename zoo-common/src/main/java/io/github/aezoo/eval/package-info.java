/** Metrics, baselines, evaluation and reports. */
package io.github.aezoo.eval;
