/** What a reader of other programs' files gives, and how far the result is from the original. */
package io.github.aezoo.zoo.imports;
