package io.roundabout.cli;

import io.roundabout.api.ExplainView;
import io.roundabout.api.ExplainView.ArrivalView;
import io.roundabout.api.ExplainView.InputView;
import io.roundabout.api.ExplainView.VehicleView;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roundabout explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Say why a key of a join has a result, or has none yet.",
            "What arrived and what is missing, when the group ends at the latest, whether results wait at the output, who is"
                    + " attached there, and what went to the dead letters."
        },
        footer = {
            "",
            "Examples:",
            "  roundabout explain enriched c42",
            "  roundabout explain enriched c42 --json | jq -r .state",
            "",
            "States: incomplete, being-made, ready, dead, nothing."
        })
final class ExplainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Parameters(index = "0", paramLabel = "JOIN", description = "Name of the join.")
    private String join = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The key, as the vehicles send it.")
    private String key = "";

    @Option(names = "--json", description = "Print the hub's JSON, one line.")
    private boolean json;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        HubApi hub = new HubApi(doors.http);
        String answer = hub.get("/api/v1/explain/" + HubApi.quoted(join) + "?key=" + HubApi.quoted(key));
        if (json) {
            terminal.out().println(answer);
        } else {
            print(hub.read(answer, ExplainView.class));
        }
        return ExitCodes.OK;
    }

    private void print(ExplainView view) {
        PrintStream out = terminal.out();
        out.println(view.answer());
        out.println();
        Columns inputs = new Columns("input", "takes", "waiting", "first arrived", "last arrived", "id", "begins");
        for (InputView input : view.inputs()) {
            ArrivalView first = input.first();
            ArrivalView last = input.last();
            inputs.row(
                    input.stream(),
                    input.mode(),
                    input.waiting(),
                    first == null ? "-" : first.arrived(),
                    last == null ? "-" : last.arrived(),
                    first == null ? "-" : orDash(first.id()),
                    first == null ? "-" : first.beginning());
        }
        inputs.print(out, Integer.MAX_VALUE);
        if (!view.output().vehicles().isEmpty()) {
            out.println();
            Columns vehicles = new Columns("attached to " + view.output().address(), "link", "asks for", "unsettled");
            for (VehicleView vehicle : view.output().vehicles()) {
                vehicles.row(vehicle.vehicle(), vehicle.link(), vehicle.credit(), vehicle.unsettled());
            }
            vehicles.print(out, Integer.MAX_VALUE);
        }
    }

    private static String orDash(@Nullable String value) {
        return value == null ? "-" : value;
    }
}
