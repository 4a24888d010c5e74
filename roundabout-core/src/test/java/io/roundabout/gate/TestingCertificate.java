package io.roundabout.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate for one host name, made by the JDK's keytool in a folder.
 *
 * @param keys key and certificate in a PKCS #12 file
 * @param pem the certificate alone
 */
record TestingCertificate(Path keys, Path pem) {
    static final String PASSWORD = "changeit";

    static TestingCertificate of(String host, Path folder) throws IOException, InterruptedException {
        TestingCertificate made = new TestingCertificate(folder.resolve(host + ".p12"), folder.resolve(host + ".pem"));
        made.keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-validity",
                "2");
        made.keytool("-exportcert", "-alias", "broker", "-rfc", "-file", made.pem.toString());
        return made;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Path said = keys.resolveSibling("keytool.out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new AssertionError("keytool: " + Files.readString(said));
        }
    }
}
