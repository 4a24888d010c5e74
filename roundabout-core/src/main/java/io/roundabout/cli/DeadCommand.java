package io.roundabout.cli;

import io.roundabout.Words;
import io.roundabout.api.Ages;
import io.roundabout.api.MessageView;
import io.roundabout.api.PeekView;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roundabout dead}. */
@Command(
        name = "dead",
        mixinStandardHelpOptions = true,
        description = {
            "Look at the dead letters of a stream, join or output, and why they are there.",
            "Counts by reason first, then the oldest of them. Nothing is taken."
        },
        footer = {
            "",
            "Examples:",
            "  roundabout dead orders",
            "  roundabout dead orders --reason bad-json -n 100",
            "",
            "Next: roundabout redrive NAME sends them back; roundabout collect dead/NAME takes them out."
        })
final class DeadCommand implements Callable<Integer> {
    private static final int BEGINNING = 120;

    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Parameters(index = "0", paramLabel = "NAME", description = "A stream, join or output.")
    private String name = "";

    @Option(names = "--key", paramLabel = "KEY", description = "Only letters of this key.")
    private @Nullable String key;

    @Option(names = "--reason", paramLabel = "REASON", description = "Only letters with this reason.")
    private @Nullable String reason;

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "10",
            description = "Show at most N (default 10, most 1000).")
    private int most;

    @Option(names = "--json", description = "Print the hub's JSON, one line.")
    private boolean json;

    DeadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        HubApi hub = new HubApi(doors.http);
        String answer = hub.get("/api/v1/dead/" + HubApi.quoted(name).replace("%2F", "/") + "?n=" + most
                + (key == null ? "" : "&key=" + HubApi.quoted(key))
                + (reason == null ? "" : "&reason=" + HubApi.quoted(reason)));
        if (json) {
            terminal.out().println(answer);
        } else {
            print(hub.read(answer, PeekView.class));
        }
        return ExitCodes.OK;
    }

    private void print(PeekView view) {
        PrintStream out = terminal.out();
        out.println(Words.count(view.waiting(), "dead letter") + " at " + view.address()
                + (view.lookedAt() < view.waiting() ? "; the first " + view.lookedAt() + " were looked at" : ""));
        Columns reasons = new Columns("letters", "reason");
        view.reasons().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> reasons.row(entry.getValue(), entry.getKey()));
        reasons.print(out, Integer.MAX_VALUE);
        if (!view.messages().isEmpty()) {
            out.println();
        }
        Columns letters = new Columns("age", "origin", "key", "redriven", "reason", "detail", "body");
        for (MessageView letter : view.messages()) {
            Map<String, String> properties = letter.properties();
            String body = PeekCommand.bodyOf(letter);
            letters.row(
                    Ages.text(Duration.ofSeconds(letter.ageSeconds())),
                    properties.getOrDefault("origin", "-"),
                    letter.key() == null ? "-" : letter.key(),
                    properties.getOrDefault("redriven", "0"),
                    properties.getOrDefault("reason", "-"),
                    shortened(properties.getOrDefault("detail", "-")),
                    shortened(body));
        }
        letters.print(out, Integer.MAX_VALUE);
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= BEGINNING ? line : line.substring(0, BEGINNING) + "…";
    }
}
