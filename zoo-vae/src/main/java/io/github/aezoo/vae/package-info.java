/** Variational autoencoders: a code is a sample of a distribution that is kept near N(0, I). */
package io.github.aezoo.vae;
