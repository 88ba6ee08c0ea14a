package io.github.aezoo.export;

import io.github.aezoo.io.Json;
import io.github.aezoo.zoo.ModelCard;
import java.util.LinkedHashMap;
import java.util.Map;

/** What exported files tell of their model, as keys and values. */
final class Notes {
  private Notes() {}

  static Map<String, String> of(ModelCard card) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("model", card.id());
    notes.put("family", card.family());
    notes.put("architecture", Json.line(card.architecture()));
    ModelCard.Input input = card.input();
    notes.put(
        "input",
        input.table() == null
            ? "float32 " + card.images()
            : "float32 [N, C, H, W] with [C, H, W] = %s, rows that were prepared as described in 'table'"
                .formatted(input.shape()));
    if (input.table() != null) {
      notes.put("table", Json.line(input.table()));
    }
    notes.put("trainedOn", card.data().name());
    notes.put("licence", card.licence());
    if (card.limits() != null) {
      notes.put("limits", card.limits());
    }
    return notes;
  }
}
