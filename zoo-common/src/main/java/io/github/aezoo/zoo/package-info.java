/** The front door: catalogue, checkpoints, cards, and training into a folder. */
package io.github.aezoo.zoo;
