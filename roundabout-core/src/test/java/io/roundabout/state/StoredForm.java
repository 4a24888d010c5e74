package io.roundabout.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Rows as a released version stored them, as hexadecimal text under {@code src/test/resources/state}. */
public final class StoredForm {
    private StoredForm() {}

    /** Returns the bytes of a file; blanks and lines that start with # do not count. */
    public static byte[] read(String file) {
        try (InputStream in = StoredForm.class.getResourceAsStream("/state/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no stored form " + file);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.replaceAll("(?m)^#.*$", "").replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
