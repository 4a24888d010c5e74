package io.roundabout.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the driver was called with: {@code name=value} words and the names of phases. {@code benchmarks/run --help} says what
 * each means to a reader.
 *
 * @param phases in the order they run
 * @param values every value, given or default
 */
record Settings(List<String> phases, Map<String, String> values) {
    private static final List<String> PHASES = List.of("start", "throughput", "latency", "idle", "backlog");

    /** Of values that are whole numbers from 1. */
    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("results", "300000"),
            Map.entry("warm", "50000"),
            Map.entry("rate", "2000"),
            Map.entry("lead-seconds", "60"),
            Map.entry("seconds", "20"),
            Map.entry("idle-seconds", "20"),
            Map.entry("window", "10000"),
            Map.entry("unacknowledged", "50000"),
            Map.entry("credit", "1000"),
            Map.entry("held", "1000000"),
            Map.entry("messages", "300000"),
            Map.entry("seed", "1"),
            Map.entry("patience", "30"),
            Map.entry("hub-pid", "0"),
            Map.entry("entrance", "7070"),
            Map.entry("amqp", "5672"),
            Map.entry("http", "8080"),
            Map.entry("ready-millis", "0"),
            Map.entry("ticks", "100"));

    /** Of all others. */
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("commit", "unknown"),
            Map.entry("heap", "unknown"),
            Map.entry("durability", "power"),
            Map.entry("output", "table"),
            Map.entry("push", "tcp"),
            Map.entry("session", "benchmark"),
            Map.entry("file", ""),
            Map.entry("started-micros", "0"),
            Map.entry("machine-at-start", ""));

    /** Of {@code push}: how the vehicles push. */
    private static final List<String> PUSHES = List.of("tcp", "amqp");

    Settings {
        phases = List.copyOf(phases);
        values = Map.copyOf(values);
    }

    /**
     * Reads the words.
     *
     * @throws IllegalArgumentException with one line for the user
     */
    static Settings of(List<String> words) {
        List<String> phases = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>(NUMBERS);
        values.putAll(TEXTS);
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                put(values, word.substring(0, equals), word.substring(equals + 1));
            } else if (PHASES.contains(word) && !phases.contains(word)) {
                phases.add(word);
            } else {
                throw new IllegalArgumentException(
                        "'" + word + "' is no phase, or is there twice; there are " + String.join(", ", PHASES));
            }
        }
        return new Settings(phases.isEmpty() ? List.of("start", "throughput", "latency", "idle") : phases, values);
    }

    int results() {
        return number("results");
    }

    int warm() {
        return number("warm");
    }

    /** Results per second in the open loop. */
    int rate() {
        return number("rate");
    }

    /** Before the first that counts in the open loop: a hub runs for months, and its compiler is busy for its first minutes. */
    int leadSeconds() {
        return number("lead-seconds");
    }

    int seconds() {
        return number("seconds");
    }

    int idleSeconds() {
        return number("idle-seconds");
    }

    /** Most steps between the two messages of a key. */
    int window() {
        return number("window");
    }

    /** Most messages of a vehicle that are not acknowledged. */
    int unacknowledged() {
        return number("unacknowledged");
    }

    int credit() {
        return number("credit");
    }

    /** Customers that no order ever follows. */
    int held() {
        return number("held");
    }

    /** Of {@link Orders}. */
    int messages() {
        return number("messages");
    }

    int seed() {
        return number("seed");
    }

    /** How long nothing may come before the run is given up, in nanoseconds. */
    long patienceNanos() {
        return number("patience") * 1_000_000_000L;
    }

    int hubPid() {
        return number("hub-pid");
    }

    int entrancePort() {
        return number("entrance");
    }

    int amqpPort() {
        return number("amqp");
    }

    int httpPort() {
        return number("http");
    }

    int readyMillis() {
        return number("ready-millis");
    }

    int ticksPerSecond() {
        return number("ticks");
    }

    /** Whether the vehicles push over AMQP, and not over TCP. */
    boolean isPushedOverAmqp() {
        return text("push").equals("amqp");
    }

    boolean isJson() {
        return text("output").equals("json");
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    private int number(String name) {
        return Integer.parseInt(text(name));
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException("there is no setting '" + name + "'");
        }
        if (NUMBERS.containsKey(name) && !value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(name + " is '" + value + "'; it must be a whole number from 1");
        }
        if (name.equals("push") && !PUSHES.contains(value)) {
            throw new IllegalArgumentException("push is '" + value + "'; it must be " + String.join(" or ", PUSHES));
        }
        values.put(name, value);
    }
}
