package io.roundabout.cli;

import picocli.CommandLine.Option;

/** Where the hub's doors are: the options that every command shares. Each is also a setting in the environment. */
final class Doors {
    @Option(
            names = "--entrance",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7070",
            converter = HostPort.Converter.class,
            description = "TCP door for pushing (ROUNDABOUT_ENTRANCE; default ${DEFAULT-VALUE})")
    HostPort entrance = HostPort.parse("7070");

    @Option(
            names = "--amqp",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:5672",
            converter = HostPort.Converter.class,
            description = "AMQP 1.0 door for collecting (ROUNDABOUT_AMQP; default ${DEFAULT-VALUE})")
    HostPort amqp = HostPort.parse("5672");

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8080",
            converter = HostPort.Converter.class,
            description = "HTTP door for looking (ROUNDABOUT_HTTP; default ${DEFAULT-VALUE})")
    HostPort http = HostPort.parse("8080");

    HostPort at(Door door) {
        return switch (door) {
            case ENTRANCE -> entrance;
            case AMQP -> amqp;
            case HTTP -> http;
        };
    }
}
