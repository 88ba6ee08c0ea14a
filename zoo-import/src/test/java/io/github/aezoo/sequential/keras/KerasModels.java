package io.github.aezoo.sequential.keras;

import static io.github.aezoo.sequential.keras.KerasFile.settings;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models with seeded weights as Keras has them, with what each layer computes. */
final class KerasModels {
  private KerasModels() {}

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double elu(double x) {
    return x > 0 ? x : Math.expm1(x);
  }

  /** Layers with convolutions between images 12 x 10 of 3 colours and a code of 6. */
  static KerasFile convolutional(String type) {
    KerasFile f = new KerasFile(type, "autoencoder", 5);
    f.layer("InputLayer", "in", settings("batch_shape", Arrays.asList(null, 12, 10, 3)), x -> x);
    KerasFile.Array k = f.array(0, 0.2, 3, 3, 3, 4);
    KerasFile.Array b = f.array(0, 0.1, 4);
    f.weighted(
        "Conv2D",
        "conv",
        settings(
            "filters",
            4,
            "kernel_size",
            List.of(3, 3),
            "strides",
            List.of(2, 2),
            "padding",
            "same",
            "activation",
            "relu",
            "use_bias",
            true,
            "data_format",
            "channels_last",
            "groups",
            1),
        k,
        b,
        x -> x.conv(k.values(), 3, 3, 4, b.values(), 2, true, 1).each(v -> Math.max(0, v)));
    Map<String, KerasFile.Array> norm = new LinkedHashMap<>();
    norm.put("gamma", f.array(1, 0.1, 4));
    norm.put("beta", f.array(0, 0.1, 4));
    norm.put("moving_mean", f.array(0, 0.1, 4));
    norm.put("moving_variance", f.array(2, 0.1, 4));
    f.layer(
        "BatchNormalization",
        "norm",
        settings(
            "axis", List.of(3), "epsilon", 0.01, "momentum", 0.9, "scale", true, "center", true),
        norm,
        x ->
            x.normalised(
                norm.get("gamma").values(),
                norm.get("beta").values(),
                norm.get("moving_mean").values(),
                norm.get("moving_variance").values(),
                0.01));
    f.layer(
        "MaxPooling2D",
        "pool",
        settings("pool_size", List.of(2, 2), "padding", "same"),
        x -> x.pooled(2, 2, true, true)); // 3 x 3 x 4
    f.layer("Dropout", "drop", settings("rate", 0.5), x -> x);
    f.layer("Flatten", "flat", settings(), x -> x.shaped(1, 1, 36));
    KerasFile.Array dk = f.array(0, 0.2, 36, 6);
    KerasFile.Array db = f.array(0, 0.1, 6);
    f.weighted(
        "Dense",
        "code",
        settings("units", 6, "activation", "linear"),
        dk,
        db,
        x -> x.dense(dk.values(), 6, db.values()));
    f.layer(
        "LeakyReLU",
        "leaky",
        settings("negative_slope", 0.25),
        x -> x.each(v -> v > 0 ? v : 0.25 * v));
    KerasFile.Array ek = f.array(0, 0.3, 6, 18);
    KerasFile.Array eb = f.array(0, 0.1, 18);
    f.weighted(
        "Dense",
        "back",
        settings("units", 18, "activation", "elu"),
        ek,
        eb,
        x -> x.dense(ek.values(), 18, eb.values()).each(KerasModels::elu));
    f.layer("Reshape", "maps", settings("target_shape", List.of(3, 3, 2)), x -> x.shaped(3, 3, 2));
    KerasFile.Array tk = f.array(0, 0.3, 3, 3, 5, 2);
    KerasFile.Array tb = f.array(0, 0.1, 5);
    f.weighted(
        "Conv2DTranspose",
        "up",
        settings(
            "filters",
            5,
            "kernel_size",
            List.of(3, 3),
            "strides",
            List.of(2, 2),
            "padding",
            "same",
            "activation",
            "tanh"),
        tk,
        tb,
        x ->
            x.transposed(tk.values(), 3, 3, 5, tb.values(), 2, true).each(Math::tanh)); // 6 x 6 x 5
    f.layer(
        "UpSampling2D",
        "more",
        settings("size", List.of(2, 2), "interpolation", "nearest"),
        x -> x.repeated(2, 2)); // 12 x 12
    f.layer(
        "Cropping2D",
        "crop",
        settings("cropping", List.of(List.of(0, 0), List.of(2, 0))),
        x -> x.moved(0, -2, 12, 10));
    KerasFile.Array ok = f.array(0, 0.2, 2, 2, 5, 3);
    KerasFile.Array ob = f.array(0, 0.1, 3);
    f.weighted(
        "Conv2D",
        "out",
        settings(
            "filters",
            3,
            "kernel_size",
            List.of(2, 2),
            "strides",
            List.of(1, 1),
            "padding",
            "same",
            "activation",
            "sigmoid"),
        ok,
        ob,
        x -> x.conv(ok.values(), 2, 2, 3, ob.values(), 1, true, 1).each(KerasModels::sigmoid));
    return f;
  }

