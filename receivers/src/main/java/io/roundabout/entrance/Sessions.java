package io.roundabout.entrance;

import io.netty.util.concurrent.EventExecutor;
import io.roundabout.RefusalCode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which session. A session has one holder at a time, and a newcomer is greeted only when everything the former
 * holder framed is decided. Confined to the event loop.
 */
final class Sessions {
    /** No vehicle can choose an id with a control character in it. */
    private static final char ANONYMOUS_MARK = '\u0001';

    private final HubLine hub;
    private final Partitions partitions;
    private final EventExecutor loop;
    private final Map<String, Claim> claims = new HashMap<>();
    private final String anonymousPrefix =
            ANONYMOUS_MARK + Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-";
    private long anonymous;

    Sessions(HubLine hub, Partitions partitions, EventExecutor loop) {
        this.hub = hub;
        this.partitions = partitions;
        this.loop = loop;
    }

    /** One resumable session that is held, wanted or not yet settled. */
    private static final class Claim {
        final Session session;

        @Nullable
        VehicleConnection newcomer;

        boolean greeting;

        Claim(Session session) {
            this.session = session;
        }
    }

    /** Returns a new session that nobody can resume. */
    Session anonymous(SessionHolder holder) {
        String id = anonymousPrefix + ++anonymous;
        Session session = new Session(id, false, partitions.ofSession(id));
        session.resume(holder, 0);
        return session;
    }

    /**
     * Fences off whoever holds or wants the session, and {@linkplain VehicleConnection#welcome welcomes} the newcomer once
     * everything that was framed before is decided.
     */
    void claim(String id, VehicleConnection newcomer) {
        Claim claim =
                claims.computeIfAbsent(id, name -> new Claim(new Session(name, true, partitions.ofSession(name))));
        VehicleConnection wanting = claim.newcomer;
        SessionHolder holder = claim.session.holder();
        // Set first, so that the claim is not forgotten while the former connections leave.
        claim.newcomer = newcomer;
        fence(wanting, id);
        fence(holder, id);
        greet(claim);
    }

    /** Hears that a connection does not want the session any more, which it may not even have got. */
    void leave(String id, VehicleConnection connection) {
        Claim claim = claims.get(id);
        if (claim == null) {
            return;
        }
        if (claim.newcomer == connection) {
            claim.newcomer = null;
        }
        if (claim.session.holder() == connection) {
            claim.session.release();
        }
        forget(claim);
    }

    /** Hears that a connection without a session to remember has ended. */
    void leave(Session session) {
        session.release();
        settled(session);
    }

    /** Hears that a cut with messages of the session was decided or given up. */
    void settled(Session session) {
        if (session.isResumable()) {
            Claim claim = claims.get(session.id());
            if (claim != null) {
                greet(claim);
                forget(claim);
            }
        } else if (session.hasJustEnded()) {
            hub.farewell(session.id());
        }
    }

    private static void fence(@Nullable SessionHolder former, String id) {
        if (former != null) {
            former.close(
                    RefusalCode.SESSION_GONE,
                    "session '" + Answers.quotable(id)
                            + "' goes on in another connection. Use a session once at a time.");
        }
    }

    // What comes of it comes back to the event loop.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void greet(Claim claim) {
        if (claim.newcomer == null || claim.greeting || !claim.session.isSettled()) {
            return;
        }
        CompletionStage<Greeting> asked = hub.greet(claim.session.id());
        claim.greeting = true;
        asked.whenComplete((greeting, failure) -> loop.execute(() -> greeted(claim, greeting, failure)));
    }

    private void greeted(Claim claim, @Nullable Greeting greeting, @Nullable Throwable failure) {
        claim.greeting = false;
        VehicleConnection newcomer = claim.newcomer;
        claim.newcomer = null;
        if (newcomer != null && greeting != null) {
            claim.session.resume(newcomer, greeting.last());
            newcomer.welcome(claim.session, greeting);
        } else if (newcomer != null) {
            newcomer.notGreeted(failure);
        }
        forget(claim);
    }

    private void forget(Claim claim) {
        Session session = claim.session;
        boolean wanted = claim.newcomer != null || claim.greeting || session.holder() != null;
        if (!wanted && session.isSettled() && claims.remove(session.id(), claim)) {
            hub.farewell(session.id());
        }
    }
}
