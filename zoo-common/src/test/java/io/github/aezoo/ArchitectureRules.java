package io.github.aezoo;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.model.ModelFamily;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who may depend on whom, and what nobody may call; checked per module and over all of them. */
public final class ArchitectureRules {
  private static final String ROOT = "io.github.aezoo.";

  /** The rooms that name no family, each knowing only those before it. */
  private static final List<String> ROOMS =
      List.of(
          "io",
          "device.fatbin",
          "device",
          "data",
          "data.table",
          "data.image",
          "data.digits",
          "data.corruption",
          "data.source",
          "plan",
          "model",
          "model.nn",
          "eval",
          "eval.baseline",
          "eval.codes",
          "train.step",
          "train",
          "detect",
          "zoo.files",
          "zoo.imports",
          "zoo",
          "report",
          "export",
          "study",
          "cli.print",
          "cli.option",
          "cli.run",
          "cli.command",
          "cli");

  private static final String CLI = ROOT + "cli..";

  private static final Pattern BANNED =
      Pattern.compile(".*(Manager|Helper|Util|Utils|Impl|Processor)|Base[A-Z].*");

  private static final Set<String> FILE_WRITERS =
      Set.of(
          "write", "writeString", "newOutputStream", "newBufferedWriter", "newByteChannel", "copy");

  private static final Set<String> RESTORING_METHODS_OWNER =
      Set.of(
          "org.deeplearning4j.util.ModelSerializer", "org.deeplearning4j.core.util.ModelGuesser");

  private ArchitectureRules() {}

  /** The zoo's classes on the class path, without tests; read once. */
  public static JavaClasses imported() {
    return Imported.CLASSES;
  }

  private static final class Imported {
    static final JavaClasses CLASSES =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.github.aezoo");
  }

  /** All rules. */
  public static List<ArchRule> all() {
    return List.of(
        roomsKnowOnlyThoseBeforeThem(),
        everyClassHasARoom(),
        roomsKnowNoFamily(),
        familiesKnowNoFamily(),
        nobodyDeserialisesJava(),
        safeFilesAloneWrites(),
        commandsAlonePrint(),
        namesSayWhatAClassIs());
  }

  /** Each room knows only those before it, so there are no circles. */
  public static ArchRule roomsKnowOnlyThoseBeforeThem() {
    var layers =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (String name : ROOMS) {
      layers = layers.layer(name).definedBy(ROOT + name);
    }
    for (int i = 0; i < ROOMS.size(); i++) {
      String[] later = ROOMS.subList(i + 1, ROOMS.size()).toArray(String[]::new);
      layers =
          later.length == 0
              ? layers.whereLayer(ROOMS.get(i)).mayNotBeAccessedByAnyLayer()
              : layers.whereLayer(ROOMS.get(i)).mayOnlyBeAccessedByLayers(later);
    }
    return layers.as("rooms know only those before them");
  }

  /** A class is in a room or in a family: a new package is a decision, not an accident. */
  public static ArchRule everyClassHasARoom() {
    return classes()
        .should(
            ArchConditions.be(
                inRoom()
                    .or(inFamily())
                    .or(resideInAnyPackage(ROOT + "probe..", ROOT + "pretrained.."))))
        .as("every class is in a room or in a family");
  }

  private static DescribedPredicate<JavaClass> inRoom() {
    return resideInAnyPackage(ROOMS.stream().map(room -> ROOT + room).toArray(String[]::new));
  }

  /** A family is the package of a {@link ModelFamily} with what is below it. */
  private static DescribedPredicate<JavaClass> inFamily() {
    Set<String> families =
        imported().stream()
            .filter(c -> c.isAssignableTo(ModelFamily.class) && !c.isInterface())
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    return DescribedPredicate.describe(
        "in a family's package",
        c ->
            families.stream()
                .anyMatch(
                    p -> c.getPackageName().equals(p) || c.getPackageName().startsWith(p + ".")));
  }

  /** What names no family: machinery and commands find them by ServiceLoader. */
  public static ArchRule roomsKnowNoFamily() {
    return noClasses()
        .that(inRoom())
        .should()
        .dependOnClassesThat(inFamily())
        .as("zoo-common, its companions and the command name no family");
  }

  /** A family knows zoo-common, and never another family or a command. */
  public static ArchRule familiesKnowNoFamily() {
    return slices()
        .matching(ROOT + "(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(inRoom(), DescribedPredicate.alwaysTrue())
        .ignoreDependency(
            DescribedPredicate.alwaysTrue(),
            inRoom().and(resideOutsideOfPackages(ROOT + "report", ROOT + "study", CLI)))
        .allowEmptyShould(true)
        .as("families know zoo-common and no other family");
  }

  /** Java deserialisation runs code from a file; DL4J's restore does it without being asked. */
  public static ArchRule nobodyDeserialisesJava() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
        .orShould()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "DL4J's restoring methods",
                (JavaAccess<?> access) ->
                    RESTORING_METHODS_OWNER.contains(access.getTargetOwner().getName())
                        && (access.getName().startsWith("restore")
                            || access.getName().startsWith("load"))))
        .as("nobody reads Java-serialised objects");
  }

  /** Files come whole or not at all, because SafeFiles alone writes them. */
  public static ArchRule safeFilesAloneWrites() {
    return noClasses()
        .that(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(SafeFiles.class)))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            FileOutputStream.class, FileWriter.class, RandomAccessFile.class, FileChannel.class)
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a writing method of Files",
                (JavaCall<?> call) ->
                    call.getTargetOwner().isEquivalentTo(Files.class)
                        && FILE_WRITERS.contains(call.getName())
                        && !copiesIntoAStream(call)))
        .as("SafeFiles alone writes files");
  }

  /** {@code Files.copy(Path, OutputStream)} reads a file. */
  private static boolean copiesIntoAStream(JavaCall<?> call) {
    return call.getName().equals("copy")
        && call.getTarget()
            .getRawParameterTypes()
            .get(1)
            .isEquivalentTo(java.io.OutputStream.class);
  }

  /** Output belongs to the commands. */
  public static ArchRule commandsAlonePrint() {
    return noClasses()
        .that(resideOutsideOfPackages(CLI))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace", PrintStream.class)
        .as("commands alone print");
  }

  /** Names that say nothing. */
  public static ArchRule namesSayWhatAClassIs() {
    return noClasses()
        .should(
            ArchConditions.be(
                DescribedPredicate.describe(
                    "named Manager, Helper, Util(s), Impl, Base*, Processor",
                    c -> BANNED.matcher(c.getSimpleName()).matches())))
        .as("names say what a class is");
  }
}
