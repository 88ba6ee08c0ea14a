package io.github.aezoo.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.io.ZooException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of Weka and of NumPy. */
final class OtherFormatsTest {
  @TempDir private Path folder;

  private static byte[] npy(
      String type,
      String order,
      String shape,
      int bytes,
      int n,
      BiConsumer<ByteBuffer, Integer> value) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n".formatted(type, order, shape);
    ByteBuffer out = ByteBuffer.allocate(10 + header.length() + bytes * n);
    out.order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0);
    out.put((byte) header.length()).put((byte) 0);
    out.put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < n; i++) {
      value.accept(out, i);
    }
    return out.array();
  }

  /** Ten rows of 0, 1; 2, 3; ... */
  private static byte[] matrix() {
    return npy("<f8", "False", "10, 2", 8, 20, (out, i) -> out.putDouble(i == 3 ? Double.NaN : i));
  }

  private static byte[] classes() {
    return npy("<i8", "False", "10,", 8, 10, (out, i) -> out.putLong(i == 9 ? 1 : 0));
  }

  @Test
  void aMatrixIsATable() throws IOException {
    Path file = Files.write(folder.resolve("rows.npy"), matrix());
    Dataset data = Tables.open(file);
    assertThat(data.name()).isEqualTo("rows:validation=0");
    assertThat(Tables.cells(data).get(2)).containsExactly("4", "5");
    assertThat(data.preparation().orElseThrow().columns().get(1).missing()).isEqualTo(1);
    assertThat(data.classes()).isEmpty();
    Files.write(folder.resolve("y.npy"), classes());
    Dataset labelled = Tables.open(file);
    assertThat(labelled.classes()).containsExactly("0", "1");
    assertThat(labelled.notes()).containsExactly("column 'label' is y.npy beside it");
    Files.write(folder.resolve("y.npy"), npy("<i8", "False", "3,", 8, 3, (o, i) -> o.putLong(i)));
    assertThatThrownBy(() -> Tables.open(file))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("10 classes expected in y.npy beside it, one a row; got 3");
  }

  @Test
  void otherNumbersAndOrdersAreRead() throws IOException {
    Path file = folder.resolve("rows.npy");
    Files.write(file, npy(">i2", "True", "3, 2", 2, 6, (out, i) -> out.putShort((short) (i - 2))));
    assertThat(Tables.cells(Tables.open(file)))
        .containsExactly(List.of("-2", "1"), List.of("-1", "2"), List.of("0", "3"));
    Files.write(file, npy("|u1", "False", "2, 2", 1, 4, (out, i) -> out.put((byte) (200 + i))));
    assertThat(Tables.cells(Tables.open(file)).get(1)).containsExactly("202", "203");
    Files.write(file, npy("<f4", "False", "4,", 4, 4, (out, i) -> out.putFloat(i)));
    assertThatThrownBy(() -> Tables.open(file))
        .hasMessageContaining("a table [rows, columns] expected; got the shape [4]");
    Files.write(file, npy("<c8", "False", "2, 2", 8, 4, (out, i) -> out.putDouble(i)));
    assertThatThrownBy(() -> Tables.open(file)).hasMessageContaining("numbers or texts expected");
    Files.write(file, npy("<f8", "False", "1000000, 2", 8, 4, (out, i) -> out.putDouble(i)));
    assertThatThrownBy(() -> Tables.open(file)).hasMessageContaining("2000000 values expected");
  }

  @Test
  void anArchiveHasAMatrixAndClasses() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("y.npy"));
      zip.write(classes());
      zip.putNextEntry(new ZipEntry("X.npy"));
      zip.write(matrix());
    }
    Dataset data = Tables.open(Files.write(folder.resolve("rows.npz"), bytes.toByteArray()));
    assertThat(data.shape().width()).isEqualTo(2);
    assertThat(data.className(Split.TRAIN, 9)).contains("1");
    assertThat(data.notes()).containsExactly("column 'label' is array y");
  }

  @Test
  void arffHasNamesKindsAndRows() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("rows.arff"),
            """
            % comment
            @relation x
            @attribute 'a b' numeric
            @ATTRIBUTE code {0,1}
            @attribute class {normal,'an outlier'}
            @data
            1.5,0,normal
            % comment
            ?,1,'an outlier'
            3, 1, normal
            """);
    Dataset data = Tables.open(file);
    assertThat(data.classes()).containsExactly("an outlier", "normal");
    assertThat(data.preparation().orElseThrow().columns().get(0).name()).isEqualTo("a b");
    assertThat(data.preparation().orElseThrow().columns().get(0).missing()).isEqualTo(1);
    assertThat(data.preparation().orElseThrow().columns().get(1))
        .isInstanceOf(TableColumn.Categorical.class);
    assertThat(data.place(Split.TRAIN, 1)).isEqualTo(9);
    Path sparse = Files.writeString(folder.resolve("s.arff"), "@attribute a real\n@data\n{0 1}\n");
    assertThatThrownBy(() -> Tables.open(sparse))
        .hasMessageContaining("line 3: rows with all their values");
    Path none = Files.writeString(folder.resolve("n.arff"), "@attribute a real\n");
    assertThatThrownBy(() -> Tables.open(none)).hasMessageContaining("a line @data expected");
  }
}
