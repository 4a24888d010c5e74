package io.roundabout.cli;

import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.HubUnreachableException;
import io.roundabout.vehicle.Vehicle;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roundabout collect}. */
@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        description = {
            "Take what is ready at an address, and leave.",
            "It prints one line of JSON per message: the body if it is JSON, else a string, or base64 if it is no text."
                    + " A message is taken once its line is written."
        },
        footer = {
            "",
            "Exit code 3 says that the hub cannot be reached, or went away. With --follow only the former: once it was there"
                    + " it is tried again, ever less often, twice a minute in the end.",
            "",
            "Examples:",
            "  roundabout collect enriched                  everything that is ready",
            "  roundabout collect enriched -n 10            at most ten",
            "  roundabout collect enriched --wait 30m       wait for the first; exit 1 if none came",
            "  roundabout collect enriched --follow         go on until interrupted",
            "  roundabout collect dead/orders --peek --meta look at dead letters, take nothing"
        })
@SuppressWarnings("unused") // --json is taken because every command that prints takes it
final class CollectCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "Name of an output or mailbox, or dead/NAME.")
    private String address = "";

    @Option(names = "-n", paramLabel = "N", description = "Take at most N messages.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Wait that long for the first message, such as 30s or 30m; exit 1 if none came.")
    private @Nullable Duration wait;

    @Option(names = "--follow", description = "Go on until interrupted; a hub that goes away is waited for.")
    private boolean follow;

    @Option(names = "--peek", description = "Look without taking.")
    private boolean peek;

    @Option(names = "--meta", description = "Wrap each body with its key, message-id and properties.")
    private boolean meta;

    @Option(names = "--json", description = "Nothing more: what it prints is JSON lines anyway.")
    private boolean json;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "collect", description = "Name of this vehicle.")
    private String name = "collect";

    private long printed;

    CollectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        checkOptions();
        try (Vehicle vehicle = Vehicle.to(doors.amqp.host())
                .amqpPort(doors.amqp.port())
                .name(name)
                .build()) {
            return follow ? follow(vehicle) : collect(vehicle, () -> {});
        }
    }

    private int follow(Vehicle vehicle) {
        ComingBack comingBack = new ComingBack(terminal.err());
        while (true) {
            try {
                return collect(vehicle, comingBack::reached);
            } catch (HubUnreachableException lost) {
                // Only the last acknowledgement was missing: the next one who comes may get that message once more.
                if (printed == limit) {
                    throw lost;
                }
                comingBack.await(lost);
            }
        }
    }

    private int collect(Vehicle vehicle, Runnable reached) {
        try (Collecting messages = open(vehicle)) {
            reached.run();
            if (wait != null && printed == 0 && !messages.awaitFirst(wait)) {
                terminal.err().println("roundabout: nothing came to " + address + " in time");
                return ExitCodes.FAILED;
            }
            return print(messages);
        }
    }

    /** A message is acknowledged when the loop asks for the next one, and its line has left this process by then. */
    private int print(Collecting messages) {
        MessageLine line = new MessageLine(meta);
        for (CollectedMessage message : messages) {
            byte[] bytes = line.of(message);
            terminal.out().write(bytes, 0, bytes.length);
            terminal.out().write('\n');
            // The reader may have left, as "head" does: what it did not get stays held.
            if (terminal.out().checkError()) {
                return ExitCodes.FAILED;
            }
            printed++;
            if (printed == limit && peek) {
                break;
            }
        }
        return ExitCodes.OK;
    }

    private Collecting open(Vehicle vehicle) {
        if (peek) {
            return vehicle.browse(address);
        }
        return follow ? vehicle.collect(address, limit - printed) : vehicle.take(address, limit);
    }

    private void checkOptions() {
        if (spec == null) {
            return;
        }
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "-n " + limit + " is too small; it must be at least 1");
        }
        if (peek && (follow || wait != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--peek looks at what is held now; leave --follow and --wait out");
        }
    }
}
