package io.roundabout.gate;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.AddressPattern;
import io.roundabout.outbox.SubscriptionAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Who has messages without a link. What it has, counts and remembers is bounded; it is gone with the process, and what
 * leases had is given to others then. Confined to the gate's event loop.
 */
final class Leases {
    /** Leases at a time, those who wait for a first message included. */
    static final int MOST = 1_000;

    /** Messages of leases that are over, whose fate is remembered: who asks again is told what happened. */
    static final int MOST_REMEMBERED = 10_000;

    /** What an address has may have to be read first, in turns that take their time. */
    static final Duration READING = Duration.ofSeconds(10);

    private static final int ID_BYTES = 16;

    private final Outputs outputs;
    private final HubSide hub;
    private final UnsettledBudget budget;
    private final int mostEmpty;
    private final Later later;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Taker> open = new LinkedHashMap<>();
    private final Map<String, Lease> over = new LinkedHashMap<>();
    private int remembered;
    private boolean closed;

    /**
     * Creates it with no leases.
     *
     * @param budget memory for what links and leases have
     * @param mostEmpty addresses that may be watched at which nothing was ever held
     */
    Leases(Outputs outputs, HubSide hub, UnsettledBudget budget, int mostEmpty, Later later) {
        this.outputs = outputs;
        this.hub = hub;
        this.budget = budget;
        this.mostEmpty = mostEmpty;
        this.later = later;
        this.clock = InstantSource.system();
    }

    /** Somebody who took, and who is answered when there is something or time is up. */
    private final class Taker {
        final LeaseRequest request;
        final Lease lease;
        final CompletableFuture<Leased> answer = new CompletableFuture<>();
        boolean waited;
        Runnable cancel;

        Taker(LeaseRequest request, String id) {
            this.request = request;
            waited = request.patience().isZero();
            lease = new Lease(id, outputs.at(request.address()), request.most(), budget, this::onGathered);
            cancel = later.after(request.patience(), this::onWaited);
        }

        private void onWaited() {
            waited = true;
            cancel = later.after(READING, this::lend);
            if (!lease.isDraining()) {
                lend();
            }
        }

        private void onGathered() {
            if (lease.isGathering() && (waited || !lease.isEmpty())) {
                lend();
            }
        }

        private void lend() {
            cancel.run();
            if (lease.isEmpty()) {
                boolean busy = lease.lacksMemory();
                end(this, "it had nothing");
                if (busy) {
                    answer.completeExceptionally(noMemory());
                } else {
                    answer.complete(new Leased("", clock.instant(), List.of()));
                }
                return;
            }
            cancel = later.after(request.term(), () -> lapse(this, "its time ran out", true));
            answer.complete(new Leased(lease.id(), clock.instant().plus(request.term()), lease.close()));
        }
    }

    /**
     * Waits for messages and lends them.
     *
     * @return completes with them, or with none where none came in time
     * @throws RoundaboutException {@code NOT_FOUND} or {@code NOT_A_QUEUE} where nothing can be taken, {@code TOO_MANY_LEASES}
     *     or {@code TOO_MANY_ADDRESSES} where too many do, {@code SHUTTING_DOWN}
     */
    CompletableFuture<Leased> take(LeaseRequest request) {
        refusal(request.address()).ifPresent(refused -> {
            throw refused;
        });
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Taker taker = new Taker(request, HexFormat.of().formatHex(id));
        open.put(taker.lease.id(), taker);
        taker.lease.output().attach(taker.lease);
        return taker.answer;
    }

