package io.github.aezoo;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
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
import io.github.aezoo.io.SafeFiles;
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

/** Who may depend on whom, and what nobody may call; checked per module and over all of them. */
public final class ArchitectureRules {
  private static final String ROOT = "io.github.aezoo.";

  /** The packages of zoo-common, each knowing only those before it. */
  private static final String[] COMMON = {
    "io", "device", "data", "model", "eval", "train", "zoo", "export"
  };

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

  /** The zoo's classes on the class path, without tests. */
  public static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(location -> !location.contains("-tests.jar"))
        .importPackages("io.github.aezoo");
  }

  /** All rules. */
  public static List<ArchRule> all() {
    return List.of(
        packagesKnowOnlyThoseBeforeThem(),
        commonKnowsNoFamily(),
        commandsKnowNoFamily(),
        familiesKnowNoFamily(),
        nobodyDeserialisesJava(),
        safeFilesAloneWrites(),
        commandsAlonePrint(),
        namesSayWhatAClassIs());
  }

  /** io, device, data, model, eval, train, zoo, export: each knows only those before it. */
  public static ArchRule packagesKnowOnlyThoseBeforeThem() {
    var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : COMMON) {
      layers = layers.layer(name).definedBy(ROOT + name);
    }
    for (int i = 0; i < COMMON.length; i++) {
      String[] later = java.util.Arrays.copyOfRange(COMMON, i + 1, COMMON.length);
      layers =
          later.length == 0
              ? layers.whereLayer(COMMON[i]).mayNotBeAccessedByAnyLayer()
              : layers.whereLayer(COMMON[i]).mayOnlyBeAccessedByLayers(later);
    }
    return layers.as("zoo-common's packages know only those before them");
  }

  private static String[] commonPackages() {
    String[] packages = new String[COMMON.length];
    java.util.Arrays.setAll(packages, i -> ROOT + COMMON[i]);
    return packages;
  }

  private static DescribedPredicate<JavaClass> inFamily() {
    return resideInAPackage(ROOT + "(*)..")
        .and(not(resideInAnyPackage(commonPackages())))
        .and(not(resideInAPackage(CLI)))
        .as("in a family's package");
  }

  /** What zoo-common offers knows no family and no command. */
  public static ArchRule commonKnowsNoFamily() {
    return noClasses()
        .that(resideInAnyPackage(commonPackages()))
        .should()
        .dependOnClassesThat(inFamily().or(resideInAPackage(CLI)))
        .as("zoo-common names no family and no command");
  }

  /** Commands find families by ServiceLoader. */
  public static ArchRule commandsKnowNoFamily() {
    return noClasses()
        .that(resideInAPackage(CLI))
        .should()
        .dependOnClassesThat(inFamily())
        .allowEmptyShould(true)
        .as("commands name no family");
  }

  /** A family knows zoo-common, and never another family. */
  public static ArchRule familiesKnowNoFamily() {
    return slices()
        .matching(ROOT + "(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(commonPackages()))
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
            com.tngtech.archunit.lang.conditions.ArchConditions.be(
                DescribedPredicate.describe(
                    "named Manager, Helper, Util(s), Impl, Base*, Processor",
                    c -> BANNED.matcher(c.getSimpleName()).matches())))
        .as("names say what a class is");
  }
}
