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
    record Put(Optional<byte[]> key, Optional<byte[]> id, Optional<byte[]> type, long length) implements Command {
        /** Returns what key, id and type take, in bytes. */
        int givenBytes() {
            return length(key) + length(id) + length(type);
        }

        private static int length(Optional<byte[]> part) {
            return part.map(bytes -> bytes.length).orElse(0);
        }
    }

    /** Keep what follows back until it is whole; {@code id} is for people, and perhaps empty. */
    record Begin(String id) implements Command {}

    /** The batch is whole, and has so many messages. */
    record End(OptionalLong count) implements Command {}

    /** Take nothing of the batch. */
    record Abort() implements Command {}

    /** Tell when everything so far is decided. */
    record Sync() implements Command {}

    /** Answer at once. */
    record Ping() implements Command {}

    /** Finish, then close. */
    record Bye() implements Command {}
}
