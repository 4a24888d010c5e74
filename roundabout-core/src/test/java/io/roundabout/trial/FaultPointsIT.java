package io.roundabout.trial;

import static io.roundabout.hub.FaultPoint.Action.FAIL;
import static io.roundabout.hub.FaultPoint.Action.HALT_AFTER;
import static io.roundabout.hub.FaultPoint.Action.HALT_AMID;
import static io.roundabout.hub.FaultPoint.Action.HALT_BEFORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.history.History;
import io.roundabout.hub.FaultPoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub ends, or its disk fails, at a step of a turn that decides what is kept; the history must be clean. {@code
 * -Droundabout.points=all} takes every step; without it those are taken that no smaller test reaches.
 */
class FaultPointsIT {
    private static final String CHANGES = "sync .*/stores/.*changelog.*";
    private static final String CHANGES_NAMED = "move .*changelog";
    private static final String LINE = "append .*/epochs-.*";
    private static final String LINE_SYNCED = "sync .*/epochs-.*";
    private static final String SNAPSHOT_NAMED = "move .*zip";
    /** As sysexits.h has it: the hub stopped itself. */
    private static final int STOPPED = 70;

    private static final int TURNS = 15;
    private static final boolean ALL = "all".equals(System.getProperty("roundabout.points"));

    @TempDir
    private Path folder;

    private final History history = new History();

    @Test
    void losesNothingAtAnyStep() throws Exception {
        Map<String, FaultPoint> points = new LinkedHashMap<>();
        points.put("after one store's commit, before the other's", new FaultPoint(HALT_AFTER, TURNS, CHANGES_NAMED));
        points.put("in the middle of the line", new FaultPoint(HALT_AMID, TURNS, LINE));
        points.put("after the sync, before anyone is told", new FaultPoint(HALT_AFTER, TURNS, LINE_SYNCED));
        if (ALL) {
            points.put("before a store's commit", new FaultPoint(HALT_BEFORE, TURNS, CHANGES));
            points.put("after all stores' commits, before the line", new FaultPoint(HALT_BEFORE, TURNS, LINE));
            points.put("after the line, before its sync", new FaultPoint(HALT_BEFORE, TURNS, LINE_SYNCED));
            points.put("before a snapshot has its name", new FaultPoint(HALT_BEFORE, TURNS, SNAPSHOT_NAMED));
            points.put("after a snapshot has its name", new FaultPoint(HALT_AFTER, TURNS, SNAPSHOT_NAMED));
        }
        try (HubProcess hub =
                        HubProcess.in(folder).pipeline(PairTraffic.PIPELINE).start();
                PairTraffic traffic = new PairTraffic(hub, history, 1)) {
            traffic.awaitMore(1);
            points.forEach((name, point) -> {
                hub.kill9();
                assertThat(hub.startUntil(point).code()).as(name).isEqualTo(FaultPoint.HALTED);
            });
            hub.start();
            traffic.finish();
            Judgement.clean(history, hub);
        }
    }

    @Test
    void stopsWithOneLineWhenASyncFails() throws Exception {
        Map<String, FaultPoint> points = new LinkedHashMap<>();
        points.put("of a store's changes, in a task", new FaultPoint(FAIL, TURNS, CHANGES));
        if (ALL) {
            points.put("of the line", new FaultPoint(FAIL, TURNS, LINE_SYNCED));
        }
        points.put("of a table of a snapshot, in the background", new FaultPoint(FAIL, TURNS, "sync .*sst"));
        try (HubProcess hub =
                        HubProcess.in(folder).pipeline(PairTraffic.PIPELINE).start();
                PairTraffic traffic = new PairTraffic(hub, history, 2)) {
            traffic.awaitMore(1);
            points.forEach((name, point) -> {
                hub.kill9();
                HubProcess.Ending ending = hub.startUntil(point);
                assertThat(ending.code()).as(name).isEqualTo(STOPPED);
                assertThat(ending.words())
                        .as(name)
                        .singleElement()
                        .asString()
                        .startsWith(
                                "roundabout: the hub stops: IOException: Input/output error. Nothing acknowledged is"
                                        + " lost; start it again.");
            });
            hub.start();
            traffic.finish();
            Judgement.clean(history, hub);
        }
    }
}
