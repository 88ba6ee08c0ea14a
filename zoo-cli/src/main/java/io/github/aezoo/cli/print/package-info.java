/** What people read: tables, results and progress. */
package io.github.aezoo.cli.print;
