package io.github.aezoo.zoo;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.detect.Threshold;
import io.github.aezoo.device.Environment;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Families;
import io.github.aezoo.train.DetectorSettings;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Transfer;
import io.github.aezoo.zoo.files.FileStamp;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The record of a trained model: architecture, input, training, metrics and baselines. The program
 * writes it.
 *
 * @param format version of this file's layout
 * @param id {@code <family>-<variant>.<dataset>.v<n>}; until it is published the recipe's name for
 *     the data that it was trained on
 * @param family which family rebuilds the network
 * @param architecture the family's hyper-parameters
 * @param input the input contract
 * @param latentSize values of a code
 * @param parameters learned numbers
 * @param recipe what trained it; of an imported model what would train it further
 * @param data what it was trained on
 * @param training how the run went; null of an imported model, of which nobody here knows
 * @param results numbers on held-out data, each beside its baselines
 * @param environment where all of this was measured
 * @param licence of the weights; {@link #NOT_STATED} until somebody states one
 * @param limits what the model is not for
 * @param weights the weights' file
 * @param reference a few inputs and the outputs that they must give
 * @param twin the card of its twin (see {@link Recipe#twin}); null without one
 * @param transfer which weights came from the model that the run started from; null when it began
 *     from scratch
 * @param origin the file of another program that the model was imported from; null when it was
 *     trained here
 * @param detection what makes it a detector of anomalies; null when it is none
 */
public record ModelCard(
    int format,
    String id,
    String family,
    JsonNode architecture,
    Input input,
    int latentSize,
    long parameters,
    Recipe recipe,
    Data data,
    Training training,
    List<Result> results,
    Environment environment,
    String licence,
    String limits,
    FileStamp weights,
    FileStamp reference,
    FileStamp twin,
    Transfer transfer,
    Origin origin,
    Threshold detection) {
  /** The layout that this version writes and reads. */
  public static final int FORMAT = 1;

  /** In place of a licence until one is stated, which a published model needs. */
  public static final String NOT_STATED = "not stated";

  /** Checks that this version can read the card. */
  public ModelCard {
    if (format != FORMAT) {
      throw new ZooException(
          "a card of format %d expected; got %d: use a version of the zoo that knows it"
              .formatted(FORMAT, format));
    }
    present(id, "id");
    present(family, "family");
    present(architecture, "architecture");
    present(input, "input");
    present(recipe, "recipe");
    present(data, "data");
    present(results, "results");
    if (origin == null) {
      present(training, "training");
    }
    present(environment, "environment");
    present(licence, "licence");
    present(weights, "weights");
    present(reference, "reference");
    results = List.copyOf(results);
  }

  private static void present(Object value, String key) {
    if (value == null) {
      throw new ZooException("key '" + key + "' is missing");
    }
  }

  /**
   * The file that a model was imported from.
   *
   * @param file its name, without folders
   * @param format of the file
   * @param bytes its size
   * @param sha256 64 hexadecimal digits
   */
  public record Origin(String file, String format, long bytes, String sha256) {
    /** Checks that all is there. */
    public Origin {
      present(file, "file");
      present(format, "format");
      present(sha256, "sha256");
    }
  }

  /**
   * What a model takes.
   *
   * @param shape {@code [C, H, W]}
   * @param low the lowest pixel value
   * @param high the highest pixel value
   * @param table how rows of a table become values, which may leave the range; null for images
   */
  public record Input(List<Integer> shape, double low, double high, TablePreparation table) {
    /** Copies the shape. */
    public Input {
      present(shape, "shape");
      shape = List.copyOf(shape);
      if (shape.size() != 3) {
        throw new ZooException("key 'shape': [C, H, W] expected; got " + shape);
      }
      if (table != null && !shape.equals(List.of(1, 1, table.width()))) {
        throw new ZooException(
            "keys 'shape' and 'table' contradict each other: %s and %d values"
                .formatted(shape, table.width()));
      }
    }

    /** Images with pixels in [0, 1]. */
    static Input of(Shape shape) {
      return new Input(sizes(shape), 0, 1, null);
    }

    /** What a model takes that learned this: standardised rows have the range that they have. */
    static Input of(Dataset data) {
      TablePreparation table = data.preparation().orElse(null);
      if (table == null || table.scaling() != TableColumn.Scaling.STANDARD) {
        return new Input(sizes(data.shape()), 0, 1, table);
      }
      DoubleSummaryStatistics values = new DoubleSummaryStatistics();
      for (int i = 0; i < data.size(Split.TRAIN); i++) {
        for (float value : data.image(Split.TRAIN, i)) {
          values.accept(value);
        }
      }
      return new Input(sizes(data.shape()), values.getMin(), values.getMax(), table);
    }

    private static List<Integer> sizes(Shape shape) {
      return Arrays.stream(shape.toArray()).boxed().toList();
    }

    /** The shape as a record. */
    public Shape imageShape() {
      return new Shape(shape.get(0), shape.get(1), shape.get(2));
    }
  }

  /**
   * What a model was trained on.
   *
   * @param name of the data set
   * @param sha256 of the unpacked files by split, where they are known
   * @param train images that it learned from
   * @param validation images that chose the epoch
   */
  public record Data(String name, Map<String, String> sha256, int train, int validation) {
    /** Checks that all is there. */
    public Data {
      present(name, "name");
      present(sha256, "sha256");
    }
  }

  /**
   * How a run went.
   *
   * @param epochs done
   * @param bestEpoch whose weights were kept
   * @param validationLoss a pixel, on the validation split, of the best epoch
   * @param minutes of wall-clock time
   * @param samplesPerSecond images trained on a second
   * @param threads workers
   * @param validationCurve the validation loss a pixel after each epoch
   */
  public record Training(
      int epochs,
      int bestEpoch,
      double validationLoss,
      double minutes,
      double samplesPerSecond,
      int threads,
      List<Double> validationCurve) {
    /** Takes a copy. */
    public Training {
      present(validationCurve, "validationCurve");
      validationCurve = List.copyOf(validationCurve);
    }
  }

  /**
   * Numbers on a split that the model never saw.
   *
   * @param evaluation of the model
   * @param baselines metric values by what stands beside: {@code pca}, {@code pcaClipped}, {@code
   *     meanImage}, {@code untrained}; of damaged inputs also {@code corrupted} and the best
   *     classical filter; {@code twin}, {@code before} and {@code fromScratch} where a run has them
   * @param measurements what the family measures besides, by row: {@code model}, {@code twin} and
   *     those that a measurement puts beside; empty when it measures nothing
   */
  public record Result(
      Evaluation evaluation,
      Map<String, Map<String, Double>> baselines,
      Map<String, Map<String, Double>> measurements) {
    /** Checks that all is there. */
    public Result {
      present(evaluation, "evaluation");
      present(baselines, "baselines");
      measurements = measurements == null ? Map.of() : measurements;
    }
  }

  /** The architecture rebuilt by its family: plain numbers, no class name comes from the card. */
  public Architecture rebuild() {
    Architecture built =
        Json.convert(
            architecture, Families.byId(family).architecture(), "card of " + id + ", architecture");
    if (!built.input().equals(input.imageShape()) || built.latentSize() != latentSize) {
      throw new ZooException(
          "the card of %s contradicts itself: architecture %s with %d codes, contract %s with %d"
              .formatted(id, built.input(), built.latentSize(), input.imageShape(), latentSize));
    }
    return built;
  }

  /** The detector's score of anomalies; empty when it is none, for the family's usual one. */
  public Optional<String> score() {
    return Optional.ofNullable(detection).map(Threshold::score);
  }

  /** The arrays that a model of images takes, in words. */
  public String images() {
    return "[N, C, H, W] with [C, H, W] = %s, pixels in [%s, %s]%s"
        .formatted(
            input.shape(),
            input.low(),
            input.high(),
            recipe.data().imageScaling().map(", "::concat).orElse(""));
  }

  /** The classes that are anomalies: the detector's; none of other images. */
  public List<String> anomalies() {
    if (detection != null) {
      return detection.anomalies();
    }
    return input.table() == null ? List.of() : List.of(DetectorSettings.ANOMALY);
  }

  /** The same card as a catalogue holds it. */
  ModelCard published(String newId, String newLicence) {
    return new ModelCard(
        format,
        newId,
        family,
        architecture,
        input,
        latentSize,
        parameters,
        recipe,
        data,
        training,
        results,
        environment,
        newLicence,
        limits,
        weights,
        reference,
        twin,
        transfer,
        origin,
        detection);
  }

  /** What each number means that the model's family measured, in the order of reports. */
  public Map<String, String> meanings(List<Result> results) {
    Map<String, String> meanings = new LinkedHashMap<>();
    Families.byId(family()).measurements().forEach(m -> meanings.putAll(m.meanings()));
    Set<String> measured = new HashSet<>();
    for (Result result : results) {
      result.measurements().values().forEach(values -> measured.addAll(values.keySet()));
    }
    meanings.keySet().retainAll(measured);
    return meanings;
  }
}
