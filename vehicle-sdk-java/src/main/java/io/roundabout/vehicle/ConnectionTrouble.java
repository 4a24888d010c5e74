package io.roundabout.vehicle;

import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.regex.Pattern;

/** Says to a person why a connection failed: without what the AMQP client calls its parts, and without the address twice. */
final class ConnectionTrouble {
    static final String LOST = "the connection was lost";

    private static final Pattern CONDITION = Pattern.compile(" \\[condition = [^\\]]*]$");
    private static final Pattern FAILED = Pattern.compile("^The JMS connection has failed: ");
    /** As a socket shows it: the name, if there was one, a slash and the number. */
    private static final Pattern ADDRESS = Pattern.compile(": [^ /]*/[0-9A-Fa-f:.\\[\\]%]+$");

    private static final Pattern HUNG_UP = Pattern.compile(
            "JMS|Provider|remotely closed|non-connected transport|reset|Broken pipe|closed channel|Stream closed|EOF|^$",
            Pattern.CASE_INSENSITIVE);

    private ConnectionTrouble() {}

    static String text(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        if (root instanceof UnknownHostException || root instanceof UnresolvedAddressException) {
            return "the name of its host is not known";
        }
        if (root instanceof RuntimeException) {
            // The client stumbles where the other side hangs up while it connects.
            return LOST;
        }
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        for (Pattern ours : new Pattern[] {CONDITION, FAILED, ADDRESS}) {
            text = ours.matcher(text).replaceFirst("");
        }
        return HUNG_UP.matcher(text).find() ? LOST : text;
    }

    /** Returns what the hub said, without the condition that the client adds: it is the exception's code here. */
    static String withoutCondition(String text) {
        return CONDITION.matcher(text).replaceFirst("");
    }
}
