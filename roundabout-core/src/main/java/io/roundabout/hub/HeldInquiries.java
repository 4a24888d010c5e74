package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.Words;
import io.roundabout.api.ExplainView;
import io.roundabout.api.Inquiries;
import io.roundabout.api.MessageView;
import io.roundabout.api.PeekRequest;
import io.roundabout.api.PeekView;
import io.roundabout.api.RedriveRequest;
import io.roundabout.api.RedriveView;
import io.roundabout.api.WaitingView;
import io.roundabout.circulation.Circulation;
import io.roundabout.circulation.RedriveReport;
import io.roundabout.circulation.RedriveStep;
import io.roundabout.gate.Gate;
import io.roundabout.join.GroupLookUp;
import io.roundabout.outbox.AddressPattern;
import io.roundabout.outbox.LaneLookUp;
import io.roundabout.outbox.LaneReading;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.SeenMessage;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.Wanted;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers what the hub is asked about what it holds: asks the loop and the gate, and words what they say. Thread-safe. */
final class HeldInquiries implements Inquiries {
    private static final int PEEK_BYTES = 4 << 20;
    private static final int BODY_BYTES = 64 << 10;

    private final Circulation circulation;
    private final Gate gate;
    private final RulesInForce inForce;
    private final MessageViews views;
    private final OldestWaiting oldest;
    private final InstantSource time = InstantSource.system();

    /** Looks by the rules in force at the time of each question. */
    HeldInquiries(Circulation circulation, Gate gate, RulesInForce inForce) {
        this.circulation = circulation;
        this.gate = gate;
        this.inForce = inForce;
        views = new MessageViews(circulation.hubId());
        oldest = new OldestWaiting(circulation);
    }

    @Override
    public CompletionStage<ExplainView> explain(String join, String key) {
        Pipeline rules = inForce.pipeline();
        JoinRule rule = Optional.ofNullable(rules.joins().get(join)).orElseThrow(() -> noJoin(join, rules));
        byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
        Explanation explanation = new Explanation(rule, key, stream -> ttl(rules, stream), time.millis());
        CompletionStage<Explanation> asked = circulation
                .look(utf8, GroupLookUp.of(rule, utf8))
                .thenApply(explanation::group)
                .thenCombine(circulation.look(utf8, ofKey(rule.output(), utf8)), Explanation::output)
                .thenCombine(gate.attachedTo(rule.output()), Explanation::vehicles);
        for (String address : explanation.deadLetters()) {
            asked = asked.thenCombine(
                    circulation.look(utf8, ofKey(address, utf8)), (known, dead) -> known.dead(address, dead));
        }
        return asked.thenApplyAsync(Explanation::view);
    }

    private static Optional<Duration> ttl(Pipeline rules, String stream) {
        return Optional.ofNullable(rules.streams().get(stream))
                .flatMap(declared -> declared.intake().ttl());
    }

    private static LaneLookUp ofKey(String address, byte[] key) {
        return new LaneLookUp(address, new Wanted(key, null), 0, Long.MAX_VALUE, Explanation.SHARE);
    }

    private static RoundaboutException noJoin(String join, Pipeline rules) {
        if (rules.computes().containsKey(join)) {
            return notFound("'" + join + "' is a compute, and waits for nothing: 'roundabout peek " + join
                    + " KEY' shows the result of a key, 'roundabout dead " + join + "' what could not be added");
        }
        String known = rules.joins().isEmpty()
                ? "the pipeline has no joins"
                : Words.nearest(join, rules.joins().keySet())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElseGet(() ->
                                "there is " + String.join(", ", rules.joins().keySet()));
        return notFound("there is no join '" + join + "'; " + known);
    }

    private static RoundaboutException notFound(String text) {
        return new RoundaboutException(Fault.VEHICLE, "NOT_FOUND", text);
    }

    private void requireAddress(String address) {
        if (AddressPattern.isPattern(address)) {
            throw notFound("'" + address + "' is a pattern; ask about one address at a time, as 'status' lists them");
        }
        inForce.refusal(address).ifPresent(text -> {
            throw notFound(text);
        });
    }

