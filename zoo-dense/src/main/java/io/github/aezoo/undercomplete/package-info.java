/** Undercomplete autoencoders: dense layers that narrow to a code smaller than the image. */
package io.github.aezoo.undercomplete;
