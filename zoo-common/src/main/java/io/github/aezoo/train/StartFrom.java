package io.github.aezoo.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.aezoo.io.ZooException;

/**
 * The trained model that a fine-tuning run starts from.
 *
 * @param model a catalogue id, or a checkpoint folder
 * @param sha256 of the model's weights file, checked when the run begins; null when any will do
 * @param freeze the part whose weights stay as they are; none when left out. Running statistics of
 *     normalisations follow the new data all the same (Li et al. 2016, <a
 *     href="https://arxiv.org/abs/1603.04779">arXiv:1603.04779</a>)
 * @param keptRate what the learning rate is multiplied by for weights that were taken over, in (0,
 *     1]; 1 when left out. Those that begin anew learn at the full rate (discriminative
 *     fine-tuning: Howard and Ruder 2018, <a
 *     href="https://arxiv.org/abs/1801.06146">arXiv:1801.06146</a>)
 */
public record StartFrom(String model, String sha256, Part freeze, Double keptRate) {
  /** A part of an autoencoder. */
  public enum Part {
    /** Neither part. */
    @JsonProperty("none")
    NONE,
    /** From images to codes. */
    @JsonProperty("encoder")
    ENCODER,
    /** From codes to images. */
    @JsonProperty("decoder")
    DECODER
  }

  /** Fills in what was left out and checks ranges. */
  public StartFrom {
    if (model == null || model.isBlank()) {
      throw new ZooException("key 'model': a catalogue id or a checkpoint folder expected");
    }
    freeze = freeze == null ? Part.NONE : freeze;
    keptRate = keptRate == null ? 1.0 : keptRate;
    Recipe.require(keptRate > 0 && keptRate <= 1, "keptRate", "in (0, 1]", keptRate);
  }
}
