package io.github.aezoo.conv;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.aezoo.model.Architecture;

/**
 * The networks of the convolutional family. In JSON the key {@code type} tells which: {@code
 * strided} or {@code pooled}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StridedConvArchitecture.class, name = "strided"),
  @JsonSubTypes.Type(value = PooledConvArchitecture.class, name = "pooled")
})
public sealed interface ConvArchitecture extends Architecture
    permits StridedConvArchitecture, PooledConvArchitecture {}
