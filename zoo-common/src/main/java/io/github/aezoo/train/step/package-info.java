/** The steps of a training run: how batches are read, gradients computed and parameters updated. */
package io.github.aezoo.train.step;
