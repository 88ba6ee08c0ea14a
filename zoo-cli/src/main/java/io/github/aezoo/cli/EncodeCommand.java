package io.github.aezoo.cli;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.io.Npy;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.CodeBatch;
import io.github.aezoo.zoo.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes codes, one row a sample, a batch at a time. */
@CommandLine.Command(
    name = "encode",
    description = "Codes as .csv or .npy, one row a sample.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo encode undercomplete-deep.mnist --data mnist --out runs/codes.npy",
      "  zoo encode conv-base.mnist --data pictures --split train --out runs/c.csv"
    })
final class EncodeCommand extends Command {
  private static final int BATCH = 512;

  @Parameters(paramLabel = "MODEL", description = "An id, or a checkpoint folder.")
  private String model;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "What it is shown.")
  private String data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "A .csv file with a header (and the label, when there is one), or a .npy file.")
  private Path out;

  @Mixin private SplitOption split;

  @Option(names = "--overwrite", description = "Replaces FILE when it is there.")
  private boolean overwrite;

  @Override
  public Integer call() {
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".csv") && !name.endsWith(".npy")) {
      throw wrongUsage("--out: a name ending in .csv or .npy expected; came " + out);
    }
    Outputs.requireFree(out, overwrite);
    Checkpoint checkpoint = options().model(model);
    Dataset images = options().dataFor(checkpoint, data);
    Split part = split.of(images);
    int size = images.size(part);
    int codes = checkpoint.card().latentSize();
    try (Autoencoder autoencoder = checkpoint.load();
        Progress progress = progress("encode", size, Wording.of(images.shape()).many())) {
      SafeFiles.write(
          out,
          stream -> {
            boolean csv = name.endsWith(".csv");
            stream.write(csv ? csvHeader(codes, images) : Npy.header(size, codes));
            Iterator<CodeBatch> batches = autoencoder.encode(images, part, BATCH).iterator();
            while (batches.hasNext()) {
              CodeBatch batch = batches.next();
              stream.write(csv ? csv(batch, images, part) : raw(batch, codes));
              progress.at(batch.from() + batch.codes().length);
            }
          });
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put("data", images.name());
    json.put("split", part.id());
    json.put("samples", size);
    json.put("latentSize", codes);
    json.put("out", out.toString());
    print(json, () -> out().println(out));
    return 0;
  }

  private static byte[] csvHeader(int codes, Dataset images) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < codes; i++) {
      line.append(i == 0 ? "" : ",").append("code").append(i);
    }
    return line.append(images.classes().isEmpty() ? "\n" : ",label\n")
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] csv(CodeBatch batch, Dataset images, Split part) {
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < batch.codes().length; row++) {
      float[] code = batch.codes()[row];
      for (int i = 0; i < code.length; i++) {
        lines.append(i == 0 ? "" : ",").append(code[i]);
      }
      if (!images.classes().isEmpty()) {
        String name = images.className(part, batch.from() + row).orElse("");
        lines.append(',').append(quoted(name));
      }
      lines.append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  private static byte[] raw(CodeBatch batch, int codes) {
    int values = batch.codes().length * codes;
    ByteBuffer bytes = ByteBuffer.allocate(4 * values).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    for (float[] code : batch.codes()) {
      floats.put(code);
    }
    return bytes.array();
  }
}
