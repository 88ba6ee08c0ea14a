package io.github.aezoo.device;

import java.lang.ref.Reference;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ndarray.INDArrayStatistics;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.IndexAccumulation;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.aggregates.Aggregate;
import org.nd4j.linalg.api.ops.aggregates.Batch;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterUpdate.UpdateOp;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.api.shape.TadPack;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * ND4J's executioner, with operands that live until a call ends.
 *
 * <p>Native code reads addresses. In compiled code ND4J's executioner, and whoever called it, need
 * an array no longer once its address was read: a collection just then frees what the native code
 * still reads, and the process dies. An operation and a context hold their arrays, and a fence
 * behind the call holds both.
 */
public final class KeepingExecutioner extends NativeOpExecutioner {
  @Override
  public INDArray exec(Op op) {
    try {
      return super.exec(op);
    } finally {
      Reference.reachabilityFence(op);
    }
  }

  @Override
  public INDArray exec(Op op, OpContext context) {
    try {
      return super.exec(op, context);
    } finally {
      Reference.reachabilityFence(op);
      Reference.reachabilityFence(context);
    }
  }

  @Override
  public INDArray exec(IndexAccumulation op) {
    try {
      return super.exec(op);
    } finally {
      Reference.reachabilityFence(op);
    }
  }

  @Override
  public INDArray exec(IndexAccumulation op, OpContext context) {
    try {
      return super.exec(op, context);
    } finally {
      Reference.reachabilityFence(op);
      Reference.reachabilityFence(context);
    }
  }

  @Override
  public INDArray exec(Variance op) {
    try {
      return super.exec(op);
    } finally {
      Reference.reachabilityFence(op);
    }
  }

  @Override
  public INDArray exec(ReduceOp op) {
    try {
      return super.exec(op);
    } finally {
      Reference.reachabilityFence(op);
    }
  }

  @Override
  public INDArray exec(ReduceOp op, OpContext context) {
    try {
      return super.exec(op, context);
    } finally {
      Reference.reachabilityFence(op);
      Reference.reachabilityFence(context);
    }
  }

  @Override
  public INDArray exec(ScalarOp op) {
    try {
      return super.exec(op);
    } finally {
      Reference.reachabilityFence(op);
    }
  }

  @Override
  public INDArray exec(ScalarOp op, OpContext context) {
    try {
      return super.exec(op, context);
    } finally {
      Reference.reachabilityFence(op);
      Reference.reachabilityFence(context);
    }
  }

  @Override
  public INDArray exec(BroadcastOp op) {
    try {
      return super.exec(op);
    } finally {
      Reference.reachabilityFence(op);
    }
  }

  @Override
  public INDArray exec(BroadcastOp op, OpContext context) {
    try {
      return super.exec(op, context);
    } finally {
      Reference.reachabilityFence(op);
      Reference.reachabilityFence(context);
    }
  }

  @Override
  public INDArray exec(RandomOp op) {
    try {
      return super.exec(op);
    } finally {
      Reference.reachabilityFence(op);
    }
  }

  @Override
  public INDArray exec(RandomOp op, Random random) {
    try {
      return super.exec(op, random);
    } finally {
      Reference.reachabilityFence(op);
      Reference.reachabilityFence(random);
    }
  }

  @Override
  public INDArray exec(RandomOp op, OpContext context, Random random) {
    try {
      return super.exec(op, context, random);
    } finally {
      Reference.reachabilityFence(op);
      Reference.reachabilityFence(context);
      Reference.reachabilityFence(random);
    }
  }

  @Override
  public INDArray[] exec(CustomOp op) {
    try {
      return super.exec(op);
    } finally {
      Reference.reachabilityFence(op);
    }
  }

  @Override
  public INDArray[] exec(CustomOp op, OpContext context) {
    try {
      return super.exec(op, context);
    } finally {
      Reference.reachabilityFence(op);
      Reference.reachabilityFence(context);
    }
  }

  @Override
  public <T extends Aggregate> void exec(Batch<T> batch) {
    try {
      super.exec(batch);
    } finally {
      Reference.reachabilityFence(batch);
    }
  }

  @Override
  public void exec(List<Aggregate> batch) {
    try {
      super.exec(batch);
    } finally {
      Reference.reachabilityFence(batch);
    }
  }

  @Override
  public void exec(Aggregate op) {
    try {
      super.exec(op);
    } finally {
      Reference.reachabilityFence(op);
    }
  }

  @Override
  public List<LongShapeDescriptor> calculateOutputShape(CustomOp op) {
    try {
      return super.calculateOutputShape(op);
    } finally {
      Reference.reachabilityFence(op);
    }
  }

  @Override
  public List<LongShapeDescriptor> calculateOutputShape(CustomOp op, OpContext context) {
    try {
      return super.calculateOutputShape(op, context);
    } finally {
      Reference.reachabilityFence(op);
      Reference.reachabilityFence(context);
    }
  }

  @Override
  public void scatterUpdate(
      UpdateOp op, INDArray array, INDArray indices, INDArray updates, int[] axis) {
    try {
      super.scatterUpdate(op, array, indices, updates, axis);
    } finally {
      Reference.reachabilityFence(op);
      Reference.reachabilityFence(array);
      Reference.reachabilityFence(indices);
      Reference.reachabilityFence(updates);
    }
  }

  @Override
  public INDArrayStatistics inspectArray(INDArray array) {
    try {
      return super.inspectArray(array);
    } finally {
      Reference.reachabilityFence(array);
    }
  }

  @Override
  public TadPack tadShapeInfoAndOffsets(INDArray array, int[] dimension) {
    try {
      return super.tadShapeInfoAndOffsets(array, dimension);
    } finally {
      Reference.reachabilityFence(array);
    }
  }

  @Override
  public String getString(DataBuffer buffer, long index) {
    try {
      return super.getString(buffer, index);
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }
}
