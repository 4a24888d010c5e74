package io.roundabout.entrance;

import io.roundabout.RefusalCode;
import io.roundabout.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the door of a stream by its name, in the catalogue in force. Confined to the event loop. */
final class StreamDoors {
    /** Names are chosen by vehicles, so what is remembered of them is bounded, in names. */
    private static final int MOST_REMEMBERED = 10_000;

    private static final int NAMED_AS_NEAREST = 3;

    private final HubLine hub;
    private final Map<String, StreamDoor> doors = new HashMap<>();
    private StreamCatalog catalog;
    private int edition;

    StreamDoors(HubLine hub) {
        this.hub = hub;
        this.catalog = hub.catalog();
    }

    /** Returns the number of the catalogue in force; a door found in another one is to be looked up again. */
    // A new catalogue is a new object; to compare the contents for every message would be slow.
    @SuppressWarnings("ReferenceEquality")
    int edition() {
        StreamCatalog inForce = hub.catalog();
        if (inForce != catalog) {
            catalog = inForce;
            edition++;
            doors.clear();
        }
        return edition;
    }

    StreamDoor of(String name) {
        edition();
        if (doors.size() >= MOST_REMEMBERED) {
            doors.clear();
        }
        return doors.computeIfAbsent(name, this::find);
    }

    /** Lets the first message through the door of a stream nobody declared, or closes it. */
    StreamDoor admit(StreamDoor door) {
        if (!hub.admits(door.name())) {
            return StreamDoor.closed(door.name(), new Defect(RefusalCode.UNKNOWN_STREAM, oneTooMany(door.name())));
        }
        door.admit();
        return door;
    }

    private StreamDoor find(String name) {
        return defect(name, catalog)
                .map(defect -> StreamDoor.closed(name, defect))
                .orElseGet(() -> ajar(name));
    }

    private StreamDoor ajar(String name) {
        boolean declared = catalog.declared().containsKey(name);
        StreamDefinition definition = catalog.find(name).orElseThrow();
        return declared ? StreamDoor.open(definition) : StreamDoor.undeclared(definition);
    }

    /** Returns why nothing can be sent to a stream; empty if it can. A pure function. */
    static Optional<Defect> defect(String name, StreamCatalog catalog) {
        if (!Words.isName(name)) {
            return Optional.of(new Defect(RefusalCode.BAD_NAME, badName(name)));
        }
        return catalog.find(name).isPresent()
                ? Optional.empty()
                : Optional.of(new Defect(RefusalCode.UNKNOWN_STREAM, unknown(name, catalog)));
    }

    private static String badName(String name) {
        return "stream '" + Answers.quotable(name)
                + "' is no NAME: letters, digits, '_', '-' and single dots, a letter first, at most 64 characters;"
                + " 'key', 'dead' and 'jobs' are reserved. Correct the name.";
    }

    private static String oneTooMany(String name) {
        return "stream '" + name + "' is not declared, and the hub has as many undeclared names as it takes"
                + " (undeclared.most). Use one of those, or declare the streams in a pipeline file.";
    }

    private static String unknown(String name, StreamCatalog catalog) {
        List<String> nearest = Words.nearest(name, catalog.declared().keySet(), NAMED_AS_NEAREST);
        String known = nearest.isEmpty() ? "no stream is declared" : "nearest: " + String.join(", ", nearest);
        return "stream '" + name + "' is not declared; " + known + ". Correct the name or declare the stream.";
    }
}
