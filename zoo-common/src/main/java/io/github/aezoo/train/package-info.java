/** Recipes and the trainer that runs them; knows no files. */
package io.github.aezoo.train;
