package io.github.aezoo.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The versions and the machine that a number was measured with.
 *
 * @param zoo version of this library
 * @param dl4j version of Deeplearning4j
 * @param backend ND4J's backend
 * @param java version of the Java runtime
 * @param system operating system and processor architecture
 * @param cores processors that Java saw
 */
public record Environment(
    String zoo, String dl4j, String backend, String java, String system, int cores) {
  /** Of this process; starts ND4J. */
  public static Environment here() {
    return new Environment(
        version("zoo"),
        version("dl4j"),
        Nd4j.getBackend().getClass().getSimpleName(),
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  /** The version of {@code zoo} or {@code dl4j} that this build was made with. */
  public static String version(String part) {
    try (InputStream in = Environment.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
