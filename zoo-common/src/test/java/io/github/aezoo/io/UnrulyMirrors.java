package io.github.aezoo.io;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Web servers of raw sockets, which can cut, stall and lie as no well-behaved server does. */
final class UnrulyMirrors implements AutoCloseable {
  private final List<ServerSocket> servers = new CopyOnWriteArrayList<>();
  private final AtomicInteger hungUp = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);

  /** Answers one request on an open connection. */
  @FunctionalInterface
  interface Answer {
    void to(OutputStream out, int request) throws IOException, InterruptedException;
  }

  /** Blocks until the test is over. */
  void untilOver() throws InterruptedException {
    over.await();
  }

  boolean running() {
    return over.getCount() > 0;
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    for (ServerSocket server : servers) {
      server.close();
    }
  }

  URI open(Answer answer, AtomicInteger requests) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    servers.add(server);
    daemon(
        () -> {
          while (!server.isClosed()) {
            try {
              Socket socket = server.accept();
              daemon(() -> serve(socket, answer, requests));
            } catch (IOException e) {
              // The test is over.
              return;
            }
          }
        });
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/file");
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "mirror");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket socket, Answer answer, AtomicInteger requests) {
    try (socket) {
      readHead(socket);
      answer.to(socket.getOutputStream(), requests.incrementAndGet());
    } catch (IOException | InterruptedException e) {
      // The client hung up, as it does after a time-out.
      hungUp.incrementAndGet();
    }
  }

  private static void readHead(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = socket.getInputStream().read();
      if (c < 0) {
        throw new IOException("hung up");
      }
      head.append((char) c);
    }
  }

  static void head(OutputStream out, int status, String... fields) throws IOException {
    String head = "HTTP/1.1 " + status + " x\r\nConnection: close\r\n";
    for (String field : fields) {
      head += field + "\r\n";
    }
    out.write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  static void whole(OutputStream out, byte[] body) throws IOException {
    head(out, 200, "Content-Length: " + body.length);
    out.write(body);
  }
}
