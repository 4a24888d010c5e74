package io.roundabout.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Something to push: a file, or standard input.
 *
 * @param name as it is shown
 * @param file the file; empty: standard input
 */
record PushSource(String name, Optional<Path> file) {
    private static final int BEGINNING_BYTES = 1 << 16;

    static final PushSource STANDARD_INPUT = new PushSource("-", Optional.empty());

    static PushSource of(Path file) {
        return new PushSource(file.toString(), Optional.of(file));
    }

    InputStream open(Terminal terminal) {
        if (file.isEmpty()) {
            return terminal.in();
        }
        try {
            return Files.newInputStream(file.get());
        } catch (IOException e) {
            throw new CommandFailedException("cannot read '" + name + "': " + e.getMessage(), e);
        }
    }

    /** Returns the length in bytes; -1 if nobody knows. */
    long length() {
        try {
            return file.isPresent() ? Files.size(file.get()) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * Returns the session to push in. The same file to the same stream has the same one, and resumes; a file that was changed
     * has another, and starts anew, as standard input always does.
     */
    String session(String stream) {
        if (file.isEmpty()) {
            return "push-" + UUID.randomUUID();
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String identity = stream + "\n" + file.get().toRealPath() + "\n" + Files.size(file.get()) + "\n"
                    + Files.getLastModifiedTime(file.get()).toMillis() + "\n";
            digest.update(identity.getBytes(StandardCharsets.UTF_8));
            digest.update(in.readNBytes(BEGINNING_BYTES));
            return "push-" + HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new CommandFailedException("cannot read '" + name + "': " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
