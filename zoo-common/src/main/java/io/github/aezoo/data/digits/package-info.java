/** Synthetic digits, drawn by code: data that needs no file. */
package io.github.aezoo.data.digits;
