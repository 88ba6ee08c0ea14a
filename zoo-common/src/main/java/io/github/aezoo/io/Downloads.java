package io.github.aezoo.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Downloads files whose SHA-256 is known, from the first of several mirrors that gives it: a file
 * is there whole and verified, or not at all.
 *
 * <p>Nothing is resumed: a cut download starts again, on the next mirror first.
 */
public final class Downloads {
  private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 425, 429, 500, 502, 503, 504);

  private final Policy policy;

  /** Made when it is first needed: opening local data needs none. */
  private HttpClient client;

  /** Downloads with limits of one's own. */
  public Downloads(Policy policy) {
    this.policy = policy;
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(policy.connect())
              // Follows redirects, but never from https to http.
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
    }
    return client;
  }

  /** Downloads with {@link Policy#STANDARD}. */
  public Downloads() {
    this(Policy.STANDARD);
  }

  /**
   * Limits of time and tries.
   *
   * @param connect until a connection stands
   * @param stall until an answer begins, and between two pieces of it
   * @param total for one try at one mirror
   * @param rounds how often each mirror is tried, at least 1
   * @param backoff the pause before the second round; doubles with each further one
   */
  public record Policy(
      Duration connect, Duration stall, Duration total, int rounds, Duration backoff) {
    /** 15 s to connect, 30 s without a byte, an hour a file, three rounds 2 s and 4 s apart. */
    public static final Policy STANDARD =
        new Policy(
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            3,
            Duration.ofSeconds(2));

    /** Checks the number of rounds. */
    public Policy {
      if (rounds < 1) {
        throw new IllegalArgumentException("a mirror is tried at least once; got " + rounds);
      }
    }
  }

  /** Which bytes a SHA-256 is of. */
  public enum Digested {
    /** The file as it comes. */
    AS_RECEIVED,
    /** The content of the gzip file that comes; as it comes when a mirror has unpacked it. */
    UNPACKED
  }

  /**
   * A file to download.
   *
   * @param mirrors http or https addresses, the preferred one first
   * @param target where the file goes, as received
   * @param sha256 64 lower-case hexadecimal digits
   * @param digested which bytes the digest is of
   * @param maxBytes the most that may come, and the most that it may unpack to
   */
  public record Request(
      List<URI> mirrors, Path target, String sha256, Digested digested, long maxBytes) {
    /** Copies the list. */
    public Request {
      mirrors = List.copyOf(mirrors);
    }

    /** gzip makes incompressible bytes a little longer. */
    private long maxReceived() {
      return digested == Digested.AS_RECEIVED ? maxBytes : maxBytes + maxBytes / 100 + 4096;
    }
  }

  /**
   * Downloads a file.
   *
   * @param listener receives the bytes that came so far; begins again with each try
   * @throws ZooException naming each mirror and why it failed; the target is then as it was
   */
  public void fetch(Request request, LongConsumer listener) {
    Map<URI, String> reasons = new LinkedHashMap<>();
    Map<URI, Boolean> hopeless = new LinkedHashMap<>();
    for (int round = 0; round < policy.rounds(); round++) {
      List<URI> left =
          request.mirrors().stream().filter(m -> !hopeless.getOrDefault(m, false)).toList();
      if (round > 0 && !left.isEmpty()) {
        pause(policy.backoff().multipliedBy(1L << Math.min(round - 1, 10)), request);
      }
      for (URI mirror : left) {
        try {
          attempt(mirror, request, listener);
          return;
        } catch (MirrorFailure e) {
          reasons.put(mirror, e.getMessage());
          hopeless.put(mirror, !e.worthAnotherTry);
        }
      }
    }
    throw new ZooException(
        "cannot download %s: %s; check the network or put the file there yourself"
            .formatted(
                request.target(),
                reasons.isEmpty()
                    ? "it has no mirrors"
                    : reasons.entrySet().stream()
                        .map(e -> e.getKey() + " (" + e.getValue() + ")")
                        .collect(Collectors.joining(", "))));
  }

  private static ZooException interrupted(Request request, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ZooException(
        "the download of " + request.target() + " was interrupted; start it again", e);
  }

  private static void pause(Duration time, Request request) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(request, e);
    }
  }

  private void attempt(URI mirror, Request request, LongConsumer listener) {
    HttpResponse<InputStream> response = send(mirror, request);
    try (WatchedStream body = new WatchedStream(response.body(), policy.stall(), policy.total())) {
      if (response.statusCode() != 200) {
        throw new MirrorFailure(
            "HTTP status " + response.statusCode(),
            WORTH_ANOTHER_TRY.contains(response.statusCode()));
      }
      long announced = response.headers().firstValueAsLong("Content-Length").orElse(0);
      if (announced > request.maxReceived()) {
        throw tooLong(request);
      }
      SafeFiles.write(request.target(), out -> receive(body, out, request, listener));
    } catch (IOException e) {
      throw new MirrorFailure(reason(e), true);
    }
  }

  private HttpResponse<InputStream> send(URI mirror, Request request) {
    try {
      HttpRequest get =
          HttpRequest.newBuilder(mirror)
              .timeout(policy.stall())
              .header("User-Agent", "autoencoder-zoo")
              .GET()
              .build();
      return client().send(get, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IllegalArgumentException e) {
      throw new MirrorFailure("it is not an http or https address", false);
    } catch (IOException e) {
      throw new MirrorFailure(reason(e), true);
    } catch (InterruptedException e) {
      throw interrupted(request, e);
    }
  }

  /** Writes what comes and checks it; runs before the file gets its name. */
  private static void receive(
      InputStream body, OutputStream out, Request request, LongConsumer listener)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    Tee received = new Tee(body, out, request, listener);
    try {
      InputStream content = received;
      if (request.digested() == Digested.UNPACKED) {
        PushbackInputStream start = new PushbackInputStream(received, 2);
        byte[] magic = start.readNBytes(2);
        start.unread(magic);
        // A mirror may have unpacked the file on the way (HTTP's Content-Encoding).
        boolean gzip = Gzip.is(magic);
        content = gzip ? new GZIPInputStream(start, 1 << 16) : start;
      }
      InputStream digested = new DigestInputStream(content, digest);
      byte[] buffer = new byte[1 << 16];
      long unpacked = 0;
      for (int n = digested.read(buffer); n >= 0; n = digested.read(buffer)) {
        unpacked += n;
        if (unpacked > request.maxBytes()) {
          throw tooLong(request);
        }
      }
      received.transferTo(OutputStream.nullOutputStream());
    } catch (ZipException | EOFException e) {
      throw new MirrorFailure("the gzip file that came is damaged", false);
    }
    String came = Sha256.hex(digest.digest());
    if (!came.equals(request.sha256())) {
      throw new MirrorFailure(
          "expected SHA-256 %s, got %s in %d bytes"
              .formatted(request.sha256(), came, received.count),
          false);
    }
  }

  private static MirrorFailure tooLong(Request request) {
    return new MirrorFailure("more than the expected " + request.maxBytes() + " bytes came", false);
  }

  private static String reason(IOException e) {
    if (e instanceof HttpConnectTimeoutException) {
      return "no connection in time";
    }
    if (e instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    if (e instanceof ConnectException) {
      return "cannot connect";
    }
    return SafeFiles.reason(e);
  }

  /**
   * One mirror failed; unchecked, so that {@link SafeFiles} passes it on as it is while trouble
   * with the disk (where another mirror would not help) stays an {@link IOException}.
   */
  private static final class MirrorFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean worthAnotherTry;

    MirrorFailure(String message, boolean worthAnotherTry) {
      super(message);
      this.worthAnotherTry = worthAnotherTry;
    }
  }

  /** Passes on what is read from the network and writes it to the file. */
  private static final class Tee extends InputStream {
    private final InputStream in;
    private final OutputStream out;
    private final Request request;
    private final LongConsumer listener;
    private long count;
    private boolean ended;

    Tee(InputStream in, OutputStream out, Request request, LongConsumer listener) {
      this.in = in;
      this.out = out;
      this.request = request;
      this.listener = listener;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int n = read(one, 0, 1);
      return n < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n;
      try {
        n = in.read(into, offset, length);
      } catch (IOException e) {
        throw new MirrorFailure("cut after %d bytes: %s".formatted(count, reason(e)), true);
      }
      if (n < 0) {
        ended = true;
        return n;
      }
      out.write(into, offset, n);
      count += n;
      if (count > request.maxReceived()) {
        throw tooLong(request);
      }
      listener.accept(count);
      return n;
    }

    @Override
    public int available() {
      // GZIPInputStream asks whether another gzip member follows: let it look.
      return ended ? 0 : 1;
    }
  }
}
