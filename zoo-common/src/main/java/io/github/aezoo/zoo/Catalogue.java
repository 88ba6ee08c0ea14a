package io.github.aezoo.zoo;

import io.github.aezoo.io.Json;
import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Wildcard;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.zoo.files.FileStamp;
import io.github.aezoo.zoo.files.KeptFiles;
import io.github.aezoo.zoo.files.Location;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The models that can be loaded by id: a {@code catalogue.json} and one folder a model beside it,
 * on the class path, on disk or on a server.
 *
 * <p>Listing reads one small file and starts nothing; sizes and SHA-256 are verified at every load.
 */
public final class Catalogue {
  /** Where a jar keeps its catalogue. */
  public static final String RESOURCE = "io/github/aezoo/pretrained/catalogue.json";

  /** The catalogue's name in its folder. */
  static final String FILE = "catalogue.json";

  /** Where a store keeps what servers gave. */
  private static final String MODELS = "models";

  private static final Pattern VERSIONED = Pattern.compile("(.+)\\.v(\\d{1,9})");

  private final List<Located> models;

  private record Located(Entry entry, Location location) {}

  private Catalogue(List<Located> models) {
    this.models = models;
  }

  /**
   * One model as the catalogue knows it.
   *
   * @param id {@code <family>-<variant>.<dataset>.v<n>}
   * @param family which family rebuilds it
   * @param variant which of the family's variants it is; null when it has its own hyper-parameters
   * @param dataset what it was trained on
   * @param input {@code [C, H, W]}
   * @param latentSize values of a code
   * @param parameters learned numbers
   * @param bytes size of the weights' file
   * @param sha256 of the weights' file
   * @param headline the number to remember
   * @param card the card's file
   */
  public record Entry(
      String id,
      String family,
      String variant,
      String dataset,
      List<Integer> input,
      int latentSize,
      long parameters,
      long bytes,
      String sha256,
      Headline headline,
      FileStamp card) {
    /** Checks what loading needs, and copies the shape. */
    public Entry {
      Objects.requireNonNull(id);
      Objects.requireNonNull(card);
      input = List.copyOf(input);
    }
  }

  /**
   * A model's most telling number.
   *
   * @param metric its id
   * @param unit its unit
   * @param split where it was measured
   * @param value in that unit
   */
  public record Headline(String metric, String unit, String split, double value) {}

  /**
   * The file's layout.
   *
   * @param format version of the layout
   * @param models one entry a model
   */
  record Layout(int format, List<Entry> models) {
    static final int FORMAT = 1;

    Layout {
      if (format != FORMAT) {
        throw new ZooException(
            "a catalogue of format %d expected; got %d: use a version of the zoo that knows it"
                .formatted(FORMAT, format));
      }
      models = List.copyOf(models);
    }
  }

  /** All catalogues on the class path as one. */
  public static Catalogue shipped() {
    try {
      List<URL> urls = Collections.list(Catalogue.class.getClassLoader().getResources(RESOURCE));
      List<Located> models = new ArrayList<>();
      for (URL url : urls) {
        models.addAll(at(url).models);
      }
      return new Catalogue(models);
    } catch (IOException e) {
      throw new ZooException(
          "cannot look for catalogues on the class path: " + SafeFiles.reason(e), e);
    }
  }

  /**
   * A private catalogue.
   *
   * @param fileOrUrl a {@code catalogue.json}, the folder that holds it, or the URL of either, a
   *     folder's ending in a slash
   * @throws ZooException when it cannot be read, or is no catalogue
   */
  public static Catalogue open(String fileOrUrl) {
    if (fileOrUrl.matches("(https?|file|jar):.*")) {
      return at(url(fileOrUrl));
    }
    try {
      Path path = Path.of(fileOrUrl);
      Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
      return at(file.toAbsolutePath().toUri().toURL());
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw noCatalogue(fileOrUrl, e);
    }
  }

  /**
   * A private catalogue, of which files that come from a server are kept: a model is downloaded
   * once, its size and SHA-256 are verified at every load, and what was loaded before needs no
   * server. Several processes may share a store.
   *
   * @param fileOrUrl as {@link #open(String)} takes it
   * @param store where files are kept, in the folder {@code models}; nothing is written before a
   *     file comes from a server
   * @param notice receives what a user should know, a line each: that a server cannot be reached
   *     and the last copy of its catalogue is used
   * @throws ZooException as {@link #open(String)}
   */
  public static Catalogue open(String fileOrUrl, Path store, Consumer<String> notice) {
    if (!fileOrUrl.matches("https?:.*")) {
      return open(fileOrUrl);
    }
    URL url = url(fileOrUrl);
    KeptFiles files = new KeptFiles(Location.beside(url), store.resolve(MODELS), notice);
    return of(files, files.latest(name(url), Catalogue::layout));
  }