    @Override
    public CompletionStage<PeekView> peek(String address, PeekRequest request) {
        requireAddress(address);
        int count = circulation.lanes();
        LaneLookUp question = new LaneLookUp(
                address,
                wanted(request.key(), request.reason()),
                0,
                Long.MAX_VALUE,
                new LaneLookUp.Share(request.most(), PEEK_BYTES / count, BODY_BYTES));
        return Outbox.isDeadLetters(address)
                ? circulation
                        .lookEverywhere(question)
                        .thenCombine(
                                circulation.lookEverywhere(counting(question)),
                                (shown, counted) -> peeked(address, request, shown, counted))
                : circulation.lookEverywhere(question).thenApply(shown -> peeked(address, request, shown, shown));
    }

    private static LaneLookUp counting(LaneLookUp question) {
        return new LaneLookUp(question.address(), question.wanted(), 0, Long.MAX_VALUE, new LaneLookUp.Share(0, 0, 0));
    }

    private static Wanted wanted(@Nullable String key, @Nullable String reason) {
        return new Wanted(key == null ? null : key.getBytes(StandardCharsets.UTF_8), reason);
    }

    /** A message and the state partition it was seen in. */
    private record Found(int partition, SeenMessage seen, StoredMessage message) {}

    private PeekView peeked(String address, PeekRequest request, List<LaneReading> shown, List<LaneReading> counted) {
        List<Found> found = new ArrayList<>();
        Map<String, Long> reasons = new TreeMap<>();
        for (int partition = 0; partition < shown.size(); partition++) {
            for (SeenMessage seen : shown.get(partition).messages()) {
                found.add(new Found(partition, seen, seen.message()));
            }
            counted.get(partition).reasons().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
        }
        reasons.remove("");
        long now = time.millis();
        List<MessageView> messages = found.stream()
                .sorted(Comparator.<Found>comparingLong(it -> it.message().epoch())
                        .thenComparingInt(it -> it.message().position()))
                .limit(request.most())
                .map(it -> views.view(address, it.partition(), it.seen(), now))
                .toList();
        return new PeekView(
                address,
                shown.stream().mapToLong(LaneReading::held).sum(),
                counted.stream().mapToLong(LaneReading::lookedAt).sum(),
                reasons,
                messages);
    }

    @Override
    public CompletionStage<WaitingView> waiting(int most) {
        return oldest.of(inForce.pipeline(), most);
    }

    @Override
    public CompletionStage<RedriveView> redrive(String name, RedriveRequest request) {
        requireAddress(name);
        Pipeline rules = inForce.pipeline();
        long most = request.most() == null ? Long.MAX_VALUE : request.most();
        List<RedriveReport.Place> places = request.places() == null
                ? List.of()
                : request.places().stream()
                        .map(place -> new RedriveReport.Place(place.from(), place.until()))
                        .toList();
        if (most < 1
                || !(places.isEmpty()
                        || places.size() == circulation.partitions().count()
                        || places.size() == circulation.lanes())) {
            throw new RoundaboutException(
                    Fault.VEHICLE, "BAD_REQUEST", "'most' is at least 1, and 'places' are those of the answer before");
        }
        RedriveStep step =
                new RedriveStep(name, wanted(request.key(), request.reason()), most, places, request.dryRun());
        LetterJudge judge = new LetterJudge(rules, name, request.force());
        return circulation.redrive(step, judge).thenApply(report -> view(report, most));
    }

    private static RedriveView view(RedriveReport report, long most) {
        long sent = report.sent().values().stream().mapToLong(Long::longValue).sum();
        boolean ended = report.places().stream().allMatch(RedriveReport.Place::isEnd);
        return new RedriveView(
                report.sent(),
                report.stayed(),
                !ended && sent < most,
                report.places().stream()
                        .map(place -> new RedriveRequest.Place(place.from(), place.until()))
                        .toList());
    }
}
