/** Self-contained pages: pictures, tables, charts. */
package io.github.aezoo.report;
