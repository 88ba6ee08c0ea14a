/** Readers of images: files, folders of them, and IDX. */
package io.github.aezoo.data.image;
