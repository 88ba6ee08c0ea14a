/** Denoising autoencoders: damaged images in, clean images out. */
package io.github.aezoo.denoise;
