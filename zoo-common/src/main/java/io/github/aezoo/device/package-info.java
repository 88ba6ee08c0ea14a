/** What computes: GPUs, whether this build's binaries run on them, and the choice of a backend. */
package io.github.aezoo.device;
