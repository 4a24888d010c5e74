package io.roundabout.entrance;

import io.roundabout.RefusalCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one connection, looked at ten times a second. They run only while the hub listens: who is held back by the
 * hub is neither idle nor late. Times are those of {@link System#nanoTime}. Confined to the event loop.
 */
// A socket that cannot be closed is lost already.
@SuppressWarnings("FutureReturnValueIgnored")
final class Deadlines {
    /** Silence that counts as quiet. Source: docs/wire.md, {@code ack=final}. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long the bytes of a vehicle that was told {@code -close} are still thrown away. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A body gets this much more time for each of its bytes: a second for 64 KiB. */
    private static final long NANOS_PER_BODY_BYTE = TimeUnit.SECONDS.toNanos(1) >> 16;

    private static final long NOT_RUNNING = 0;

    private final VehicleConnection connection;
    private final long lineNanos;
    private final long idleNanos;
    private long listeningSince;
    private long frameSince = NOT_RUNNING;
    private long heldSince = NOT_RUNNING;
    private boolean toldHeld;
    private long unwritableSince = NOT_RUNNING;
    private long closingSince = NOT_RUNNING;
    private long closingNanos;

    Deadlines(VehicleConnection connection) {
        EntranceSettings settings = connection.entrance().settings();
        this.connection = connection;
        this.lineNanos = settings.lineDeadline().toNanos();
        this.idleNanos = settings.idleTimeout().toNanos();
    }

    /** Hears that the next bytes are awaited. */
    void listening(long now) {
        listeningSince = now;
        heldSince = NOT_RUNNING;
        if (toldHeld) {
            toldHeld = false;
            connection.phase().resumed(Hold.WINDOW);
        }
        if (!connection.decoder().isMidFrame()) {
            frameSince = NOT_RUNNING;
        } else if (frameSince == NOT_RUNNING) {
            frameSince = now;
        }
    }

    /** Hears that a frame was complete. */
    void frameEnded() {
        frameSince = NOT_RUNNING;
    }

    /** Returns the hold for want of room, or null if the vehicle was not told of one. */
    @Nullable
    Hold told() {
        return toldHeld ? Hold.WINDOW : null;
    }

    /** Hears that there is no room, so that the hub does not listen. */
    void held(long now) {
        frameSince = NOT_RUNNING;
        if (heldSince == NOT_RUNNING) {
            heldSince = now;
        }
    }

    /** Hears that the hub does not listen for a reason that it tells by itself. */
    void parked() {
        frameSince = NOT_RUNNING;
        heldSince = NOT_RUNNING;
    }

    /** Hears that the last word was written, which the vehicle may yet have to read. */
    void closing() {
        closingSince = System.nanoTime();
        closingNanos = lineNanos;
    }

    /** Hears that the last word has gone out. */
    void lastWordSent() {
        closingSince = System.nanoTime();
        closingNanos = LINGER_NANOS;
    }

    void tick(long now) {
        if (closingSince != NOT_RUNNING) {
            if (now - closingSince > closingNanos) {
                connection.channel().close();
            }
        } else if (!connection.channel().isWritable()) {
            unread(now);
        } else {
            unwritableSince = NOT_RUNNING;
            if (connection.isReading() && connection.phase().takesFrames()) {
                silence(now);
            } else if (heldSince != NOT_RUNNING && !toldHeld && now - heldSince >= QUIET_NANOS) {
                toldHeld = true;
                connection.phase().held(Hold.WINDOW);
            }
        }
    }

    private void unread(long now) {
        if (unwritableSince == NOT_RUNNING) {
            unwritableSince = now;
        } else if (now - unwritableSince > lineNanos) {
            connection.close(
                    RefusalCode.SLOW,
                    "answers were not read for " + seconds(lineNanos)
                            + " (entrance.line-deadline). Read them, or say ack=off.");
        }
    }

    private void silence(long now) {
        Session session = connection.phase().session();
        boolean settled = session == null || session.decided() == session.framed();
        long frameNanos = lineNanos + connection.decoder().awaitedBytes() * NANOS_PER_BODY_BYTE;
        if (frameSince != NOT_RUNNING && now - frameSince > frameNanos) {
            connection.close(
                    RefusalCode.IDLE,
                    "a line or body took longer than " + seconds(frameNanos)
                            + " (entrance.line-deadline). Send it again.");
        } else if (settled && now - listeningSince > idleNanos) {
            connection.close(
                    RefusalCode.IDLE,
                    "nothing came for " + seconds(idleNanos) + " (entrance.idle-timeout). Come back.");
        } else if (now - listeningSince >= QUIET_NANOS) {
            connection.phase().quiet();
        }
    }

    private static String seconds(long nanos) {
        return Duration.ofNanos(nanos).toMillis() / 1000.0 + " s";
    }
}