    private Optional<RoundaboutException> refusal(String address) {
        if (closed) {
            return refused("SHUTTING_DOWN", "the hub stops. Ask again when it is back.");
        }
        AddressBook addresses = hub.addresses();
        if (AddressPattern.isPattern(address)) {
            return refused("NOT_FOUND", "'" + address + "' is a pattern; take from one address at a time");
        }
        if (SubscriptionAddress.isSubscription(address) || addresses.isTopic(address)) {
            return refused(
                    "NOT_A_QUEUE",
                    "'" + address
                            + "' is a topic, and each subscription has messages of its own; subscribe over AMQP, or"
                            + " declare an output with 'from: " + SubscriptionAddress.topicOf(address)
                            + "' and take from that");
        }
        Optional<String> unknown = addresses.refusal(address);
        if (unknown.isPresent()) {
            return refused("NOT_FOUND", unknown.get());
        }
        Optional<String> relayed = addresses.relayed(address);
        if (relayed.isPresent()) {
            return refused("NOT_A_QUEUE", relayed.get());
        }
        if (open.size() >= MOST) {
            return refused(
                    "TOO_MANY_LEASES", MOST + " leases are open or waited for. Settle some, or ask again later.");
        }
        return outputs.isFullFor(address, mostEmpty)
                ? refused(
                        "TOO_MANY_ADDRESSES",
                        mostEmpty + " addresses wait for their first message (gate.max-empty-addresses)")
                : Optional.empty();
    }

    private static Optional<RoundaboutException> refused(String code, String text) {
        return Optional.of(new RoundaboutException(Fault.VEHICLE, code, text));
    }

    private static RoundaboutException noMemory() {
        return new RoundaboutException(
                Fault.HUB,
                "BUSY",
                "the memory for unsettled messages is used up (gate.unsettled-memory). Ask again in a moment.");
    }

    /**
     * Settles messages of a lease.
     *
     * @return completes once that is committed
     * @throws RoundaboutException {@code NOT_FOUND}, or what {@link Lease#decide} throws; nothing has changed then
     */
    CompletableFuture<LeaseReport> settle(String id, LeaseDecision decision) {
        Taker taker = open.get(id);
        CompletableFuture<LeaseReport> answer = known(id).decide(decision);
        if (taker != null && taker.lease.isEmpty()) {
            taker.cancel.run();
            end(taker, "it was settled");
        }
        return answer;
    }

    /**
     * Gives back what a lease still has, without an attempt; nothing where it is over.
     *
     * @throws RoundaboutException {@code NOT_FOUND}
     */
    CompletableFuture<LeaseReport> release(String id) {
        Lease lease = known(id);
        return open.containsKey(id) ? settle(id, LeaseDecision.all(Disposal.RELEASED)) : lease.committed();
    }

    private Lease known(String id) {
        Taker taker = open.get(id);
        Lease lease = taker != null ? taker.lease : over.get(id);
        if (lease == null || lease.isGathering()) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "NOT_FOUND",
                    "there is no lease '" + id + "'. It ended a while ago, or the hub was started since: what was not"
                            + " settled then comes again.");
        }
        return lease;
    }

    private void lapse(Taker taker, String why, boolean attempted) {
        taker.lease.lapse(why, attempted);
        end(taker, why);
    }

    private void end(Taker taker, String why) {
        Lease lease = taker.lease;
        lease.lapse(why, false);
        open.remove(lease.id());
        lease.output().detach(lease);
        if (lease.size() > 0) {
            over.put(lease.id(), lease);
            remembered += lease.size();
        }
        for (Lease oldest : List.copyOf(over.values())) {
            if (remembered <= MOST_REMEMBERED) {
                break;
            }
            over.remove(oldest.id());
            remembered -= oldest.size();
        }
    }

    /** Ends the leases of what is no address any more; what they had is given back without an attempt. */
    void onRules() {
        for (Taker taker : List.copyOf(open.values())) {
            StillServed.refusal(taker.request.address(), Taking.SETTLED_BY_CLIENT, hub.addresses())
                    .ifPresent(text -> stop(
                            taker,
                            "the rules are others now",
                            new RoundaboutException(Fault.VEHICLE, "NOT_FOUND", text)));
        }
    }

    /** Ends all leases, because the gate closes; what they had is given back without an attempt. */
    void close() {
        closed = true;
        for (Taker taker : List.copyOf(open.values())) {
            stop(
                    taker,
                    "the hub stops",
                    new RoundaboutException(Fault.HUB, "SHUTTING_DOWN", "the hub stops. Ask again when it is back."));
        }
    }

    private void stop(Taker taker, String why, RoundaboutException failure) {
        taker.cancel.run();
        lapse(taker, why, false);
        taker.answer.completeExceptionally(failure);
    }

    /** Returns how many are open or waited for. */
    int size() {
        return open.size();
    }
}
