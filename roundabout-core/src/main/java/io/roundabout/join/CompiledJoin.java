package io.roundabout.join;

import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.Durations;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Otherwise;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A join as the turn needs it. Immutable. */
final class CompiledJoin {
    private final JoinRule rule;
    private final List<String> streams;
    private final List<InputMode> modes;
    private final List<TimeRule> times;
    private final Completeness completeness;
    private final Selection body;
    private final @Nullable GroupJudge judge;
    private final boolean counted;
    private final boolean[] consumed;

    private CompiledJoin(
            JoinRule rule,
            List<TimeRule> times,
            Completeness completeness,
            Selection body,
            @Nullable GroupJudge judge) {
        this.rule = rule;
        this.times = List.copyOf(times);
        this.completeness = completeness;
        this.body = body;
        this.judge = judge;
        streams = rule.inputs().stream().map(Input::stream).toList();
        modes = rule.inputs().stream().map(Input::mode).toList();
        counted = judge == null && rule.ending().completion() instanceof Completion.All;
        consumed = new boolean[modes.size()];
        for (int i = 0; i < consumed.length; i++) {
            consumed[i] = modes.get(i) != InputMode.LATEST;
        }
        if (streams.size() < 2
                || streams.size() > Byte.MAX_VALUE
                || modes.stream().allMatch(mode -> mode == InputMode.LATEST)) {
            throw new IllegalArgumentException("join '" + rule.name() + "' has inputs " + rule.inputs()
                    + "; it takes 2 to 127, at least one of them not latest");
        }
        if (streams.stream().distinct().count() < streams.size()) {
            throw new IllegalArgumentException("join '" + rule.name() + "' takes a stream twice: " + streams);
        }
    }

    static CompiledJoin of(JoinRule rule, Pipeline pipeline, Expressions expressions) {
        long within = millis(rule.ending().within());
        List<TimeRule> times = new ArrayList<>();
        for (Input input : rule.inputs()) {
            Optional<StreamRule> stream = Optional.ofNullable(pipeline.streams().get(input.stream()));
            long ttl = millis(stream.flatMap(declared -> declared.intake().ttl()));
            times.add(new TimeRule(ttl, input.mode() == InputMode.LATEST ? TimeRule.NEVER : within));
        }
        Completeness completeness = Completeness.of(
                rule.ending().completion(), rule.inputs().size(), () -> expressions.condition(rule, pipeline));
        Selection body = rule.result().select().isPresent()
                ? expressions.selection(rule, pipeline)
                : new ResultBody(rule.inputs().stream().map(Input::stream).toList(), lists(rule));
        GroupJudge judge = rule.result().className().isPresent() ? expressions.judge(rule) : null;
        return new CompiledJoin(rule, times, completeness, body, judge);
    }

    private static long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(TimeRule.NEVER);
    }

    private static Set<String> lists(JoinRule rule) {
        return rule.inputs().stream()
                .filter(input -> input.mode() == InputMode.ALL)
                .map(Input::stream)
                .collect(Collectors.toSet());
    }

    String name() {
        return rule.name();
    }

    /** Returns the address its results go to. */
    String output() {
        return rule.output();
    }

    /** Returns the stream of each input, in the order declared. */
    List<String> streams() {
        return streams;
    }

    /** Returns the mode of each input. */
    List<InputMode> modes() {
        return modes;
    }

    /** Returns how many messages of a key an input holds before its senders are held; {@link Long#MAX_VALUE} without bound. */
    long most(int input) {
        return modes.get(input) == InputMode.ALL ? rule.inputs().get(input).max() : Long.MAX_VALUE;
    }

    /** Returns how long a message of each input is held. */
    List<TimeRule> times() {
        return times;
    }

    /** Returns when a group is complete. */
    Completeness completeness() {
        return completeness;
    }

    /** Returns how a result's body is put together. */
    Selection body() {
        return body;
    }

    /** Returns the class that judges its groups and makes results; null if it names none. */
    @Nullable
    GroupJudge judge() {
        return judge;
    }

    /** Returns what {@code completed-by} says of results. Source: wire contract, section 2. */
    String completedBy() {
        return judge == null ? completeness.word() : "class";
    }

    /** Returns what becomes of a group at its deadline. */
    Otherwise otherwise() {
        return rule.ending().otherwise();
    }

    /** Returns how many inputs it has. */
    int inputs() {
        return streams.size();
    }

    /** Returns whether a result uses the messages of an input up. */
    boolean isConsumed(int input) {
        return consumed[input];
    }

    /**
     * Returns whether every input is needed: then the completions that a group owes are counted, and what comes meanwhile
     * takes no part in them.
     */
    boolean isCounted() {
        return counted;
    }

    /** Returns whether the bodies of a group say when it is complete: all of them are in memory then. */
    boolean isJudgedByBodies() {
        return judge != null || rule.ending().completion() instanceof Completion.When;
    }

    /** Returns whether anything is held for a time only. */
    boolean isTimed() {
        return times.stream().anyMatch(TimeRule::isSet);
    }

    /** Says to people why a message of an input is a dead letter. */
    String ttlDetail(int input) {
        return "no result used it within the " + text(times.get(input).ttlMillis()) + " that stream '"
                + streams.get(input) + "' gives it";
    }

    /** Says to people why the messages of a group are that is too large. */
    String tooLargeDetail() {
        return "the lists of its group have more than " + (Judging.MOST_BYTES >> 20)
                + " MiB; a smaller 'max', or shorter" + " messages, keep them below";
    }

    /** Says to people why the messages of a group are. */
    String withinDetail() {
        return "its group was not complete within " + text(millis(rule.ending().within()));
    }

    private static String text(long millis) {
        return Durations.text(Duration.ofMillis(millis));
    }
}
