package io.roundabout.cli;

import io.roundabout.connector.MessageLine;
import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
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
                    + " A message is taken once its line is written, or, with --to, once it is safe in its target."
        },
        footer = {
            "",
            "Exit code 3 says that the hub cannot be reached, or went away. With --follow only the former: once it was there"
                    + " it is tried again, ever less often, twice a minute in the end.",
            "",
            "With --to, a file appears when it is whole and synced, and its name is printed; what it holds is taken then, not"
                    + " before. A run that is killed repeats messages, and loses none. So files are as large as what the hub"
                    + " hands out at once, at most 32 MiB.",
            "",
            "Examples:",
            "  roundabout collect enriched                  everything that is ready",
            "  roundabout collect enriched -n 10            at most ten",
            "  roundabout collect enriched --wait 30m       wait for the first; exit 1 if none came",
            "  roundabout collect enriched --follow         go on until interrupted",
            "  roundabout collect dead/orders --peek --meta look at dead letters, take nothing",
            "  roundabout collect enriched --to out/enriched.jsonl.gz",
            "  roundabout collect enriched --to hdfs://namenode:8020/out/enriched.parquet --follow --roll-every 10m",
            "  roundabout collect enriched --to out/money.csv --columns customer=key,amount=/orders/amount",
            "  roundabout collect customers --to 'hbase://zookeeper/customers?family=f'"
        })
final class CollectCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "ADDRESS",
            description = "Name of an output or mailbox, or dead/NAME; orders.* or orders.# is every one that matches.")
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

    @Option(
            names = "--json",
            description = "With --to: print one JSON line of figures. Otherwise nothing more: it prints JSON anyway.")
    private boolean json;

    @Mixin
    private TargetArguments to = new TargetArguments();

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
            if (to.isGiven()) {
                return new CollectInto(terminal, vehicle, new CollectInto.Wish(address, limit, wait, follow))
                        .run(to, meta, json);
            }
            return follow ? follow(vehicle) : collect(vehicle, () -> {});
        }
    }

    private int follow(Vehicle vehicle) {
        // If only the last acknowledgement was missing, the next one who comes may get that message once more.
        return ComingBack.untilEnded(
                terminal.err(), comingBack -> collect(vehicle, comingBack::reached), () -> printed == limit);
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
        if (peek && to.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "--peek takes nothing, so nothing can be put anywhere; leave --to out");
        }
        if (!to.isGiven() && to.areOthersGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "--format, --columns and --types say how a target is written; add --to TARGET");
        }
        if (peek && (follow || wait != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--peek looks at what is held now; leave --follow and --wait out");
        }
    }
}
