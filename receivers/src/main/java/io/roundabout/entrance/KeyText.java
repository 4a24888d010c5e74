package io.roundabout.entrance;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.roundabout.RefusalCode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be a key or a duplicate id. Source: docs/wire.md, section 1. */
final class KeyText {
    /** In bytes of UTF-8. */
    static final int LONGEST = 256;

    private KeyText() {}

    /** Returns the value as UTF-8, or null if it can be no key. */
    static byte @Nullable [] read(JsonParser parser, JsonToken token) throws IOException {
        boolean fits = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
        if (!fits || parser.getTextLength() > LONGEST) {
            return null;
        }
        byte[] utf8 = Utf8.encode(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        if (utf8 == null || !isValid(utf8)) {
            return null;
        }
        boolean minusZero = token == JsonToken.VALUE_NUMBER_INT && utf8.length == 2 && utf8[0] == '-' && utf8[1] == '0';
        return minusZero ? null : utf8;
    }

    static boolean isValid(byte[] utf8) {
        return utf8.length >= 1 && utf8.length <= LONGEST && Utf8.isValid(utf8, 0, utf8.length);
    }

    /** Says what is wrong with a {@code part}, the key or the id. */
    static Optional<Defect> defect(String part) {
        return Optional.of(new Defect(
                RefusalCode.BAD_KEY,
                "the " + part + " must be a string of 1 to 256 bytes of UTF-8, or an integer without leading zeros"
                        + " other than -0"));
    }
}
