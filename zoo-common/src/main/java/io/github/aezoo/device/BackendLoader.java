package io.github.aezoo.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Hides the services of one backend's jar, so that ND4J finds the other.
 *
 * <p>ND4J chooses by priorities that it reads from environment variables, which Java cannot set for
 * its own process, and it tries a backend by loading its natives. All classes stay those of the
 * parent.
 */
final class BackendLoader extends ClassLoader {
  private static final String SERVICES = "META-INF/services/";
  private static final String BACKENDS = SERVICES + "org.nd4j.linalg.factory.Nd4jBackend";

  private final List<String> hidden = new ArrayList<>();

  /**
   * Finds the jar.
   *
   * @param backend simple name of the backend's class
   */
  BackendLoader(ClassLoader parent, String backend) {
    super(parent);
    try {
      for (URL url : Collections.list(parent.getResources(BACKENDS))) {
        try (InputStream in = url.openStream()) {
          String names = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          if (names.lines().anyMatch(name -> name.strip().endsWith("." + backend))) {
            String text = url.toString();
            hidden.add(text.substring(0, text.length() - BACKENDS.length()));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> all = super.getResources(name);
    if (!name.startsWith(SERVICES)) {
      return all;
    }
    return Collections.enumeration(
        Collections.list(all).stream()
            .filter(url -> hidden.stream().noneMatch(url.toString()::startsWith))
            .toList());
  }
}
