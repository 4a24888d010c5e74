package io.roundabout.entrance;

import io.roundabout.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection is in its life. Confined to the event loop.
 *
 * <pre>
 *             first line                 input ended, !bye, drain
 *   Arriving ------------------> Talking ------------------------> Leaving
 *      |    \                      ^                                  |
 *      |     `-> AwaitingGreeting -'                                  | everything decided
 *      |                                                              v
 *      `---- -close, fenced or lost, from every phase ------------> Closed
 * </pre>
 */
sealed interface Phase permits Phase.Arriving, Phase.AwaitingGreeting, Talking, Leaving, Phase.Closed {

    /** Tells whether frames are wanted now. */
    boolean takesFrames();

    /** Takes a frame. */
    default void frame(LineDecoder.Event event) {
        throw new IllegalStateException("a frame where none is wanted");
    }

    /** Hears that what came is no whole frame yet. */
    default void starved() {}

    /** Hears that the vehicle sends nothing more. */
    default void inputEnded() {}

    /** Hears that more of the session is decided. */
    default void decided(LateAnswers late) {}

    /** Hears that the vehicle has been quiet for a second. */
    default void quiet() {}

    /** Hears that the hub does not read on, and why. */
    default void held(Hold hold) {}

    /** Hears that this is over. */
    default void resumed(Hold hold) {}

    /** Returns the stream of the next message, or null where one has begun that cannot wait for a stream or the disk. */
    default @Nullable String nextStream() {
        return null;
    }

    /** Returns the name that the vehicle said; empty if it said none. */
    default String vehicle() {
        return "";
    }

    /** Hears that the entrance stops. */
    void drain();

    /** Lets go of the session. */
    default void left() {}

    /** Returns the batch that is open, if one is. */
    default @Nullable OpenBatch batch() {
        return null;
    }

    /** Returns the session whose messages are framed, or null if there is none yet. */
    default @Nullable Session session() {
        return null;
    }

    /** Before the first line, which decides whether there is a session to go on with. */
    record Arriving(VehicleConnection connection) implements Phase {
        @Override
        public boolean takesFrames() {
            return true;
        }

        @Override
        public void frame(LineDecoder.Event event) {
            Span line = connection.decoder().frame();
            if (event == LineDecoder.Event.LINE) {
                if (line.length() == 0) {
                    return;
                }
                if (CommandParser.looksLikeHttp(line)) {
                    // So that no web page can push.
                    refuse("HTTP");
                    return;
                }
                if (CommandParser.isHello(line)) {
                    connection.greet((Command.Hello) CommandParser.parse(line));
                    return;
                }
            }
            if (event == LineDecoder.Event.LONG_LINE && CommandParser.beginsLikeHttp(line)) {
                refuse("HTTP");
                return;
            }
            // Whether a message may be taken now is asked before each, this one too.
            connection.talkAnonymously();
            connection.decoder().again(event);
        }

        /** A client of AMQP waits for an answer to its header, and would wait for as long as a line may take. */
        @Override
        public void starved() {
            if (CommandParser.beginsLikeAmqp(connection.decoder().unfinished())) {
                refuse("AMQP");
            }
        }

        private void refuse(String language) {
            connection.close(RefusalCode.BAD_COMMAND, "this port takes lines, not " + language + ". See docs/wire.md.");
        }

        @Override
        public void inputEnded() {
            connection.talkAnonymously().inputEnded();
        }

        @Override
        public void drain() {
            connection.closeForShutdown();
        }
    }

    /** Between {@code !hello} with a session and its answer. */
    record AwaitingGreeting(VehicleConnection connection, Command.Hello hello, String id) implements Phase {
        @Override
        public boolean takesFrames() {
            return false;
        }

        @Override
        public void drain() {
            connection.closeForShutdown();
        }

        @Override
        public void left() {
            connection.entrance().sessions().leave(id, connection);
        }
    }

    /** After the last word was said. What still comes in is thrown away. */
    record Closed() implements Phase {
        @Override
        public boolean takesFrames() {
            return false;
        }

        @Override
        public void drain() {
            // It is gone soon.
        }
    }
}
