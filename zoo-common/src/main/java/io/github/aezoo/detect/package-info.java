/** Detectors of anomalies: scores, thresholds, what they are tested by. */
package io.github.aezoo.detect;
