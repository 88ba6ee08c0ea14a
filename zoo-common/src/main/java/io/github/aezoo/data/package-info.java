/**
 * Data sets, their splits, shapes and views: samples in memory, and what a row of a table means.
 */
package io.github.aezoo.data;
