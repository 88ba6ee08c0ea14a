/** What stands beside a model: PCA, the mean image, the untrained network, an isolation forest. */
package io.github.aezoo.eval.baseline;
