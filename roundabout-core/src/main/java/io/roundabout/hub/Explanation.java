package io.roundabout.hub;

import io.roundabout.Words;
import io.roundabout.api.Ages;
import io.roundabout.api.ExplainView;
import io.roundabout.api.ExplainView.ArrivalView;
import io.roundabout.api.ExplainView.DeadView;
import io.roundabout.api.ExplainView.InputView;
import io.roundabout.api.ExplainView.OutputView;
import io.roundabout.api.ExplainView.VehicleView;
import io.roundabout.gate.Attached;
import io.roundabout.join.GroupReading;
import io.roundabout.join.GroupReading.InputReading;
import io.roundabout.outbox.LaneLookUp;
import io.roundabout.outbox.LaneReading;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.SeenMessage;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts together why a key of a join has a result or none: what is known of it is added, then it is worded. Confined to one
 * thread at a time.
 */
final class Explanation {
    /** What is brought along of each address: enough to tell one from many. */
    static final LaneLookUp.Share SHARE = new LaneLookUp.Share(100, 64 << 10, 0);

    private final JoinRule join;
    private final String key;
    private final Function<String, Optional<Duration>> ttl;
    private final long nowMillis;
    private GroupReading group = new GroupReading(List.of());
    private LaneReading ready = new LaneReading(0, 0, 0, 0, 0, List.of(), Map.of());
    private List<VehicleView> attached = List.of();
    private final List<DeadView> dead = new ArrayList<>();

    /**
     * Creates it; nothing is known yet.
     *
     * @param ttl how long a message of a stream may wait, by the stream's name
     */
    Explanation(JoinRule join, String key, Function<String, Optional<Duration>> ttl, long nowMillis) {
        this.join = join;
        this.key = key;
        this.ttl = ttl;
        this.nowMillis = nowMillis;
    }

    /** Returns the addresses where dead letters of a key may be. */
    Set<String> deadLetters() {
        Set<String> addresses = new LinkedHashSet<>();
        addresses.add(Outbox.deadLettersOf(join.name()));
        addresses.add(Outbox.deadLettersOf(join.output()));
        return addresses;
    }

    Explanation group(GroupReading reading) {
        group = reading;
        return this;
    }

    Explanation output(LaneReading reading) {
        ready = reading;
        return this;
    }

    Explanation vehicles(List<Attached> vehicles) {
        attached = vehicles.stream()
                .map(it -> new VehicleView(it.vehicle(), it.link(), it.credit(), it.unsettled()))
                .toList();
        return this;
    }

    Explanation dead(String address, LaneReading reading) {
        if (reading.matching() > 0) {
            SeenMessage first = reading.messages().get(0);
            Map<String, String> properties = first.message().properties();
            dead.add(new DeadView(
                    address,
                    reading.matching(),
                    properties.getOrDefault("reason", ""),
                    properties.getOrDefault("detail", "")));
        }
        return this;
    }

    ExplainView view() {
        OutputView waiting = new OutputView(
                join.output(),
                ready.matching(),
                ready.messages().isEmpty() ? 0 : ready.messages().get(0).attempts(),
                ready.lookedAt(),
                ready.held(),
                attached);
        String state = state();
        return new ExplainView(
                join.name(),
                key,
                state,
                answer(state, waiting),
                completes(join),
                deadline(),
                group.inputs().stream().map(this::input).toList(),
                missing(),
                waiting,
                dead);
    }

    private String state() {
        if (waits()) {
            return isComplete() ? "being-made" : "incomplete";
        }
        if (ready.matching() > 0) {
            return "ready";
        }
        return dead.isEmpty() ? "nothing" : "dead";
    }

    /** Returns whether a message waits that a result would use up. */
    private boolean waits() {
        return group.inputs().stream().anyMatch(input -> input.mode() != InputMode.LATEST && input.count() > 0);
    }

    private boolean isComplete() {
        Completion completion = join.ending().completion();
        long present =
                group.inputs().stream().filter(input -> input.count() > 0).count();
        if (completion instanceof Completion.AtLeast some) {
            return present >= some.inputs();
        }
        return completion instanceof Completion.Any
                || (completion instanceof Completion.All
                        && present == group.inputs().size());
    }

    private List<String> missing() {
        return group.inputs().stream()
                .filter(input -> input.count() == 0)
                .map(InputReading::stream)
                .toList();
    }

    /** Returns what a group of {@code join} has to have to be complete. */
    static String completes(JoinRule join) {
        Completion completion = join.ending().completion();
        if (completion instanceof Completion.AtLeast some) {
            return "a message of at least " + some.inputs() + " inputs";
        }
        if (completion instanceof Completion.When when) {
            return "that " + when.sql();
        }
        return completion instanceof Completion.Any ? "a message of any input" : "a message of every input";
    }

