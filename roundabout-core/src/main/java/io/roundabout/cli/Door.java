package io.roundabout.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A door of the hub: who goes there, what is spoken, and how its answers begin. */
enum Door {
    ENTRANCE("push", "--entrance", "what an entrance speaks", "-close "),
    AMQP("collect", "--amqp", "AMQP", "AMQP"),
    HTTP("status explain peek dead redrive", "--http", "HTTP", "HTTP/");

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int LONGEST_BEGINNING = 7;
    /** HTTP answers it, and so does the entrance: with {@code -close}. An AMQP container need not. */
    private static final byte[] REQUEST = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Header of AMQP's security layer, which a container answers with one of its own (AMQP 1.0 section 5.3.2). */
    private static final byte[] SASL = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};

    /** Names of the commands, a space between. */
    private final String commands;

    private final String option;
    private final String language;
    private final String beginning;

    Door(String commands, String option, String language, String beginning) {
        this.commands = commands;
        this.option = option;
        this.language = language;
        this.beginning = beginning;
    }

    /** Returns the door that a command goes to, if it goes to one. */
    static Optional<Door> of(String command) {
        return Arrays.stream(values())
                .filter(door -> (" " + door.commands + " ").contains(" " + command + " "))
                .findFirst();
    }

    /**
     * Looks who listens where this door was said to be. Takes a few seconds at most.
     *
     * @return what is wrong and what to do, if something else answers there; empty if it is this door, or nobody answers
     */
    Optional<String> mistaken(Doors doors) {
        HostPort place = doors.at(this);
        String toHttp = answer(place, REQUEST);
        String answer = toHttp.isEmpty() ? answer(place, SASL) : toHttp;
        if (answer.isEmpty() || answer.startsWith(beginning)) {
            return Optional.empty();
        }
        String question = Arrays.stream(values())
                .filter(other -> answer.startsWith(other.beginning))
                .map(other -> " but " + other.language + "; is it the hub's " + other.option + " port?")
                .findFirst()
                .orElse("; is it the hub's " + option + " port?");
        return Optional.of(
                place + " does not speak " + language + question + " Say where to go with " + option + " HOST:PORT.");
    }

    /** Returns the beginning of what is answered; empty if nothing is. */
    private static String answer(HostPort place, byte[] greeting) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(place.host(), place.port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(greeting);
            byte[] answer = socket.getInputStream().readNBytes(LONGEST_BEGINNING);
            return new String(answer, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
