/** Files, checksums and the weight format: nothing here knows of images or networks. */
package io.github.aezoo.io;
