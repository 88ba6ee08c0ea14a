/** ONNX files, parsed by protobuf; their graphs must be a chain of layers. */
package io.github.aezoo.sequential.onnx;
