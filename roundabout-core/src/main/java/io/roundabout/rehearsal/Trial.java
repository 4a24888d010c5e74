package io.roundabout.rehearsal;

import io.roundabout.circulation.DryLoop;
import io.roundabout.entrance.Partitions;
import io.roundabout.entrance.StreamCatalog;
import io.roundabout.pipeline.Definitions;
import java.util.List;

/** Tries a case in one order. Used once. */
final class Trial {
    /** 2026-01-01, 00:00 UTC, in milliseconds since 1970: when each case begins. */
    private static final long START_MILLIS = 1_767_225_600_000L;

    private static final Partitions PARTITIONS = new Partitions(4);

    private final StreamCatalog catalog;
    private final DryLoop loop;
    private Framing framing;

    private Trial(DryLoop.Compiled pipeline) {
        catalog = Definitions.of(pipeline.pipeline());
        loop = new DryLoop(pipeline, PARTITIONS, START_MILLIS);
        framing = new Framing(catalog, PARTITIONS);
    }

    /** Returns what is otherwise than the case says, a line each, after the first act where something is. */
    static List<String> run(DryLoop.Compiled pipeline, Case rehearsed, Order order) {
        Trial trial = new Trial(pipeline);
        for (int i = 0; i < rehearsed.acts().size(); i++) {
            Act act = rehearsed.acts().get(i);
            order.acts().get(i).forEach(trial::happen);
            trial.turn();
            act.when().forEach(trial::step);
            List<String> differences = act.then().differences(trial.loop);
            if (!differences.isEmpty()) {
                int number = i + 1;
                return rehearsed.acts().size() == 1
                        ? differences
                        : differences.stream()
                                .map(line -> "act " + number + ": " + line)
                                .toList();
            }
        }
        return List.of();
    }

    private void happen(Event event) {
        if (event instanceof Event.Arrival arrival) {
            framing.add(arrival.unit());
            return;
        }
        turn();
        if (event instanceof Event.Restart) {
            loop.restart();
        } else if (event instanceof Event.Clock clock) {
            loop.passUntil(START_MILLIS + clock.at().toMillis());
        }
    }

    private void turn() {
        if (!framing.isEmpty()) {
            loop.take(framing.cut());
            framing = new Framing(catalog, PARTITIONS);
        }
    }

    private void step(Step step) {
        if (step instanceof Step.Pass pass) {
            loop.passUntil(loop.nowMillis() + pass.time().toMillis());
        } else if (step instanceof Step.Until until) {
            loop.passUntil(START_MILLIS + until.sinceStart().toMillis());
        } else if (step instanceof Step.Collect collect) {
            loop.accept(loop.waiting(collect.address()));
        } else if (step instanceof Step.Reject reject) {
            loop.reject(loop.waiting(reject.address()));
        } else {
            loop.restart();
        }
    }
}
