/** The zoo beside libtorch and ONNX Runtime on the same machine, in one process. */
package io.github.aezoo.bench;
