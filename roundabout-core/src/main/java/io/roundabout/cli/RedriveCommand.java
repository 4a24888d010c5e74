package io.roundabout.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.api.RedriveRequest;
import io.roundabout.api.RedriveView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roundabout redrive}. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Send dead letters back to where they came from: results and mailbox messages to the end of their address, refused"
                    + " messages to their stream, if it takes them by the rules of now.",
            "None is lost or doubled, also if the hub is killed meanwhile. A letter that was sent back three times stays,"
                    + " unless you say --force. No vehicle may be attached to dead/NAME meanwhile."
        },
        footer = {
            "",
            "Examples:",
            "  roundabout redrive orders --dry-run",
            "  roundabout redrive orders --reason schema",
            "  roundabout redrive enriched --key c42"
        })
final class RedriveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Parameters(index = "0", paramLabel = "NAME", description = "A stream, join or output.")
    private String name = "";

    @Option(names = "--key", paramLabel = "KEY", description = "Only letters of this key.")
    private @Nullable String key;

    @Option(names = "--reason", paramLabel = "REASON", description = "Only letters with this reason.")
    private @Nullable String reason;

    @Option(names = "-n", paramLabel = "N", description = "Send at most N back.")
    private @Nullable Long most;

    @Option(names = "--dry-run", description = "Only say what would be sent back.")
    private boolean dryRun;

    @Option(
            names = "--force",
            description = {
                "Also what was sent back three times before, and what a join or compute gave up that is gone,",
                "though others may have had it."
            })
    private boolean force;

    @Option(names = "--json", description = "Print {\"sent\": {…}, \"stayed\": {…}}.")
    private boolean json;

    RedriveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        HubApi hub = new HubApi(doors.http);
        Map<String, Long> sent = new TreeMap<>();
        Map<String, Long> stayed = new TreeMap<>();
        RedriveView step = new RedriveView(Map.of(), Map.of(), true, List.of());
        while (step.more()) {
            RedriveRequest request = new RedriveRequest(
                    key,
                    reason,
                    most == null ? null : most - sum(sent),
                    dryRun,
                    force,
                    step.places().isEmpty() ? null : step.places());
            String path = "/api/v1/redrive/" + HubApi.quoted(name).replace("%2F", "/");
            step = hub.read(hub.post(path, request), RedriveView.class);
            step.sent().forEach((where, count) -> sent.merge(where, count, Long::sum));
            step.stayed().forEach((why, count) -> stayed.merge(why, count, Long::sum));
            if (step.more() && terminal.interactive()) {
                terminal.err().print("\r" + sum(sent) + " sent back");
                terminal.err().flush();
            }
        }
        print(sent, stayed);
        return ExitCodes.OK;
    }

    private void print(Map<String, Long> sent, Map<String, Long> stayed) throws JsonProcessingException {
        if (json) {
            terminal.out()
                    .println(new ObjectMapper()
                            .writeValueAsString(new TreeMap<>(Map.of("sent", sent, "stayed", stayed))));
            return;
        }
        if (sent.isEmpty() && stayed.isEmpty()) {
            terminal.out().println("no dead letters of " + name + (key == null && reason == null ? "" : " are meant"));
        }
        String verb = dryRun ? " would go to " : " sent back to ";
        sent.forEach((where, count) -> terminal.out().println(count + verb + where));
        stayed.forEach((why, count) -> terminal.out().println(count + (count == 1 ? " stays: " : " stay: ") + why));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
