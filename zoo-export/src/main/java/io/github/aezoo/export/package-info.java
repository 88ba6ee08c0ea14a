/** The way out: trained models as files that other runtimes and other programs read. */
package io.github.aezoo.export;
