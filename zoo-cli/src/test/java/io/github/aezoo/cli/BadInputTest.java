package io.github.aezoo.cli;

import static io.github.aezoo.cli.Ran.tiny;
import static io.github.aezoo.cli.TinyZoo.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users get wrong: one line, the right exit code, nothing half-written. */
final class BadInputTest {
  @TempDir private Path temp;

  @Test
  void unknownModelNamesTheNearest() {
    tiny("show", "undercomplete-tinny.synthetic-digits")
        .fails(1, "unknown model", "did you mean '" + MODEL + "'", "zoo list");
  }

  @Test
  void unknownDataNamesTheNearest() {
    tiny("evaluate", MODEL, "--data", "mnits").fails(1, "unknown data set mnits", "mean mnist?");
  }

  @Test
  void unknownCommandIsWrongUsage() {
    tiny("reconstrct", MODEL)
        .fails(2, "unknown command 'reconstrct'", "did you mean 'reconstruct'?", "--help");
  }

  @Test
  void unknownOptionIsWrongUsage() {
    tiny("encode", MODEL, "--date", "x", "--data", "y", "--out", "z.csv")
        .fails(2, "Unknown option", "--date", "did you mean '--data", "zoo encode --help");
  }

  @Test
  void missingRequiredOptionIsWrongUsage() {
    tiny("evaluate", MODEL).fails(2, "--data", "zoo evaluate --help");
    tiny("show").fails(2, "MODEL", "zoo show --help");
  }

  @Test
  void missingOptionValueIsWrongUsage() {
    Ran.zoo("evaluate", MODEL, "--data").fails(2, "--data");
  }

  @Test
  void missingFolder() {
    tiny("data", "describe", temp.resolve("nowhere")).fails(1, "no such file or folder", "nowhere");
  }

