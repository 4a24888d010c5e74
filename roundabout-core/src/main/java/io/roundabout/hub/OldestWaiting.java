package io.roundabout.hub;

import io.roundabout.api.WaitingView;
import io.roundabout.api.WaitingView.GroupWaiting;
import io.roundabout.api.WaitingView.JoinWaiting;
import io.roundabout.circulation.Circulation;
import io.roundabout.join.OldestLookUp;
import io.roundabout.join.OldestReading;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks the loop which groups wait longest. Thread-safe. */
final class OldestWaiting {
    private final Circulation circulation;
    private final InstantSource time = InstantSource.system();

    OldestWaiting(Circulation circulation) {
        this.circulation = circulation;
    }

    /** Returns the oldest groups of each join of a pipeline, at most so many of each. */
    CompletionStage<WaitingView> of(Pipeline pipeline, int most) {
        CompletionStage<List<JoinWaiting>> found = CompletableFuture.completedFuture(new ArrayList<>());
        for (JoinRule join : pipeline.joins().values()) {
            found = found.thenCombine(circulation.lookEverywhere(OldestLookUp.of(join, most)), (before, readings) -> {
                before.add(view(join, readings, most, time.millis()));
                return before;
            });
        }
        return found.thenApply(WaitingView::new);
    }

    /** Puts together what the partitions said. */
    static JoinWaiting view(JoinRule join, List<OldestReading> readings, int most, long nowMillis) {
        List<GroupWaiting> oldest = readings.stream()
                .flatMap(reading -> reading.groups().stream())
                .sorted(Comparator.comparingLong(OldestReading.Waiting::sinceMillis))
                .limit(most)
                .map(group -> group(join, group, nowMillis))
                .toList();
        return new JoinWaiting(
                join.name(),
                readings.stream().mapToLong(OldestReading::lookedAt).sum(),
                readings.stream().allMatch(OldestReading::whole),
                oldest);
    }

    private static GroupWaiting group(JoinRule join, OldestReading.Waiting group, long nowMillis) {
        Instant since = Instant.ofEpochMilli(group.sinceMillis());
        return new GroupWaiting(
                new String(group.key(), StandardCharsets.UTF_8),
                since.toString(),
                Math.max(0, nowMillis - group.sinceMillis()) / 1_000,
                join.ending()
                        .within()
                        .map(within -> since.plus(within).toString())
                        .orElse(null),
                group.held(),
                join.inputs().stream()
                        .map(Input::stream)
                        .filter(stream -> !group.held().containsKey(stream))
                        .toList());
    }
}
