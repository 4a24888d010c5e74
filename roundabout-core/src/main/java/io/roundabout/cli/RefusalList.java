package io.roundabout.cli;

import io.roundabout.connector.Place;
import io.roundabout.vehicle.RefusedMessage;
import java.util.concurrent.atomic.AtomicLong;

/** Lists what of one source was refused, with its place, for the person who pushes. Bounded. Thread-safe. */
final class RefusalList {
    private static final long LISTED = 100;
    private static final String UNREADABLE = "bad-record";

    private final Terminal terminal;
    private final String source;
    private final String stream;
    private final AtomicLong listed = new AtomicLong();

    RefusalList(Terminal terminal, String source, String stream) {
        this.terminal = terminal;
        this.source = source;
        this.stream = stream;
    }

    /** Lists what the hub refused. */
    void add(Place place, RefusedMessage refused) {
        add(place, refused.code(), refused.text());
    }

    /** Lists what is no message. */
    void add(Place place, String reason) {
        add(place, UNREADABLE, reason);
    }

    /** Lists what would be refused. */
    void add(Place place, String code, String text) {
        long count = listed.incrementAndGet();
        if (count <= LISTED) {
            terminal.err().println(source + place.suffix() + ": " + code + ": " + text);
        } else if (count == LISTED + 1) {
            terminal.err().println(source + ": … further refusals are counted, not listed; see dead/" + stream);
        }
    }
}
