package io.github.aezoo.zoo;

import io.github.aezoo.eval.Metric;
import io.github.aezoo.eval.Metrics;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.zoo.files.FileStamp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Adds a checkpoint to a catalogue folder, from which other machines can load it. */
public final class Publication {
  private static final Pattern ID =
      Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+\\.[a-z0-9]+(-[a-z0-9]+)*\\.v[0-9]+");

  private Publication() {}

  /** The first version of what a card calls its model. */
  public static String usualId(ModelCard card) {
    return card.id().replaceFirst("\\.v[0-9]+$", "") + ".v1";
  }

  /**
   * Copies a checkpoint's files into {@code folder/<id>/} and writes its entry into {@code
   * folder/catalogue.json}.
   *
   * @param headline which metric the list shows
   * @param licence of the weights; empty for the one that the card states
   * @throws ZooException when the id is malformed, or taken: ids are immutable, better weights are
   *     the next version; when the model was never evaluated, or not by that metric; when neither
   *     the card nor the caller states a licence
   */
  public static Catalogue.Entry publish(
      Checkpoint checkpoint, String id, String headline, Optional<String> licence, Path folder) {
    if (!ID.matcher(id).matches()) {
      throw new ZooException(
          "a model id is <family>-<variant>.<dataset>.v<n> in lower case; got '" + id + "'");
    }
    Path file = folder.resolve(Catalogue.FILE);
    List<Catalogue.Entry> entries = new ArrayList<>();
    if (Files.exists(file)) {
      entries.addAll(Json.read(file, Catalogue.Layout.class).models());
    }
    if (entries.stream().anyMatch(e -> e.id().equals(id))) {
      throw new ZooException(
          "%s has a model '%s' already, and ids are immutable: publish it as the next version"
              .formatted(file, id));
    }
    ModelCard card = checkpoint.card().published(id, licence(checkpoint.card(), licence));
    byte[] text = Json.text(card).getBytes(StandardCharsets.UTF_8);
    Catalogue.Entry entry = entry(card, headline, FileStamp.of(id + "/" + Checkpoint.CARD, text));
    checkpoint.copyTo(folder.resolve(id), card);
    entries.add(entry);
    entries.sort(Comparator.comparing(Catalogue.Entry::id));
    SafeFiles.writeString(file, Json.text(new Catalogue.Layout(Catalogue.Layout.FORMAT, entries)));
    return entry;
  }

  /** What a catalogue says of a model that has a card. */
  static Catalogue.Entry entry(ModelCard card, String headline, FileStamp file) {
    return new Catalogue.Entry(
        card.id(),
        card.family(),
        card.recipe().variant(),
        card.data().name(),
        card.input().shape(),
        card.latentSize(),
        card.parameters(),
        card.weights().bytes(),
        card.weights().sha256(),
        headline(card, headline),
        file);
  }

  private static String licence(ModelCard card, Optional<String> licence) {
    String stated = licence.orElse(card.licence());
    if (stated.isBlank() || stated.equals(ModelCard.NOT_STATED)) {
      throw new SettingException(
          "licence",
          "%s was trained on %s, and its card states no licence: state the licence of the weights, for example Apache-2.0"
              .formatted(card.id(), card.data().name()));
    }
    return stated;
  }

  private static Catalogue.Headline headline(ModelCard card, String id) {
    if (card.results().isEmpty()) {
      throw new ZooException(
          card.id()
              + " was never evaluated, but a published model needs metrics: publish one that zoo train wrote");
    }
    var evaluation = card.results().get(0).evaluation();
    Double value = evaluation.metrics().get(id);
    if (value == null) {
      throw new ZooException(
          "the card of %s has no metric '%s'; it has %s"
              .formatted(card.id(), id, evaluation.metrics().keySet()));
    }
    String unit = Metrics.find(id).map(Metric::unit).orElse("");
    return new Catalogue.Headline(id, unit, evaluation.split(), value);
  }
}
