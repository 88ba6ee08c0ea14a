package io.github.aezoo.probe;

import io.github.aezoo.model.ModelFamily;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes the probe family known to {@code ServiceLoader} for the tests of one class: a file in
 * {@code META-INF/services} would make it known to every module that uses these tests.
 */
public final class WithProbe implements BeforeAllCallback, AfterAllCallback {
  private ClassLoader before;

  private static final class Loader extends ClassLoader {
    Loader(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
      return name.equals("META-INF/services/" + ModelFamily.class.getName())
          ? Collections.enumeration(Collections.list(getParent().getResources("probe.services")))
          : Collections.emptyEnumeration();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(new Loader(before));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Thread.currentThread().setContextClassLoader(before);
  }
}
