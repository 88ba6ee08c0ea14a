/** What codes hold: probes, neighbours, clusters, maps, sparsity. */
package io.github.aezoo.eval.codes;
