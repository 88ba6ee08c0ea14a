package io.github.aezoo.device;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.nd4j.common.io.ClassPathResource;
import org.nd4j.common.io.Resource;

/**
 * ND4J's CPU backend with an executioner that keeps operands alive and with a bound of memory.
 *
 * <p>ND4J finds it as a service whoever starts it, so that programs need no JVM option. The simple
 * name is that of ND4J's own: {@link BackendLoader} hides both by it.
 */
public final class CpuBackend extends org.nd4j.linalg.cpu.nativecpu.CpuBackend {
  private static final String PROPERTIES = "/nd4j-native.properties";

  /** Before ND4J's own and behind that of CUDA. */
  @Override
  public int getPriority() {
    return super.getPriority() + 1;
  }

  // Called when this backend is chosen, before anything native loads.
  @Override
  public Resource getConfigurationResource() {
    NativeMemory.prepare();
    return new Configuration();
  }

  /** ND4J's own, which differs by release, and our classes. System properties go before both. */
  private static final class Configuration extends ClassPathResource {
    Configuration() {
      super(PROPERTIES, org.nd4j.linalg.cpu.nativecpu.CpuBackend.class.getClassLoader());
    }

    @Override
    public InputStream getInputStream() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = super.getInputStream()) {
        properties.load(in);
      }
      properties.setProperty("opexec", KeepingExecutioner.class.getName());
      properties.setProperty("blas.ops", KeepingBlas.class.getName());
      properties.setProperty("databufferfactory", BoundedBuffers.class.getName());
      properties.setProperty("memorymanager", KeepingMemory.class.getName());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      properties.store(out, null);
      return new ByteArrayInputStream(out.toByteArray());
    }
  }
}
