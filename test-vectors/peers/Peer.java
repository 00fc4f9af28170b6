import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A peer with Java's SSLSocket: one suite, and the version that it is of.
 *
 * <pre>
 * java Peer.java server PORT SUITE CERTIFICATE KEY    answers each request with page.txt
 * java Peer.java client PORT SUITE AUTHORITY TIMES    asks so many times, resuming, and prints
 * </pre>
 */
public class Peer {
    static final String REQUEST = "GET /page.txt HTTP/1.0\r\nHost: localhost\r\n\r\n";
    static final char[] NO_PASSWORD = new char[0];

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        String[] suites = {arguments[2]};
        if (arguments[0].equals("server")) {
            serve(port, suites, arguments[3], arguments[4]);
        } else {
            ask(port, suites, arguments[3], Integer.parseInt(arguments[4]));
        }
    }

    static void serve(int port, String[] suites, String certificate, String key) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", key(key), NO_PASSWORD, new Certificate[] {certificate(certificate)});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance(version(suites[0]));
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket listener =
            (SSLServerSocket) context.getServerSocketFactory().createServerSocket(port);
        listener.setEnabledCipherSuites(suites);
        System.out.println("ready");
        while (true) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                request(socket.getInputStream());
                socket.getOutputStream().write(Files.readAllBytes(Path.of("page.txt")));
            }
        }
    }

    static void ask(int port, String[] suites, String authority, int times) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", certificate(authority));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance(version(suites[0]));
        context.init(null, trust.getTrustManagers(), null);
        for (int time = 0; time < times; time++) {
            try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
                socket.setEnabledCipherSuites(suites);
                socket.getOutputStream().write(REQUEST.getBytes());
                socket.getInputStream().transferTo(System.out);
            }
        }
    }

    /** The names of the suites of TLS 1.3 say nothing of a key exchange. */
    static String version(String suite) {
        return suite.contains("_WITH_") ? "TLSv1.2" : "TLSv1.3";
    }

    /** Reads up to the blank line that ends a request's head. */
    static void request(InputStream input) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.write(input.read());
        }
    }

    static Certificate certificate(String file) throws Exception {
        InputStream bytes = new ByteArrayInputStream(Files.readAllBytes(Path.of(file)));
        return CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    }

    /** An RSA key in PKCS#8, as PEM. */
    static PrivateKey key(String file) throws Exception {
        String base64 = Files.readString(Path.of(file)).replaceAll("-----[A-Z ]+-----", "");
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
