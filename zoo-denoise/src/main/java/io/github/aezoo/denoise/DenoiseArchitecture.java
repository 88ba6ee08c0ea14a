package io.github.aezoo.denoise;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.aezoo.model.Architecture;

/**
 * The networks of the denoising family. In JSON the key {@code type} tells which: {@code dense},
 * {@code conv}, {@code residual} or {@code correction}.
 *
 * <p>A network does not damage anything itself: a recipe's {@code corruption} does, on the input
 * side only, anew for every image and epoch.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DenseDenoiseArchitecture.class, name = "dense"),
  @JsonSubTypes.Type(value = ConvDenoiseArchitecture.class, name = "conv"),
  @JsonSubTypes.Type(value = ResidualDenoiseArchitecture.class, name = "residual"),
  @JsonSubTypes.Type(value = CorrectionDenoiseArchitecture.class, name = "correction")
})
public sealed interface DenoiseArchitecture extends Architecture
    permits DenseDenoiseArchitecture,
        ConvDenoiseArchitecture,
        ResidualDenoiseArchitecture,
        CorrectionDenoiseArchitecture {}