  private static Catalogue at(URL url) {
    Location location = Location.beside(url);
    String name = name(url);
    return of(location, layout(location.read(name), location.describe(name)));
  }

  private static Catalogue of(Location location, Layout layout) {
    return new Catalogue(layout.models().stream().map(e -> new Located(e, location)).toList());
  }

  private static Layout layout(byte[] content, String where) {
    return Json.read(content, Layout.class, where);
  }

  private static String name(URL url) {
    return url.toString().substring(url.toString().lastIndexOf('/') + 1);
  }

  private static URL url(String address) {
    try {
      return URI.create(address.endsWith("/") ? address + FILE : address).toURL();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw noCatalogue(address, e);
    }
  }

  private static ZooException noCatalogue(String fileOrUrl, Exception e) {
    return new ZooException("a catalogue file or URL expected; got '" + fileOrUrl + "'", e);
  }

  /** All models, by id. */
  public List<Entry> entries() {
    return models.stream().map(Located::entry).sorted(Comparator.comparing(Entry::id)).toList();
  }

  /**
   * The models whose ids match a pattern, by id.
   *
   * @param pattern with {@code *} and {@code ?}, with a version or without; null for all
   */
  public List<Entry> matching(String pattern) {
    return entries().stream().filter(entry -> matches(pattern, entry.id())).toList();
  }

  static boolean matches(String pattern, String id) {
    String regex = pattern == null ? ".*" : Wildcard.regex(pattern);
    return id.matches(regex) || id.matches(regex + "\\.v\\d+");
  }

  /**
   * The entry of an id; without {@code .v<n>} the newest version.
   *
   * @throws ZooException when there is none; names the nearest id
   */
  public Entry entry(String id) {
    return located(id).entry;
  }

  /** Whether {@link #entry} has an answer. */
  public boolean has(String id) {
    return byId(id).isPresent();
  }

  private Located located(String id) {
    return byId(id)
        .orElseThrow(
            () -> {
              List<String> ids = models.stream().map(m -> m.entry.id()).toList();
              return new ZooException(
                  "unknown model '%s'; %s'zoo list' prints all %d"
                      .formatted(
                          id,
                          Nearest.to(id, ids).map(n -> "did you mean '" + n + "'? ").orElse(""),
                          ids.size()));
            });
  }

  private Optional<Located> byId(String id) {
    return models.stream()
        .filter(m -> m.entry.id().equals(id) || unversioned(m.entry.id()).equals(id))
        .max(Comparator.comparingInt(m -> version(m.entry.id())));
  }

  static String unversioned(String id) {
    Matcher m = VERSIONED.matcher(id);
    return m.matches() ? m.group(1) : id;
  }

  private static int version(String id) {
    Matcher m = VERSIONED.matcher(id);
    return m.matches() ? Integer.parseInt(m.group(2)) : 0;
  }

  /**
   * A model's files.
   *
   * @throws ZooException when the id is unknown or the card is not the one that was catalogued
   */
  public Checkpoint checkpoint(String id) {
    Located model = located(id);
    FileStamp stamp = model.entry.card();
    String where = model.location.describe(stamp.file());
    byte[] card = model.location.read(stamp);
    String folder = stamp.file().substring(0, Math.max(0, stamp.file().lastIndexOf('/')));
    Location inside = folder.isEmpty() ? model.location : model.location.inside(folder);
    return Checkpoint.open(inside, card, where);
  }

  /**
   * A model's files, from this catalogue or from a checkpoint folder.
   *
   * @throws ZooException when there is no such model; names the nearest id
   */
  public Checkpoint model(String idOrFolder) {
    return has(idOrFolder)
        ? checkpoint(idOrFolder)
        : folder(idOrFolder).map(Checkpoint::open).orElseGet(() -> checkpoint(idOrFolder));
  }

  /** A model's files as {@link #model} gives them; empty when there is no such model. */
  public Optional<Checkpoint> findModel(String idOrFolder) {
    return has(idOrFolder) || folder(idOrFolder).isPresent()
        ? Optional.of(model(idOrFolder))
        : Optional.empty();
  }

  private static Optional<Path> folder(String name) {
    return SafeFiles.path(name).filter(Files::isDirectory);
  }
}
