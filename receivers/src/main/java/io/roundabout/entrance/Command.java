package io.roundabout.entrance;

import java.util.Optional;
import java.util.OptionalLong;

/** A line that starts with one {@code !}. Arrays are not copied. */
sealed interface Command {

    /**
     * The greeting.
     *
     * @param vehicle its name, empty if it gave none
     * @param session the session to go on with, or empty if none is to be remembered
     * @param known refusals above this number are repeated
     * @param resume the vehicle's own last {@code +ok}
     * @param acks what it wants to be told
     */
    record Hello(String vehicle, Optional<String> session, OptionalLong known, OptionalLong resume, AckMode acks)
            implements Command {}

    /** Messages that follow belong to the stream called {@code name}, which may be no valid name. */
    record Stream(String name) implements Command {}

    /**
     * A body of {@code length} bytes follows.
     *
     * @param length in bytes, at least 0 and possibly beyond every limit
     */
    record Put(Optional<byte[]> key, Optional<byte[]> id, Optional<byte[]> type, long length) implements Command {}

    /** Tell when everything so far is decided. */
    record Sync() implements Command {}

    /** Answer at once. */
    record Ping() implements Command {}

    /** Finish, then close. */
    record Bye() implements Command {}
}
