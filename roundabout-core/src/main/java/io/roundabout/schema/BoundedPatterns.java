package io.roundabout.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/**
 * Regular expressions of the JDK that give up when they look at too many characters: one that backtracks, on a text made for
 * it, would otherwise keep every vehicle waiting. Thread-safe.
 */
final class BoundedPatterns implements RegularExpressionFactory {
    /** Steps for a text, and for each of its characters: far beyond what a pattern takes that does not backtrack. */
    private static final int STEPS = 10_000;

    private static final int STEPS_PER_CHARACTER = 100;

    @Override
    public RegularExpression getRegularExpression(String regex) {
        Pattern pattern = Pattern.compile(
                RegularExpressions.replaceLongformCharacterProperties(RegularExpressions.replaceDollarAnchors(regex)));
        return text -> pattern.matcher(new Counted(text)).find();
    }

    /** A text that counts how often it is looked at. Confined to one match. */
    private static final class Counted implements CharSequence {
        private final CharSequence text;
        private long left;

        Counted(CharSequence text) {
            this.text = text;
            this.left = STEPS + (long) STEPS_PER_CHARACTER * text.length();
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooManyStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
