/** From words and paths to data: known data sets, folders, IDX files, tables. */
package io.github.aezoo.data.source;
