package io.roundabout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands in this process, and keeps what they print. */
final class TestingTerminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final List<Map<String, String>> served = new ArrayList<>();
    private String input = "";
    private boolean keyboard;
    private HubLauncher hub = options -> {
        served.add(options);
        return 7;
    };

    TestingTerminal with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    TestingTerminal typing(String text) {
        input = text;
        return this;
    }

    TestingTerminal atAKeyboard() {
        keyboard = true;
        return this;
    }

    TestingTerminal serving(HubLauncher launcher) {
        hub = launcher;
        return this;
    }

    int run(String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                environment,
                false,
                keyboard);
        return new Main(hub, terminal, Map.of()).run(arguments);
    }

    String out() {
        return out.toString(UTF_8);
    }

    String err() {
        return err.toString(UTF_8);
    }

    List<Map<String, String>> served() {
        return served;
    }
}
