/** Images in [0, 1], their splits, corruptions and readers. */
package io.github.aezoo.data;
