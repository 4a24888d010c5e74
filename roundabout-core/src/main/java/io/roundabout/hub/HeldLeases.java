package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.api.LeaseDoor;
import io.roundabout.api.LeaseView;
import io.roundabout.api.SettleRequest;
import io.roundabout.api.TakeRequest;
import io.roundabout.api.TakenView;
import io.roundabout.gate.Disposal;
import io.roundabout.gate.LeaseDecision;
import io.roundabout.gate.LeaseReport;
import io.roundabout.gate.LeaseRequest;
import io.roundabout.gate.Leased;
import io.roundabout.gate.Leasing;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Hands messages to scripts, and words what the gate says of it. Thread-safe. */
final class HeldLeases implements LeaseDoor {
    private final Leasing gate;
    private final MessageViews views;
    private final InstantSource time = InstantSource.system();

    HeldLeases(Leasing gate, MessageViews views) {
        this.gate = gate;
        this.views = views;
    }

    @Override
    public CompletionStage<TakenView> take(String address, TakeRequest request) {
        return gate.take(new LeaseRequest(address, request.most(), request.waits(), request.term()))
                // Not on the gate's thread: bodies are read as JSON.
                .thenApplyAsync(this::view);
    }

    private TakenView view(Leased leased) {
        boolean none = leased.messages().isEmpty();
        long now = time.millis();
        return new TakenView(
                none ? null : leased.lease(),
                none ? null : leased.expires().toString(),
                leased.messages().stream().map(it -> views.view(it, now)).toList());
    }

    @Override
    public CompletionStage<LeaseView> settle(String lease, SettleRequest request) {
        Map<String, Disposal> named = new HashMap<>();
        if (request.messages() != null) {
            request.messages().forEach((message, outcome) -> named.put(message, disposal(outcome)));
        }
        boolean all = request.outcome() == null && request.messages() == null;
        @Nullable
        Disposal rest = all ? Disposal.ACCEPTED : request.outcome() == null ? null : disposal(request.outcome());
        String reason = Objects.requireNonNullElse(request.reason(), "");
        return gate.settle(lease, new LeaseDecision(named, rest, reason)).thenApply(HeldLeases::view);
    }

    @Override
    public CompletionStage<LeaseView> release(String lease) {
        return gate.release(lease).thenApply(HeldLeases::view);
    }

    private static LeaseView view(LeaseReport report) {
        return new LeaseView(
                report.lease(),
                report.settled().entrySet().stream()
                        .collect(Collectors.toMap(entry -> word(entry.getKey()), Map.Entry::getValue)),
                report.left());
    }

    private static Disposal disposal(@Nullable String word) {
        return Arrays.stream(Disposal.values())
                .filter(disposal -> word(disposal).equals(word))
                .findFirst()
                .orElseThrow(() -> new RoundaboutException(
                        Fault.VEHICLE,
                        "BAD_REQUEST",
                        "'" + word + "' is no outcome; it is accepted, released, rejected or modified"));
    }

    private static String word(Disposal disposal) {
        return disposal.name().toLowerCase(Locale.ROOT);
    }
}
