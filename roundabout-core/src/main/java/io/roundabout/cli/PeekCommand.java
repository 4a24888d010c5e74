package io.roundabout.cli;

import io.roundabout.api.Ages;
import io.roundabout.api.MessageView;
import io.roundabout.api.PeekView;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roundabout peek}. */
@Command(
        name = "peek",
        mixinStandardHelpOptions = true,
        description = {
            "Look at the messages that wait at an address, without taking them.",
            "Oldest first; a body of more than 64 KiB is shown in part."
        },
        footer = {"", "Examples:", "  roundabout peek enriched", "  roundabout peek enriched c42 -n 1 --json"})
final class PeekCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "An output, a mailbox, or dead/NAME.")
    private String address = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "Only messages of this key.")
    private @Nullable String key;

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "10",
            description = "Show at most N (default 10, most 1000).")
    private int most;

    @Option(names = "--json", description = "Print the hub's JSON, one line.")
    private boolean json;

    PeekCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        HubApi hub = new HubApi(doors.http);
        String answer = hub.get("/api/v1/peek/" + HubApi.quoted(address).replace("%2F", "/") + "?n=" + most
                + (key == null ? "" : "&key=" + HubApi.quoted(key)));
        if (json) {
            terminal.out().println(answer);
        } else {
            print(hub.read(answer, PeekView.class));
        }
        return ExitCodes.OK;
    }

    private void print(PeekView view) {
        PrintStream out = terminal.out();
        out.println(view.waiting()
                + (view.waiting() == 1 ? " message waits at " : " messages wait at ")
                + view.address()
                + (view.messages().isEmpty() ? "" : "; the oldest" + (key == null ? "" : " of this key") + ":"));
        Columns table = new Columns("key", "age", "attempts", "bytes", "body");
        for (MessageView message : view.messages()) {
            table.row(
                    message.key() == null ? "-" : message.key(),
                    Ages.text(Duration.ofSeconds(message.ageSeconds())),
                    message.attempts(),
                    message.bytes(),
                    bodyOf(message));
        }
        table.print(out, Integer.MAX_VALUE);
    }

    /** Returns a body on one line: JSON compact, other text as a JSON string. */
    static String bodyOf(MessageView message) {
        return message.body() + (message.whole() ? "" : " …");
    }
}
