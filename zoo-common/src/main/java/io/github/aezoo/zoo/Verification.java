package io.github.aezoo.zoo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.device.Devices;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Recomputes the reference reconstructions of a model and, if its data is found, every number on
 * its card.
 *
 * @param id the model
 * @param ok whether every check held
 * @param checks in the order of the card
 */
public record Verification(String id, boolean ok, List<Check> checks) {
  /** Another processor or BLAS rounds differently; more is another model. */
  private static final double REFERENCE_TOLERANCE = 1e-4;

  /** Absolute: a GPU sums in another order than the CPU that the card was measured on. */
  private static final double GPU_TOLERANCE = 1e-3;

  private static double referenceTolerance() {
    return Devices.onGpu() ? GPU_TOLERANCE : REFERENCE_TOLERANCE;
  }

  /**
   * What a check compares: the catalogue's entry, the curve of training, a count, reference
   * outputs, the data's SHA-256, a measured number, or that one is not missing.
   */
  public enum Kind {
    CATALOGUE,
    TRAINING,
    PARAMETERS,
    REFERENCE_CODES,
    REFERENCE_RECONSTRUCTIONS,
    DATA,
    NUMBER,
    MISSING
  }

  /**
   * One comparison.
   *
   * @param kind of what was compared
   * @param name what was compared
   * @param expected from the card
   * @param got recomputed here
   * @param tolerance the largest difference that is accepted
   * @param ok whether the difference is within
   */
  public record Check(
      @JsonIgnore Kind kind,
      String name,
      double expected,
      double got,
      double tolerance,
      boolean ok) {
    static Check of(Kind kind, String name, double expected, double got, double tolerance) {
      // Written so that NaN fails.
      boolean ok = Math.abs(expected - got) <= tolerance;
      return new Check(kind, name, expected, got, tolerance, ok);
    }
  }

  /**
   * Verifies a model.
   *
   * @param data opens the data of a card; empty when it is not on this machine
   */
  public static Verification of(
      Checkpoint checkpoint, Function<String, Optional<Dataset>> data, Assessment assessment) {
    return of(checkpoint, data, Catalogue.shipped()::findModel, assessment);
  }

  /**
   * Verifies a model that was fine-tuned from one of another catalogue.
   *
   * @param models finds the model that it was fine-tuned from; without it the numbers of that one
   *     are left out
   */
  public static Verification of(
      Checkpoint checkpoint,
      Function<String, Optional<Dataset>> data,
      Function<String, Optional<Checkpoint>> models,
      Assessment assessment) {
    ModelCard card = checkpoint.card();
    List<Check> checks = new ArrayList<>(CardChecks.training(card));
    try (Autoencoder model = checkpoint.load();
        Companions companions = Companions.of(checkpoint, models)) {
      checks.addAll(references("", checkpoint, model));
      companions
          .twin()
          .ifPresent(t -> checks.addAll(references("twin's ", checkpoint.twin().orElseThrow(), t)));
      for (ModelCard.Result result : card.results()) {
        dataOf(card, result, data)
            .ifPresent(d -> checks.addAll(numbers(card, result, d, model, companions, assessment)));
      }
      if (card.detection() != null) {
        data.apply(card.recipe().data().toString())
            .map(card.recipe()::asUsed)
            .ifPresent(d -> checks.addAll(CardChecks.detection(card, model, d)));
      }
    }
    return new Verification(card.id(), checks.stream().allMatch(Check::ok), List.copyOf(checks));
  }

  private static Optional<Path> folder(String pattern) {
    return Optional.ofNullable(pattern).flatMap(SafeFiles::path).filter(Files::isDirectory);
  }

  private static List<Checkpoint> matching(String pattern, Catalogue catalogue) {
    Optional<Path> folder = folder(pattern);
    if (folder.isPresent()) {
      return List.of(Checkpoint.open(folder.get()));
    }
    List<Catalogue.Entry> found = catalogue.matching(pattern);
    if (found.isEmpty()) {
      throw new ZooException("no model matches '" + pattern + "'; 'zoo list' prints all");
    }
    return found.stream().map(entry -> catalogue.checkpoint(entry.id())).toList();
  }

  /**
   * Verifies all models that match, one after the other; baselines of one data set are fitted once,
   * and data is opened once.
   */
  static List<Verification> all(String pattern, Consumer<Verification> each, ZooOptions options) {
    List<Checkpoint> models = matching(pattern, options.catalogue());
    Assessment assessment = options.withoutProgress().assessment();
    ModelData data = new ModelData(options.dataRoots());
    Map<Opened, Optional<Dataset>> opened = new HashMap<>();
    List<Verification> all = new ArrayList<>();
    for (Checkpoint model : models) {
      ModelCard.Input input = model.card().input();
      Verification verification =
          of(
                  model,
                  name ->
                      opened.computeIfAbsent(
                          new Opened(name, input), o -> data.found(DataSpec.stored(name), input)),
                  options.catalogue()::findModel,
                  assessment)
              .in(
                  folder(pattern).isPresent() ? Optional.empty() : Optional.of(options.catalogue()),
                  model.card());
      all.add(verification);
      each.accept(verification);
      options.progress().at(all.size(), models.size());
    }
    return all;
  }