  @Test
  void emptyFolder() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    tiny("data", "describe", empty).fails(1, "no images", "empty", ".png");
  }

  @Test
  void aTextFileNamedPng() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("pictures"));
    Files.writeString(folder.resolve("note.png"), "this is no picture");
    Path out = temp.resolve("out.csv");
    tiny("encode", MODEL, "--data", folder, "--out", out).fails(1, "note.png");
    assertThat(out).doesNotExist();
  }

  @Test
  void aPictureWhereAFolderIsExpected() throws IOException {
    Path picture = TinyZoo.pictures().resolve("test/a/00.png");
    tiny("data", "describe", picture).fails(1, "one image", "folder");
  }

  @Test
  void truncatedIdx() throws IOException {
    ByteBuffer idx = ByteBuffer.allocate(16 + 100);
    idx.putInt(0x803).putInt(2).putInt(28).putInt(28);
    Path file = Files.write(temp.resolve("short-images-idx3-ubyte"), idx.array());
    Path out = temp.resolve("grid.png");
    tiny("reconstruct", MODEL, "--data", file, "--out", out)
        .fails(1, "short-images-idx3-ubyte", "expected");
    assertThat(out).doesNotExist();
  }

  @Test
  void wrongShapeNamesBothShapes() throws IOException {
    ByteBuffer idx = ByteBuffer.allocate(16 + 2 * 32 * 32);
    idx.putInt(0x803).putInt(2).putInt(32).putInt(32);
    Path file = Files.write(temp.resolve("large-images-idx3-ubyte"), idx.array());
    tiny("evaluate", MODEL, "--data", file)
        .fails(1, MODEL + " takes [1, 28, 28]; " + file + " is [1, 32, 32]: ");
  }

  @Test
  void aTableWhereImagesAreExpected() throws IOException {
    Path table = Files.writeString(temp.resolve("t.csv"), "a,b\n1,2\n");
    tiny("evaluate", MODEL, "--data", table).fails(1, "table", "images");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"seed\": 7 | \"sead\": 7 | unknown key 'sead' | allowed here: | seed",
        "\"epochs\": 3 | \"epochs\": \"3\" | key 'epochs' | int | \"3\"",
        "\"epochs\": 3 | \"epochs\": 0 | key 'epochs' | 1 to 100000 | got 0",
        "\"epochs\": 3 | \"epochs\": 2.5 | key 'epochs' | int | 2.5",
        "\"bce\" | \"bze\" | key 'loss' | bce | bze",
        "\"adam\" | \"adamm\" | key 'optimizer | adam | adamm",
        "0.001 | -1 | key 'optimizer | 'learningRate' | (0, 10]",
        "\"tiny\" | \"tinny\" | variant | tiny | small",
        "\"undercomplete\" | \"undercomplet\" | family | undercomplete | undercomplet",
        "masking:0.1 | maskin:0.1 | unknown corruption 'maskin' | masking:SHARE | did you mean",
      })
  void recipeMistakesNameFileKeyAndWhatIsAllowed(
      String right, String wrong, String one, String two, String three) throws IOException {
    String text = TinyZoo.recipe(3);
    assertThat(text).contains(right);
    Path recipe = Files.writeString(temp.resolve("r.json"), text.replace(right, wrong));
    Path out = temp.resolve("run");
    tiny("train", recipe, "--out", out).fails(1, "r.json", one, two, three);
    assertThat(out).doesNotExist();
  }

  @Test
  void recipeThatIsNotThere() {
    Path out = temp.resolve("run");
    tiny("train", "undercomplete-deep.mnits", "--out", out)
        .fails(
            1,
            "no recipe 'undercomplete-deep.mnits'",
            "did you mean 'undercomplete-deep.mnist'?",
            "'zoo recipes' prints all");
    tiny("train", temp.resolve("r.json"), "--out", out).fails(1, "r.json", "nor a JSON file");
    assertThat(out).doesNotExist();
  }

  @Test
  void recipeThatIsNoJson() throws IOException {
    Path recipe = Files.writeString(temp.resolve("r.json"), "epochs: 3\n");
    tiny("train", recipe, "--out", temp.resolve("run")).fails(1, "r.json", "not valid JSON");
    Files.writeString(recipe, "");
    tiny("train", recipe, "--out", temp.resolve("run")).fails(1, "r.json");
    Files.writeString(recipe, "[1]");
    tiny("train", recipe, "--out", temp.resolve("run")).fails(1, "r.json", "expected");
    Files.writeString(recipe, "null");
    tiny("train", recipe, "--out", temp.resolve("run")).fails(1, "r.json");
  }

  @ParameterizedTest
  @CsvSource({"encode,codes.csv", "reconstruct,grid.png", "report,page.html", "train,run"})
  void anOutBelowAFile(String command, String name) throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "content");
    Path out = file.resolve(name);
    boolean train = command.equals("train");
    Path recipe = Files.writeString(temp.resolve("r.json"), TinyZoo.recipe(1));
    Object model = train ? recipe : MODEL;
    tiny(command, model, "--data", TinyZoo.pictures(), "--out", out, "--quiet")
        .fails(1, "cannot", out.toString());
    assertThat(file).hasContent("content");
  }

  @ParameterizedTest
  @CsvSource({"encode,codes.csv", "reconstruct,grid.png", "report,page.html"})
  void anOutThatIsThere(String command, String name) throws IOException {
    Path out = Files.writeString(temp.resolve(name), "precious");
    tiny(command, MODEL, "--data", TinyZoo.pictures(), "--out", out)
        .fails(1, "exists already", "--overwrite");
    assertThat(out).hasContent("precious");
    tiny(command, MODEL, "--data", TinyZoo.pictures(), "--out", out, "--overwrite").ok();
    assertThat(Files.size(out)).isGreaterThan(20);
  }

  @Test
  void anOutOfAnotherKind() {
    tiny("encode", MODEL, "--data", TinyZoo.pictures(), "--out", temp.resolve("codes.xls"))
        .fails(2, "--out", ".csv or .npy", "codes.xls");
    tiny("reconstruct", MODEL, "--data", TinyZoo.pictures(), "--out", temp.resolve("grid.jpg"))
        .fails(2, "--out", ".png", "grid.jpg");
    assertThat(Ran.isEmptyFolder(temp)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gausian:0.4 | did you mean gaussian",
        "gaussian | gaussian:SIGMA",
        "gaussian:x | gaussian:SIGMA",
        "masking:7 | 7",
        "'' | unknown corruption"
      })
  void badCorruption(String spec, String part) {
    Path out = temp.resolve("grid.png");
    tiny("reconstruct", MODEL, "--data", TinyZoo.pictures(), "--out", out, "--corrupt", spec)
        .fails(2, "--corrupt", part);
    tiny("evaluate", MODEL, "--data", TinyZoo.pictures(), "--corrupt", spec)
        .fails(2, "--corrupt", part);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--threads,0,1 to 256",
    "--threads,many,many",
    "--seed,x,x",
    "--count,0,1 to 10000",
    "--count,-3,1 to 10000",
    "--count,1e3,1e3"
  })
  void badNumbersAreWrongUsage(String option, String value, String part) {
    Path out = temp.resolve("grid.png");
    tiny("reconstruct", MODEL, "--data", TinyZoo.pictures(), "--out", out, option, value)
        .fails(2, option, part);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"--epochs,-1,1 to 100000", "--epochs,0,1 to 100000", "--validation,0,1 to"})
  void badTrainingNumbersAreWrongUsage(String option, String value, String part)
      throws IOException {
    Path recipe = Files.writeString(temp.resolve("r.json"), TinyZoo.recipe(1));
    Path out = temp.resolve("run");
    tiny("train", recipe, "--out", out, option, value).fails(2, option, part);
    assertThat(out).doesNotExist();
  }

  @Test
  void moreHeldOutImagesThanThereAre() throws IOException {
    Path recipe = Files.writeString(temp.resolve("r.json"), TinyZoo.recipe(1));
    Path out = temp.resolve("run");
    tiny("train", recipe, "--out", out, "--validation", 36)
        .fails(1, "1 to 35 of the 36 training samples", "got 36");
    assertThat(out).doesNotExist();
  }

  @Test
  void aFolderWithoutACardIsNoModel() {
    tiny("show", temp).fails(1, "not a checkpoint", "card.json");
    tiny("publish", temp, "--to", temp.resolve("zoo")).fails(1, "not a checkpoint", "card.json");
    assertThat(temp.resolve("zoo")).doesNotExist();
  }

  @Test
  void aCatalogueThatIsNotThere() {
    Ran.zoo("list", "--catalogue", temp.resolve("zoo")).fails(1, "cannot read", "zoo");
    Ran.zoo("list", "--catalogue", "http://\u0000").fails(1, "catalogue");
  }

  @Test
  void aPathThatNoFileSystemTakes() {
    tiny("show", "a\u0000b").fails(1, "unknown model");
    tiny("train", "a\u0000b", "--out", temp.resolve("run")).fails(1, "no recipe");
    tiny("verify", "a\u0000b").fails(1, "no model matches");
  }

  @Test
  void verifyOfAPatternThatMatchesNothing() {
    tiny("verify", "nothing*").fails(1, "no model matches 'nothing*'", "zoo list");
  }

  @Test
  void withJsonAnErrorIsADocument() {
    tiny("show", "undercomplete-tinny.synthetic-digits", "--json")
        .failsAsJson(1, "unknown model", "did you mean '" + MODEL + "'");
    tiny("evaluate", MODEL, "--data", "mnits", "--json").failsAsJson(1, "unknown data set mnits");
    tiny("evaluate", MODEL, "--json").failsAsJson(2, "--data", "zoo evaluate --help");
    tiny("--json", "reconstrct", MODEL).failsAsJson(2, "did you mean 'reconstruct'");
    tiny("encode", MODEL, "--date", "x", "--data", "y", "--out", "z.csv", "--json")
        .failsAsJson(2, "--date", "did you mean '--data");
    tiny("show", MODEL, "--threads", 0, "--json").failsAsJson(2, "1 to 256");
    Path out = temp.resolve("run");
    tiny("train", "undercomplete-tinny.synthetic-digits", "--out", out, "--json")
        .failsAsJson(1, "did you mean '" + TinyZoo.RECIPE + "'", "zoo recipes");
    tiny("verify", MODEL, "--device", "gpu", "--json").failsAsJson(1, "GPU");
  }

  @Test
  void verboseAddsTheStackTrace() {
    Ran ran = tiny("show", "nothing", "--verbose");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("zoo: unknown model", "ZooException", "\tat ");
  }
}
