package io.roundabout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.api.StatusView;
import io.roundabout.vehicle.HubUnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code roundabout status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show what the hub took, holds and handed out.",
        footer = {"", "Examples:", "  roundabout status", "  roundabout status --json | jq .outputs"})
final class StatusCommand implements Callable<Integer> {
    private static final int TIMEOUT_MILLIS = 10_000;
    /** What the connection says where the answer is no HTTP. */
    private static final int NO_STATUS = -1;

    private static final String STREAM_ROW = "%-24s %12s %12s %12s %12s %12s %12s%n";
    private static final String OUTPUT_ROW = "%-24s %12s %12s %12s %12s%n";

    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Option(names = "--json", description = "Print the hub's JSON, one line.")
    private boolean json;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String body = fetch(URI.create("http://" + doors.http + "/api/v1/status"));
        if (json) {
            terminal.out().println(body);
        } else {
            print(new ObjectMapper().readValue(body, StatusView.class));
        }
        return ExitCodes.OK;
    }

    private String fetch(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            if (status == NO_STATUS) {
                throw new IOException("the answer is no HTTP");
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw new CommandFailedException("what answers at " + address + " is no hub: it says " + status, null);
            }
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new HubUnreachableException("cannot reach the hub at " + address + ": " + e.getMessage(), e);
        }
    }

    private void print(StatusView status) {
        PrintStream out = terminal.out();
        out.printf("hub is %s, epoch %d%n", status.state(), status.epoch());
        if (!status.streams().isEmpty()) {
            out.printf("%n" + STREAM_ROW, "stream", "in", "held", "used", "superseded", "duplicates", "refused");
            status.streams()
                    .forEach(s -> out.printf(
                            STREAM_ROW,
                            s.name(),
                            s.in(),
                            s.held(),
                            s.used(),
                            s.superseded(),
                            s.duplicates(),
                            s.refused()));
        }
        if (!status.outputs().isEmpty()) {
            out.printf("%n" + OUTPUT_ROW, "output", "waiting", "made", "accepted", "dead");
            status.outputs()
                    .forEach(o -> out.printf(OUTPUT_ROW, o.name(), o.waiting(), o.made(), o.accepted(), o.dead()));
        }
    }
}
