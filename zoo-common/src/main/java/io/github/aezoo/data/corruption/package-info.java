/** What damages an image for denoising, and the classical filters that repair it. */
package io.github.aezoo.data.corruption;
