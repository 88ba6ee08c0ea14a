/** How networks are computed on a CPU: their layers as steps over the rows of a batch. */
package io.github.aezoo.plan;
