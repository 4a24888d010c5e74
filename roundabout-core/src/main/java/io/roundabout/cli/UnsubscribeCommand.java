package io.roundabout.cli;

import io.roundabout.api.EndedView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roundabout unsubscribe}. */
@Command(
        name = "unsubscribe",
        mixinStandardHelpOptions = true,
        description = {
            "End a subscription of a topic, with the messages it still holds; the topic and other subscriptions keep theirs.",
            "A client that is attached to it is told so and detached. 'roundabout status' lists subscriptions as"
                    + " TOPIC/CONTAINER/LINK."
        },
        footer = {"", "Examples:", "  roundabout unsubscribe news daily", "  roundabout unsubscribe news ada/daily"})
final class UnsubscribeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "The topic.")
    private String topic = "";

    @Parameters(
            index = "1",
            paramLabel = "NAME",
            description = "Name of the client's link, or CONTAINER/LINK where several clients have links of that name.")
    private String name = "";

    @Option(names = "--json", description = "Print {\"subscription\", \"discarded\"}, one line.")
    private boolean json;

    UnsubscribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        HubApi hub = new HubApi(doors.http);
        String path = "/api/v1/subscriptions/" + HubApi.quoted(topic) + "?name=" + HubApi.quoted(name);
        String answer = hub.delete(path);
        EndedView ended = hub.read(answer, EndedView.class);
        terminal.out().println(json ? answer : text(ended));
        return ExitCodes.OK;
    }

    private static String text(EndedView ended) {
        String held =
                ended.discarded() == 1 ? "1 message it held is gone" : ended.discarded() + " messages it held are gone";
        return "ended " + ended.subscription() + "; " + held;
    }
}
