package io.roundabout.connector;

import io.roundabout.vehicle.Message;
import java.util.Objects;

/** A record of a source: a message to push, or what could not be made one. */
public sealed interface SourceRecord {
    /** Returns where it stands in the source. */
    Place place();

    /**
     * A message to push.
     *
     * @param place where it stands
     * @param message its body; key and id where the source knows them
     */
    record Usable(Place place, Message message) implements SourceRecord {
        public Usable {
            Objects.requireNonNull(place, "place is null");
            Objects.requireNonNull(message, "message is null");
        }
    }

    /**
     * A record that is no message; those after it can be read.
     *
     * @param place where it stands
     * @param reason what is wrong with it, and what to do
     */
    record Unusable(Place place, String reason) implements SourceRecord {
        public Unusable {
            Objects.requireNonNull(place, "place is null");
            Objects.requireNonNull(reason, "reason is null");
        }
    }
}
