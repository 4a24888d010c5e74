package io.roundabout.cli;

import io.roundabout.api.StatusView;
import io.roundabout.api.StatusView.ComputeStatus;
import io.roundabout.api.StatusView.OutputStatus;
import io.roundabout.api.StatusView.StreamStatus;
import io.roundabout.api.StatusView.TakerStatus;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code roundabout status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Show what the hub took, holds and handed out.",
            "Of each stream: what came in, and where it is now. Of each output: what was made, and what became of it. Columns"
                    + " in which all is 0 are left out; --json has them."
        },
        footer = {
            "",
            "Examples:",
            "  roundabout status",
            "  roundabout status --json | jq .outputs",
            "",
            "Next: roundabout explain JOIN KEY (why has this key no result?), peek ADDRESS, dead NAME."
        })
final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Option(names = "--json", description = "Print the hub's JSON, one line.")
    private boolean json;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        HubApi hub = new HubApi(doors.http);
        String answer = hub.get("/api/v1/status");
        if (json) {
            terminal.out().println(answer);
        } else {
            print(hub.read(answer, StatusView.class));
        }
        return ExitCodes.OK;
    }

    private void print(StatusView status) {
        PrintStream out = terminal.out();
        out.printf("hub is %s, epoch %d%n", status.state(), status.epoch());
        status.notices().forEach(notice -> out.println("notice: " + notice));
        if (!status.streams().isEmpty()) {
            out.println();
            streams(status.streams()).print(out, 4);
        }
        if (status.streams().stream().anyMatch(stream -> stream.takers().size() > 1)) {
            out.println();
            takers(status.streams()).print(out, 4);
        }
        if (!status.computes().isEmpty()) {
            out.println();
            computes(status.computes()).print(out, 4);
        }
        if (!status.outputs().isEmpty()) {
            out.println();
            outputs(status.outputs()).print(out, 4);
        }
    }

    private static Columns streams(List<StreamStatus> streams) {
        Columns table = new Columns(
                "stream",
                "in",
                "held",
                "used",
                "superseded",
                "filtered",
                "expired",
                "dropped",
                "dead",
                "duplicates",
                "refused");
        for (StreamStatus stream : streams) {
            table.row(
                    stream.name(),
                    stream.in(),
                    stream.held(),
                    stream.used(),
                    stream.superseded(),
                    stream.filtered(),
                    stream.takers().stream().mapToLong(TakerStatus::expired).sum(),
                    stream.takers().stream().mapToLong(TakerStatus::dropped).sum(),
                    stream.takers().stream().mapToLong(TakerStatus::dead).sum(),
                    stream.duplicates(),
                    stream.refused());
        }
        return table;
    }

    /** Each join or compute that takes a stream counts for itself. */
    private static Columns takers(List<StreamStatus> streams) {
        Columns table =
                new Columns("taken by", "stream", "in", "held", "used", "superseded", "expired", "dropped", "dead");
        for (StreamStatus stream : streams) {
            for (TakerStatus taker : stream.takers()) {
                table.row(
                        taker.taker(),
                        stream.name(),
                        taker.in(),
                        taker.held(),
                        taker.used(),
                        taker.superseded(),
                        taker.expired(),
                        taker.dropped(),
                        taker.dead());
            }
        }
        return table;
    }

    private static Columns computes(List<ComputeStatus> computes) {
        Columns table = new Columns("compute", "from", "in", "used", "dead", "keeps");
        for (ComputeStatus compute : computes) {
            table.row(compute.name(), compute.from(), compute.in(), compute.used(), compute.dead(), compute.keeps());
        }
        return table;
    }

    private static Columns outputs(List<OutputStatus> outputs) {
        Columns table = new Columns(
                "output", "waiting", "made", "accepted", "superseded", "dead", "discarded", "expired", "redriven");
        for (OutputStatus output : outputs) {
            table.row(
                    output.name(),
                    output.waiting(),
                    output.made(),
                    output.accepted(),
                    output.superseded(),
                    output.dead(),
                    output.discarded(),
                    output.expired(),
                    output.redriven());
        }
        return table;
    }
}
