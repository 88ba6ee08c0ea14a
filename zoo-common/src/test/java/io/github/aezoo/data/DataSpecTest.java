package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataSpecTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mnist",
        "mnist:without=3",
        "pictures:scaling=contrast,only=a+b",
        "rows.csv:test=0.3,validation=20,without=1,seed=5",
        "rows.csv.gz:label=,ignore=id+date,categorical=c3,header=no,scaling=min-max",
        "rows.tsv:sep=tab,decimal=comma,encoding=windows-1252,missing=-999+x",
        "rows.arff.gz:numeric=a+b,dates=when,dayfirst=no",
        "C:/pictures",
        "rows.csv:unknown=3",
        ""
      })
  void aWordInJsonStaysAsItIs(String word) {
    DataSpec spec = Json.read(Json.line(word), DataSpec.class, "test");
    assertThat(spec).hasToString(word);
    assertThat(Json.line(spec)).isEqualTo(Json.line(word));
  }

  @Test
  void settingsAreTyped() {
    DataSpec spec =
        DataSpec.parse(
            "a.csv:label=kind,ignore=id+date,test=0.3,validation=20,seed=7,scaling=standard,only=x");
    assertThat(spec.base()).isEqualTo("a.csv");
    assertThat(spec.label()).contains("kind");
    assertThat(spec.ignored()).containsExactly("id", "date");
    assertThat(spec.test()).hasValue(0.3);
    assertThat(spec.validation()).hasValue(20);
    assertThat(spec.seed()).hasValue(7);
    assertThat(spec.rowScaling()).isEqualTo(TableColumn.Scaling.STANDARD);
    assertThat(spec.trained()).accepts("x").rejects("y");
    assertThat(spec.isTable()).isTrue();
    assertThat(DataSpec.parse("a").isTable()).isFalse();
    for (String table : List.of("a.TSV", "a.txt.gz", "a.arff", "a.npy", "b/a.npz")) {
      assertThat(DataSpec.of(table).isTable()).isTrue();
      assertThat(DataSpec.stem(table)).endsWith("a");
    }
    assertThat(DataSpec.of("a.png").isTable()).isFalse();
  }

  @Test
  void settingsAreAddedBehindThoseThatAreThere() {
    assertThat(
            DataSpec.parse("a.csv:ignore=id")
                .withoutClasses(List.of("1"))
                .withTest(0.3)
                .withValidation(56)
                .withTest(0.25))
        .hasToString("a.csv:ignore=id,without=1,test=0.25,validation=56");
    assertThat(
            DataSpec.of("a.csv")
                .withLabel("kind")
                .withHeader(DataSpec.Header.NO)
                .withSeed(3)
                .withCategorical(List.of("c1", "c2"))
                .withIgnored(List.of("c3"))
                .withOnly(List.of()))
        .hasToString("a.csv:label=kind,header=no,seed=3,categorical=c1+c2,ignore=c3");
  }

  @Test
  void imagesAreScaledAsOthersUnlessTheySayTheirOwn() {
    assertThat(DataSpec.parse("b:only=2").scaledAs(DataSpec.parse("a:scaling=contrast,without=1")))
        .hasToString("b:only=2,scaling=contrast");
    assertThat(DataSpec.of("b").scaledAs(DataSpec.parse("a:without=1"))).hasToString("b");
    DataSpec own = DataSpec.parse("b:scaling=contrast,only=1");
    assertThat(own.scaledAs(DataSpec.parse("a:scaling=contrast"))).isEqualTo(own);
    assertThat(DataSpec.of("b.csv").scaledAs(DataSpec.parse("a.csv:scaling=standard")))
        .hasToString("b.csv");
    assertThat(DataSpec.parse("a:scaling=contrast").imageScaling()).isPresent();
    assertThat(DataSpec.parse("a.csv:scaling=standard").imageScaling()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:only=1,only=2|a:only=1,only=2: key 'only' is given twice; join its values with '+'",
        "a:test=1|a: unknown key 'test'; known keys are fit, only, scaling, size, without",
        "a:scaling=|a: scaling=contrast expected of images; got ''",
        "a.csv:scaling=contrast|a.csv: scaling=min-max, standard expected; got 'contrast'",
        "a:size=6x|a: size= HEIGHTxWIDTH in pixels, or one number for a square, expected; got '6x'",
        "a:size=0|a: an image shape is [1 or 3, 1-4096, 1-4096]; got [1, 0, 0]",
        "a:fit=zoom|a: fit=crop, pad, stretch expected of images; got 'zoom'",
        "a.csv:seed=x|a.csv: seed= a whole number expected; got 'x'",
        "a.csv:sep=x|a.csv: sep=comma, pipe, semicolon, space, tab expected; got 'x'",
        "a.csv:decimal=dot|a.csv: decimal=comma, point expected; got 'dot'",
        "a.csv:encoding=utf|a.csv: encoding= a name such as utf-8, utf-16 or windows-1252 expected;"
            + " got 'utf'",
        "a.csv:dayfirst=x|a.csv: dayfirst=yes, no expected; got 'x'",
        "a.csv:test=1.5|a.csv: test= a share from 0 to below 1 or a number of rows expected;"
            + " got '1.5'"
      })
  void wordsThatSayNothingAreRefused(String word, String message) {
    assertThatThrownBy(() -> DataSpec.parse(word))
        .isInstanceOf(ZooException.class)
        .hasMessage(message);
  }

  @Test
  void imagesHaveSizesAndWaysToFit() {
    DataSpec word = DataSpec.parse("photos:size=64,fit=pad");
    assertThat(word.size()).hasValue(new ImageSize(64, 64));
    assertThat(word.fit()).hasValue(ImageFit.PAD);
    assertThat(word).hasToString("photos:size=64x64,fit=pad");
    assertThat(DataSpec.parse(word.toString())).isEqualTo(word);
    assertThat(DataSpec.of("photos").withSize(new ImageSize(48, 64)).withFit(ImageFit.CROP))
        .hasToString("photos:size=48x64,fit=crop");
    assertThatThrownBy(() -> DataSpec.parse("a.csv:size=64"))
        .hasMessageStartingWith("a.csv: unknown key 'size'");
  }

  @Test
  void imagesOfAFolderAreFittedAsOthers(@TempDir Path folder) {
    DataSpec learned = DataSpec.parse("photos:size=8,fit=pad");
    String name = folder.toString();
    assertThat(DataSpec.of(name).scaledAs(learned)).hasToString(name + ":fit=pad");
    assertThat(DataSpec.parse(name + ":fit=crop").scaledAs(learned))
        .hasToString(name + ":fit=crop");
    assertThat(DataSpec.of("mnist").scaledAs(learned)).hasToString("mnist");
  }

  @Test
  void whatNoWordCanSayIsRefused() {
    DataSpec rows = DataSpec.of("a.csv");
    assertThatThrownBy(() -> rows.withIgnored(List.of("a+b")))
        .hasMessage("a.csv: ignore= names without '+' expected; got 'a+b'");
    assertThatThrownBy(() -> rows.withLabel("a,b"))
        .hasMessage("a.csv: label= a name without ',', '=' and ':' expected; got 'a,b'");
    assertThatThrownBy(() -> rows.withTest(Double.NaN)).hasMessageContaining("got 'NaN'");
  }

  @Test
  void recipesForAnyDataHavePlaceholders() {
    assertThat(DataSpec.parse("images:scaling=contrast").isPlaceholder()).isTrue();
    assertThat(DataSpec.of("table.csv").isPlaceholder()).isTrue();
    assertThat(DataSpec.of("mnist").isPlaceholder()).isFalse();
  }
}