  /** With a look at the entry of the catalogue that the model is from. */
  private Verification in(Optional<Catalogue> catalogue, ModelCard card) {
    if (catalogue.isEmpty()) {
      return this;
    }
    List<Check> all = new ArrayList<>(CardChecks.catalogue(catalogue.get().entry(id), card));
    all.addAll(checks);
    return new Verification(id, all.stream().allMatch(Check::ok), List.copyOf(all));
  }

  /** Rows of a table are prepared for each model as those that it was trained on. */
  private record Opened(String name, ModelCard.Input input) {}

  /** What a result was measured on: the run's data, or that of the model that it started from. */
  private static Optional<Dataset> dataOf(
      ModelCard card, ModelCard.Result result, Function<String, Optional<Dataset>> data) {
    String name = result.evaluation().dataset();
    return name.equals(card.data().name())
        // The validation images are held out as in the run: baselines never saw them.
        ? data.apply(card.recipe().data().toString()).map(card.recipe()::asUsed)
        : data.apply(name);
  }

  /** Whether numbers of the card were recomputed, not reference outputs alone. */
  public boolean withNumbers() {
    return checks.stream()
        .anyMatch(check -> check.kind() == Kind.DATA || check.kind() == Kind.NUMBER);
  }

  /**
   * The largest difference between a pixel that was reconstructed here and the same of the card's
   * reference, which a CPU made; the twin's counts, too.
   */
  public double largestDifference() {
    return checks.stream()
        .filter(check -> check.kind() == Kind.REFERENCE_RECONSTRUCTIONS)
        .mapToDouble(Check::got)
        .max()
        .orElse(Double.NaN);
  }

  private static List<Check> references(String whose, Checkpoint checkpoint, Autoencoder model) {
    Checkpoint.Reference reference = checkpoint.reference();
    return List.of(
        Check.of(
            Kind.PARAMETERS,
            whose + "parameters",
            (double) checkpoint.card().parameters(),
            (double) model.parameters(),
            0),
        Check.of(
            Kind.REFERENCE_CODES,
            whose + "reference codes, largest difference relative to the largest code",
            0,
            difference(reference.code(), model.encode(reference.input()))
                / Math.max(1, reference.code().amaxNumber().doubleValue()),
            referenceTolerance()),
        Check.of(
            Kind.REFERENCE_RECONSTRUCTIONS,
            whose + "reference reconstructions, largest difference",
            0,
            difference(reference.output(), model.reconstruct(reference.input())),
            referenceTolerance()));
  }

  private static List<Check> numbers(
      ModelCard card,
      ModelCard.Result result,
      Dataset data,
      Autoencoder model,
      Companions companions,
      Assessment assessment) {
    List<Check> checks = new ArrayList<>();
    Evaluation expected = result.evaluation();
    Split split = split(card, expected.split());
    Optional.ofNullable(card.data().sha256().get(split.id()))
        .filter(sha -> expected.dataset().equals(card.data().name()))
        .ifPresent(
            sha -> {
              boolean same = data.sha256(split).map(sha::equals).orElse(false);
              checks.add(Check.of(Kind.DATA, "data SHA-256, " + split.id(), 1, same ? 1 : 0, 0));
            });
    String corruption = Objects.requireNonNullElse(expected.corruption(), Corruptions.NONE);
    long seed = card.recipe().seed();
    ModelCard.Result got =
        result.measurements().isEmpty()
            ? assessment.compare(model, companions, data, split, seed, corruption)
            : assessment.measure(model, companions, data, split, seed, corruption);
    Predicate<String> known =
        row -> !row.equals(Companions.BEFORE) || companions.models().containsKey(row);
    checks.addAll(CardChecks.missing(result, got));
    compare("", expected.metrics(), got.evaluation().metrics(), checks);
    compare("p ", expected.msePercentiles(), got.evaluation().msePercentiles(), checks);
    Map<String, Map<String, Double>> rows = new HashMap<>();
    got.evaluation().classes().forEach(row -> rows.put(row.name(), row.metrics()));
    for (Evaluation.ClassScores row : expected.classes()) {
      compare(row.name() + " ", row.metrics(), rows.getOrDefault(row.name(), Map.of()), checks);
    }
    result.baselines().keySet().stream()
        .filter(known)
        .forEach(
            row ->
                compare(
                    row + " ",
                    result.baselines().get(row),
                    got.baselines().getOrDefault(row, Map.of()),
                    checks));
    result.measurements().keySet().stream()
        .filter(known)
        .forEach(
            row ->
                result
                    .measurements()
                    .get(row)
                    .forEach(
                        (metric, value) ->
                            checks.add(
                                Check.of(
                                    Kind.NUMBER,
                                    row + ": " + metric,
                                    value,
                                    got.measurements()
                                        .getOrDefault(row, Map.of())
                                        .getOrDefault(metric, Double.NaN),
                                    CardChecks.measurementTolerance(value)))));
    return checks;
  }

  private static Split split(ModelCard card, String id) {
    return Arrays.stream(Split.values())
        .filter(split -> split.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ZooException(
                    "the card of %s has results on '%s'; train, validation or test expected"
                        .formatted(card.id(), id)));
  }

  private static void compare(
      String prefix, Map<String, Double> expected, Map<String, Double> got, List<Check> checks) {
    expected.forEach(
        (metric, value) ->
            checks.add(
                Check.of(
                    Kind.NUMBER,
                    prefix + metric,
                    value,
                    got.getOrDefault(metric, Double.NaN),
                    CardChecks.tolerance(metric, value))));
  }

  private static double difference(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }
}
