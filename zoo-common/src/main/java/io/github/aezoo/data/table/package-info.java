/** Readers of tables: CSV files and how their rows are split. */
package io.github.aezoo.data.table;
