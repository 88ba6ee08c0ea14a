package io.github.aezoo.device;

import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.cpu.nativecpu.buffer.DefaultDataBufferFactory;

/** ND4J's memory for arrays, within the bound of {@link NativeMemory}. */
public final class BoundedBuffers extends DefaultDataBufferFactory {
  @Override
  public DataBuffer create(DataType type, long length, boolean initialize) {
    NativeMemory.taking(length * Math.max(1, type.width()));
    return super.create(type, length, initialize);
  }

  @Override
  public DataBuffer create(
      DataType type, long length, boolean initialize, MemoryWorkspace workspace) {
    if (workspace == null) {
      NativeMemory.taking(length * Math.max(1, type.width()));
    }
    return super.create(type, length, initialize, workspace);
  }

  @Override
  public DataBuffer createFloat(float[] data) {
    NativeMemory.taking((long) data.length * Float.BYTES);
    return super.createFloat(data);
  }

  @Override
  public DataBuffer createDouble(double[] data) {
    NativeMemory.taking((long) data.length * Double.BYTES);
    return super.createDouble(data);
  }
}