    private @Nullable String deadline() {
        OptionalLong first = group.inputs().stream()
                .filter(input -> input.mode() != InputMode.LATEST)
                .map(InputReading::first)
                .flatMap(java.util.stream.Stream::ofNullable)
                .mapToLong(GroupReading.Brief::arrivedMillis)
                .min();
        return join.ending().within().isPresent() && first.isPresent()
                ? at(first.getAsLong() + join.ending().within().get().toMillis())
                : null;
    }

    private String answer(String state, OutputView waiting) {
        List<String> sentences = new ArrayList<>();
        switch (state) {
            case "incomplete" -> sentences.add(incomplete());
            case "being-made" ->
                sentences.add("The group is complete; its results are being made. Ask again in a moment.");
            case "nothing" ->
                sentences.add(
                        "Nothing of key '" + key + "' is held by join '" + join.name()
                                + "': no message with this key has come, or its results were collected."
                                + " Check the key as the vehicle sends it: 'roundabout peek ADDRESS' and 'status' show what is there.");
            default -> {}
        }
        if (waiting.ready() > 0) {
            sentences.add(ready(waiting));
        }
        for (DeadView letters : dead) {
            String of = letters.address().substring("dead/".length());
            sentences.add(Words.count(letters.count(), "dead letter") + " of this key at " + letters.address()
                    + ", the first because of " + letters.reason() + ": 'roundabout dead " + of
                    + "' shows them, 'roundabout redrive " + of + "' sends them back.");
        }
        return String.join(" ", sentences);
    }

    private String incomplete() {
        String here = group.inputs().stream()
                .filter(input -> input.count() > 0)
                .map(this::present)
                .collect(Collectors.joining("; "));
        String absent = missing().isEmpty()
                ? ""
                : " Missing: " + String.join(", ", missing()) + ". Push a message with key '" + key + "' to "
                        + (missing().size() == 1 ? "it." : "them.");
        String deadline = deadline();
        return "No result yet: the join wants " + completes(join) + ". There " + (here.contains(";") ? "are " : "is ")
                + here
                + "." + absent
                + (deadline == null
                        ? ""
                        : " At " + deadline + " the group ends all the same: "
                                + join.ending().otherwise().name().toLowerCase(Locale.ROOT) + ".");
    }

    private String present(InputReading input) {
        GroupReading.Brief first = input.first();
        return Words.count(input.count(), "message") + " of " + input.stream()
                + (first == null ? "" : ", the first for " + age(first.arrivedMillis()) + expiring(input));
    }

    private String ready(OutputView waiting) {
        String tried = waiting.attempts() == 0 ? "" : " Its delivery failed " + times(waiting.attempts()) + ".";
        long asking = waiting.vehicles().stream().filter(it -> it.credit() > 0).count();
        String who = waiting.vehicles().isEmpty()
                ? " No vehicle is attached: collect it with 'roundabout collect " + waiting.address() + "'."
                : " " + Words.count(waiting.vehicles().size(), "vehicle") + " attached, " + asking
                        + " asking for more.";
        String most = waiting.ready() >= SHARE.messages() ? "At least " : "";
        return most + Words.count(waiting.ready(), "result") + " of this key "
                + (waiting.ready() == 1 ? "waits" : "wait") + " at '" + waiting.address() + "'." + tried + who;
    }

    private String expiring(InputReading input) {
        String expires = expires(input);
        return expires == null ? "" : " (it expires at " + expires + ")";
    }

    private @Nullable String expires(InputReading input) {
        GroupReading.Brief first = input.first();
        return first == null
                ? null
                : ttl.apply(input.stream())
                        .map(time -> at(first.arrivedMillis() + time.toMillis()))
                        .orElse(null);
    }

    private InputView input(InputReading input) {
        return new InputView(
                input.stream(),
                input.mode().name().toLowerCase(Locale.ROOT),
                input.count(),
                arrival(input.first()),
                arrival(input.last()),
                expires(input));
    }

    private static @Nullable ArrivalView arrival(GroupReading.@Nullable Brief brief) {
        if (brief == null) {
            return null;
        }
        String text = MessageViews.shownAsText(brief.beginning(), brief.beginning().length == brief.bodyBytes());
        return new ArrivalView(
                at(brief.arrivedMillis()), brief.id(), brief.bodyBytes(), text == null ? "(binary)" : text);
    }

    private String age(long thenMillis) {
        return Ages.text(Duration.ofMillis(Math.max(0, nowMillis - thenMillis)));
    }

    private static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static String times(int number) {
        return number == 1 ? "once" : number + " times";
    }
}
