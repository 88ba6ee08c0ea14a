package io.github.aezoo.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cards are recomputed when what has changed. */
class VerifiedRecordTest {
  private static final Map<String, String> FAMILIES =
      Map.of("a-1", "a", "a-2", "a", "a-3", "a", "b-1", "b", "b-2", "b");
  private static final Map<String, String> FILES =
      Map.of("a-1", "1", "a-2", "2", "a-3", "3", "b-1", "4", "b-2", "5");
  private static final Map<String, String> CODE = Map.of("zoo-common", "x", "zoo-a", "y");
  private static final VerifiedRecord RECORD =
      new VerifiedRecord(
          CODE,
          Map.of(
              "a-1", new VerifiedRecord.Model("1", 9),
              "a-2", new VerifiedRecord.Model("2", 3),
              "a-3", new VerifiedRecord.Model("3", 5),
              "b-1", new VerifiedRecord.Model("4", 7),
              "b-2", new VerifiedRecord.Model("5", 8)));

  @TempDir private Path temp;

  private static Set<String> due(VerifiedRecord record, Map<String, String> now) {
    return record.due(now, FAMILIES, id -> id.charAt(2));
  }

  private static Map<String, String> with(Map<String, String> files, String id, String digest) {
    Map<String, String> other = new java.util.HashMap<>(files);
    other.put(id, digest);
    return other;
  }

  @Test
  void theQuickestOfEachFamilyIsAlwaysDue() {
    assertThat(due(RECORD, FILES)).containsExactly("a-2", "b-1");
    assertThat(RECORD.changed(FILES)).isEmpty();
  }

  @Test
  void aModelWhoseFilesChangedIsDueBesideThem() {
    assertThat(due(RECORD, with(FILES, "a-1", "other"))).containsExactly("a-1", "a-2", "b-1");
    assertThat(due(RECORD, with(FILES, "b-1", "other"))).containsExactly("a-2", "b-1");
  }

  @Test
  void aModelThatWasNeverRecordedIsDue() {
    VerifiedRecord less =
        new VerifiedRecord(
            CODE,
            Map.of(
                "a-1", new VerifiedRecord.Model("1", 9), "b-2", new VerifiedRecord.Model("5", 8)));
    assertThat(due(less, FILES)).containsExactlyInAnyOrderElementsOf(FILES.keySet());
  }

  @Test
  void whereNothingIsRecordedTheSmallestOfEachFamilyIsDue() {
    assertThat(due(VerifiedRecord.NONE, FILES)).containsExactly("a-1", "b-1");
    assertThat(VerifiedRecord.NONE.changedCode(CODE)).containsExactly("zoo-a", "zoo-common");
  }

  @Test
  void changedCodeIsNamedAndRecomputesNoMore() {
    assertThat(RECORD.changedCode(CODE)).isEmpty();
    assertThat(RECORD.changedCode(Map.of("zoo-common", "x", "zoo-a", "z", "zoo-b", "w")))
        .containsExactly("zoo-a", "zoo-b");
    assertThat(RECORD.changedCode(Map.of("zoo-common", "x"))).containsExactly("zoo-a");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Path file = temp.resolve("verified.json");
    assertThat(VerifiedRecord.read(file)).isEqualTo(VerifiedRecord.NONE);
    RECORD.write(file);
    assertThat(VerifiedRecord.read(file)).isEqualTo(RECORD);
  }

  @Test
  void everyFileOfAFolderCountsWithItsName() throws IOException {
    Path model = Files.createDirectories(temp.resolve("m/twin")).getParent();
    Files.writeString(model.resolve("card.json"), "{}");
    Files.writeString(model.resolve("twin/card.json"), "{}");
    String before = VerifiedRecord.ofFolder(model);
    Files.writeString(model.resolve("twin/card.json"), "{ }");
    String changed = VerifiedRecord.ofFolder(model);
    Files.move(model.resolve("twin/card.json"), model.resolve("twin/other.json"));
    assertThat(Set.of(before, changed, VerifiedRecord.ofFolder(model))).hasSize(3);
  }

  private static final String SOURCE =
      """
      package io.github.aezoo.data;

      import java.util.List;

      /** Says nothing. */
      public final class A {
        // Nor this.
        private static final String URL = "https://a // no comment /* nor here */";
        int twice(int n) {
          return 2 * n;
        }
      }
      """;

  @Test
  void whatDecidesNoNumberDoesNotCount() {
    String digested = CodeDigest.normalised(SOURCE);
    assertThat(digested)
        .isEqualTo(
            CodeDigest.normalised(
                SOURCE
                    .replace("aezoo.data;", "aezoo.data.tables;")
                    .replace("import java.util.List;\n", "")
                    .replace("Says nothing.", "Says this; and \"that")
                    .replace("private static", "protected   static\n")
                    .replace("// Nor this.", "/* int other; */")
                    .replace("  int", "\tint")))
        .contains("https://a // no comment /* nor here */");
  }

  @Test
  void whatDecidesANumberCounts() {
    String digested = CodeDigest.normalised(SOURCE);
    for (String[] change :
        new String[][] {
          {"2 * n", "3 * n"},
          {"2 * n", "2 + n"},
          {"// no", "//  no"},
          {"int n", "intn"},
          {"final", ""}
        }) {
      assertThat(SOURCE).contains(change[0]);
      assertThat(CodeDigest.normalised(SOURCE.replace(change[0], change[1])))
          .as(change[1])
          .isNotEqualTo(digested);
    }
  }

  private static void source(Path root, String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void modulesAreToldApartAndMovedClassesAreTheSame() throws IOException {
    String a = "src/main/java/io/github/aezoo/";
    source(temp, "pom.xml", "<dl4j.version>1</dl4j.version>");
    source(temp, "zoo-common/" + a + "data/A.java", SOURCE);
    source(temp, "zoo-f/" + a + "f/F.java", "class F {}");
    source(temp, "zoo-f/src/main/resources/weights.bin", "1");
    source(temp, "zoo-cli/" + a + "cli/C.java", "class C {}");
    Map<String, String> before = CodeDigest.of(temp, Set.of("f"));
    assertThat(before).containsOnlyKeys("engine", "zoo-common", "zoo-f");
    assertThat(before).containsEntry("engine", "dl4j 1");
    Files.delete(temp.resolve("zoo-common/" + a + "data/A.java"));
    source(
        temp,
        "zoo-common/" + a + "data/tables/A.java",
        SOURCE.replace("aezoo.data;", "aezoo.data.tables;"));
    source(temp, "zoo-common/" + a + "data/tables/package-info.java", "package b;");
    source(temp, "zoo-f/src/main/resources/recipes/r.json", "{}");
    assertThat(CodeDigest.of(temp, Set.of("f"))).isEqualTo(before);
    source(temp, "zoo-f/src/main/resources/weights.bin", "2");
    Map<String, String> after = CodeDigest.of(temp, Set.of("f"));
    assertThat(new VerifiedRecord(before, Map.of()).changedCode(after)).containsExactly("zoo-f");
  }
}
