package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import org.junit.jupiter.api.Test;

final class ShapeTest {
  @Test
  void aRowIsOneWhenItIsMadeOrStoredAsOne() {
    assertThat(Shape.row(64).kind()).isEqualTo(Shape.Kind.ROW);
    assertThat(new Shape(1, 1, 64).isRow()).isTrue();
    assertThat(Shape.image(1, 1, 64).isRow()).isFalse();
    assertThat(Shape.row(64).asImage().kind()).isEqualTo(Shape.Kind.IMAGE);
    assertThat(new Shape(1, 2, 64).kind()).isEqualTo(Shape.Kind.IMAGE);
  }

  @Test
  void imagesAndRowsOfTheSameNumbersAreEqual() {
    assertThat(Shape.image(1, 1, 64)).isEqualTo(Shape.row(64)).hasSameHashCodeAs(Shape.row(64));
    assertThat(Shape.row(64)).isNotEqualTo(Shape.row(63));
  }

  @Test
  void theKindIsNotStored() {
    String json = "{\"channels\":1,\"height\":1,\"width\":64}";
    assertThat(Json.line(Shape.row(64))).isEqualTo(json);
    assertThat(Json.line(Shape.image(1, 1, 64))).isEqualTo(json);
    assertThat(Json.read(json, Shape.class, "test").isRow()).isTrue();
    assertThat(Json.read("{\"channels\":3,\"height\":1,\"width\":64}", Shape.class, "test").isRow())
        .isFalse();
    assertThatThrownBy(() -> Json.read("{\"channels\":1,\"height\":1}", Shape.class, "test"))
        .isInstanceOf(ZooException.class)
        .hasMessage("test: key 'width' is missing; int expected");
    String more = json.replace("}", ",\"depth\":1}");
    assertThatThrownBy(() -> Json.read(more, Shape.class, "test"))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("test: unknown key 'depth'; allowed here: channels, height, ");
  }

  @Test
  void aRowHasNoHeight() {
    assertThatThrownBy(() -> new Shape(1, 2, 3, Shape.Kind.ROW))
        .isInstanceOf(ZooException.class)
        .hasMessage("a row is [1, 1, values]; got [1, 2, 3]");
  }
}