  /** Two models within a model, colours as rows. */
  static KerasFile nested() {
    KerasFile encoder = new KerasFile("Sequential", "encoder", 7);
    encoder.layer(
        "InputLayer", "in_e", settings("batch_shape", Arrays.asList(null, 4, 6, 3)), x -> x);
    KerasFile.Array vk = encoder.array(0, 0.2, 3, 2, 3, 3);
    KerasFile.Array vb = encoder.array(0, 0.1, 3);
    encoder.weighted(
        "Conv2D",
        "valid",
        settings(
            "filters",
            3,
            "kernel_size",
            List.of(3, 2),
            "padding",
            "valid",
            "dilation_rate",
            List.of(1, 1),
            "activation",
            "swish"),
        vk,
        vb,
        x ->
            x.conv(vk.values(), 3, 2, 3, vb.values(), 1, false, 1)
                .each(v -> v * sigmoid(v))); // 2 x 5 x 3
    encoder.layer(
        "AveragePooling2D",
        "mean",
        settings("pool_size", List.of(2, 2), "strides", List.of(1, 1), "padding", "same"),
        x -> x.pooled(2, 1, true, false));
    encoder.layer("Flatten", "flat", settings(), x -> x.shaped(1, 1, 30));
    Map<String, KerasFile.Array> norm = new LinkedHashMap<>();
    norm.put("beta", encoder.array(0, 0.1, 30));
    norm.put("moving_mean", encoder.array(0, 0.3, 30));
    norm.put("moving_variance", encoder.array(2, 0.1, 30));
    float[] ones = new float[30];
    Arrays.fill(ones, 1);
    encoder.layer(
        "BatchNormalization",
        "norm",
        settings("axis", -1, "epsilon", 0.001, "momentum", 0.99, "scale", false, "center", true),
        norm,
        x ->
            x.normalised(
                ones,
                norm.get("beta").values(),
                norm.get("moving_mean").values(),
                norm.get("moving_variance").values(),
                0.001));
    KerasFile.Array k = encoder.array(0, 0.2, 30, 5);
    KerasFile.Array b = encoder.array(0, 0.1, 5);
    encoder.weighted(
        "Dense",
        "dense",
        settings("units", 5, "activation", "relu"),
        k,
        b,
        x -> x.dense(k.values(), 5, b.values()).each(v -> Math.max(0, v)));
    KerasFile decoder = new KerasFile("Functional", "decoder", 8);
    decoder.layer("InputLayer", "in_d", settings("batch_shape", Arrays.asList(null, 5)), x -> x);
    KerasFile.Array ck = decoder.array(0, 0.2, 5, 8);
    KerasFile.Array cb = decoder.array(0, 0.1, 8);
    decoder.weighted(
        "Dense",
        "dense_2",
        settings("units", 8, "activation", "softplus"),
        ck,
        cb,
        x -> x.dense(ck.values(), 8, cb.values()).each(v -> Math.log1p(Math.exp(v))));
    KerasFile.Array ok = decoder.array(0, 0.2, 8, 72);
    decoder.layer(
        "Dense",
        "dense_3",
        settings("units", 72, "activation", "linear", "use_bias", false),
        Map.of("kernel", ok),
        x -> x.dense(ok.values(), 72, new float[72]));
    Map<String, KerasFile.Array> last = new LinkedHashMap<>();
    for (String name : List.of("gamma", "beta", "moving_mean", "moving_variance")) {
      last.put(name, decoder.array(2, 0.2, 72));
    }
    decoder.layer(
        "BatchNormalization",
        "norm_2",
        settings("axis", -1, "epsilon", 0.001, "momentum", 0.99),
        last,
        x ->
            x.normalised(
                last.get("gamma").values(),
                last.get("beta").values(),
                last.get("moving_mean").values(),
                last.get("moving_variance").values(),
                0.001));
    decoder.layer(
        "Activation", "end", settings("activation", "sigmoid"), x -> x.each(KerasModels::sigmoid));
    decoder.layer(
        "Reshape", "image", settings("target_shape", List.of(4, 6, 3)), x -> x.shaped(4, 6, 3));
    KerasFile whole = new KerasFile("Functional", "autoencoder", 9);
    whole.layer("InputLayer", "in", settings("batch_shape", Arrays.asList(null, 4, 6, 3)), x -> x);
    return whole.model(encoder).model(decoder);
  }
}
