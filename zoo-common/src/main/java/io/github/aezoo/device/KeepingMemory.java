package io.github.aezoo.device;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.CpuMemoryManager;

/** ND4J's copies between buffers, with buffers that live until a copy ends. */
public final class KeepingMemory extends CpuMemoryManager {
  @Override
  public void memcpy(DataBuffer to, DataBuffer from) {
    try {
      super.memcpy(to, from);
    } finally {
      Reference.reachabilityFence(to);
      Reference.reachabilityFence(from);
    }
  }

  @Override
  public void memset(INDArray array) {
    try {
      super.memset(array);
    } finally {
      Reference.reachabilityFence(array);
    }
  }
}
