package io.github.aezoo.sequential.keras;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.DataLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An HDF5 file in memory, with no more trust than it needs: links are not followed, stored values
 * must lie in the file as they are, and sizes are compared with the file's before they are read.
 */
final class Hdf implements AutoCloseable {
  private static final int MAX_RANK = 8;

  private final String name;
  private final long bytes;
  private final HdfFile file;

  Hdf(String name, byte[] content) {
    this.name = name;
    this.bytes = content.length;
    this.file = guarded(() -> HdfFile.fromBytes(content));
  }

  /** The library's complaints about a file become one line. */
  private <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (ZooException e) {
      throw e;
    } catch (HdfException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | UnsupportedOperationException
        | ArithmeticException
        | NegativeArraySizeException
        | java.nio.BufferUnderflowException
        | ClassCastException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new ZooException(
          "%s is not a readable HDF5 file: %s"
              .formatted(name, reason.lines().findFirst().orElse("")),
          e);
    } catch (StackOverflowError e) {
      throw new ZooException(name + " is not a readable HDF5 file: it is nested too deeply", e);
    }
  }

  /** A node by its path from the root; empty when there is none. */
  private Optional<Node> find(String path) {
    Node at = file;
    for (String part : path.split("/", -1)) {
      if (!(at instanceof Group group)) {
        return Optional.empty();
      }
      at = group.getChildren().get(part);
      if (at == null) {
        return Optional.empty();
      }
      if (at.isLink()) {
        throw new ZooException(
            "%s: '%s' is a link: values themselves expected".formatted(name, path));
      }
    }
    return Optional.of(at);
  }

  /** Text of the root. */
  Optional<String> text(String attribute) {
    return guarded(
        () -> value(file, attribute).filter(String.class::isInstance).map(String.class::cast));
  }

  /** A list of texts of a group, which may be in parts. */
  String[] texts(String path, String attribute) {
    return guarded(
        () -> {
          Node group =
              find(path)
                  .orElseThrow(() -> new ZooException("%s has no '%s'".formatted(name, path)));
          Optional<Object> whole = value(group, attribute);
          StringBuilder all = new StringBuilder();
          for (int part = 0; whole.isEmpty() && part < 1000; part++) {
            Optional<Object> piece = value(group, attribute + part);
            if (piece.isEmpty()) {
              break;
            }
            all.append(String.join("\n", strings(piece.get()))).append('\n');
          }
          return whole
              .map(Hdf::strings)
              .orElseGet(() -> all.toString().lines().toArray(String[]::new));
        });
  }

  private static String[] strings(Object value) {
    if (value instanceof String one) {
      return new String[] {one};
    }
    // An empty list has no type of its own.
    return value instanceof String[] several ? several : new String[0];
  }

  private static Optional<Object> value(Node node, String attribute) {
    Attribute a = node.getAttributes().get(attribute);
    return a == null || a.isEmpty() ? Optional.empty() : Optional.ofNullable(a.getData());
  }

  /** An array of float32 or float64; empty when there is none of the name. */
  Optional<Tensor> tensor(String path) {
    return guarded(() -> find(path).map(node -> tensor(path, node)));
  }

  private Tensor tensor(String path, Node node) {
    if (!(node instanceof Dataset data)) {
      throw bad(path, "an array expected");
    }
    long[] shape = data.isScalar() ? new long[0] : data.getDimensionsAsLong();
    if (shape.length > MAX_RANK) {
      throw bad(path, "at most " + MAX_RANK + " dimensions expected");
    }
    Class<?> type = data.getJavaType();
    if (type != float.class && type != double.class) {
      throw bad(path, "float32 or float64 expected; got " + type);
    }
    if (!data.getFilters().isEmpty() || data.getDataLayout() == DataLayout.CHUNKED) {
      throw bad(path, "values in one piece expected, as Keras writes them");
    }
    long n = 1;
    for (long size : shape) {
      // Stored as it is, an array is no larger than the file.
      if (size < 1 || size > bytes || (n *= size) > bytes / Float.BYTES) {
        throw bad(
            path,
            "%s values expected in a file of %,d bytes".formatted(Arrays.toString(shape), bytes));
      }
    }
    Object flat = data.getDataFlat();
    float[] values = flat instanceof float[] f ? f : narrow(flat);
    if (values.length != n) {
      throw bad(path, "%d values expected; got %d".formatted(n, values.length));
    }
    return new Tensor(shape, values);
  }

  private static float[] narrow(Object flat) {
    if (flat instanceof double[] doubles) {
      float[] values = new float[doubles.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) doubles[i];
      }
      return values;
    }
    return flat instanceof Float one ? new float[] {one} : new float[0];
  }

  private ZooException bad(String path, String what) {
    return new ZooException("%s, '%s': %s".formatted(name, path, what));
  }

  @Override
  public void close() {
    file.close();
  }
}
