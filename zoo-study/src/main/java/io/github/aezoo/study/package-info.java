/** Comparisons of many runs: published protocols, curves of fine-tuning. */
package io.github.aezoo.study;
