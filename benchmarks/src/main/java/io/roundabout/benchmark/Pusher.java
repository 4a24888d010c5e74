package io.roundabout.benchmark;

import java.io.IOException;
import org.HdrHistogram.Histogram;

/** A vehicle that pushes the messages of one lane. Confined to one thread at a time, but for its own threads. */
interface Pusher extends AutoCloseable {
    /**
     * Connects as the settings say, and waits until the hub takes messages.
     *
     * @throws IOException if the hub does not take this vehicle
     */
    static Pusher connect(Lane lane, Settings settings, Findings findings) throws IOException, InterruptedException {
        return settings.isPushedOverAmqp()
                ? LinkPusher.connect(lane, settings, findings)
                : SessionPusher.connect(lane, settings, findings);
    }

    /**
     * Pushes a message, and blocks while too many are not acknowledged.
     *
     * @param number of the key
     * @param countedDue when it was due if its acknowledgement counts, or 0
     * @return false if the connection is gone; the findings say why
     */
    boolean push(int number, long countedDue) throws IOException, InterruptedException;

    /** Sends what was pushed and not yet sent. */
    void flush() throws IOException;

    /** Sends everything and waits until it is acknowledged. Returns false if that never will be. */
    boolean awaitAcknowledged() throws IOException, InterruptedException;

    /** Returns the delays from due to acknowledged, so far. */
    Histogram delays();

    /** Leaves. Closing again does nothing. */
    @Override
    void close() throws IOException;
}
