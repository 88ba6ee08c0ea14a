/** Files by their SHA-256, in a jar, a folder, a store or on a server. */
package io.github.aezoo.zoo.files;
