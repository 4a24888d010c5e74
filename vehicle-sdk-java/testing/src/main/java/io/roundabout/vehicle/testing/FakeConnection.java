package io.roundabout.vehicle.testing;

import io.roundabout.vehicle.testing.Command.BadCommandException;
import io.roundabout.vehicle.testing.FakeMemory.Decision;
import io.roundabout.vehicle.testing.LineInput.PartialException;
import io.roundabout.vehicle.testing.LineInput.TooLongException;
import io.roundabout.vehicle.testing.ReceivedMessage.Given;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One vehicle at the fake hub's entrance. Source: docs/wire.md, section 1. Confined to its thread, except to cut it. */
final class FakeConnection implements Door.Visitor {
    private static final int LONGEST_LINE = 65_536;
    private static final int LONGEST_PUT = 16 << 20;
    private static final int WINDOW = 16 << 20;
    private static final int CLOSING_LINE = 1 << 20;
    private static final int CLOSING_PUT = 64 << 20;
    private static final int LONGEST_KEY = 256;
    private static final int LONGEST_NAME = 64;
    private static final int QUIET_MILLIS = 1_000;
    private static final Pattern NAME =
            Pattern.compile("(?!(key|dead|jobs)$)[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");

    private final FakeMemory memory;
    private final Socket socket;
    private final LineInput input = new LineInput(this::read, CLOSING_LINE);
    private final StringBuilder answers = new StringBuilder();
    private volatile boolean cut;
    private @Nullable FakeSession session;
    private @Nullable FakeBatch batch;
    private String name = UUID.randomUUID().toString();
    private String ack = "final";
    private String stream = "default";
    private boolean first = true;
    /** An {@code +ok}. */
    private boolean owed;

    private boolean leaving;

    FakeConnection(FakeMemory memory, Socket socket) {
        this.memory = memory;
        this.socket = socket;
    }

    @Override
    public void cut() {
        cut = true;
        Door.closeQuietly(socket);
    }

    @Override
    public void run() {
        try {
            converse();
            send();
            linger();
        } catch (IOException e) {
            // The vehicle has gone, or the test broke the connection.
            return;
        }
    }

    private void converse() throws IOException {
        try {
            while (!leaving) {
                Optional<byte[]> line = input.line();
                if (line.isEmpty()) {
                    finish();
                } else if (line.get().length > 0) {
                    obey(Command.read(line.get(), first));
                    first = false;
                }
            }
        } catch (BadCommandException e) {
            close("bad-command " + e.getMessage());
        } catch (PartialException e) {
            partial();
        } catch (TooLongException e) {
            close("too-long a line over 1 MiB");
        }
    }

    /** Answers what is owed before it waits for more. */
    private int read(byte[] chunk) throws IOException {
        report();
        while (true) {
            try {
                socket.setSoTimeout(owed ? QUIET_MILLIS : 0);
                return socket.getInputStream().read(chunk);
            } catch (SocketTimeoutException e) {
                acknowledge();
                send();
            }
        }
    }

    /** What is closed with bytes unread takes the last answers along; so a vehicle may finish what it was writing. */
    private void linger() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(QUIET_MILLIS);
        byte[] chunk = new byte[1 << 16];
        long left = CLOSING_PUT;
        int length = socket.getInputStream().read(chunk);
        while (length > 0 && left > 0) {
            left -= length;
            length = socket.getInputStream().read(chunk);
        }
    }

    private void report() throws IOException {
        if (ack.equals("receipts")) {
            acknowledge();
        }
        send();
    }

    private void send() throws IOException {
        if (!answers.isEmpty()) {
            byte[] bytes = answers.toString().getBytes(StandardCharsets.UTF_8);
            answers.setLength(0);
            socket.getOutputStream().write(bytes);
        }
    }

    private void obey(Command command) throws IOException, BadCommandException {
        switch (command.name()) {
            case "line" -> take(command.body(), given(command), lineProblem(command.body()));
            case "put" -> put(command);
            case "hello" -> hello(command);
            case "stream" -> stream = command.options().getOrDefault("stream", "");
            case "begin" -> begin();
            case "end", "abort" -> end(command);
            case "sync" -> sync();
            case "ping" -> answer("+pong");
            default -> bye();
        }
    }

    private void hello(Command command) throws BadCommandException {
        if (!first) {
            throw new BadCommandException("!hello is the first line");
        }
        name = command.options().getOrDefault("session", name);
        ack = command.options().getOrDefault("ack", ack);
        if (!memory.turningAway().isEmpty()) {
            close(memory.turningAway());
        } else if (command.number("resume").orElse(0L) > 0 && !memory.knows(name)) {
            close("session-gone the session is not remembered");
        } else {
            FakeSession joined = joined();
            answer("+hello roundabout/1 session=" + percent(name) + " last=" + memory.last(joined) + " max-line="
                    + LONGEST_LINE + " max-put=" + LONGEST_PUT + " window=" + WINDOW);
            memory.refusals(joined, command.number("known").orElse(Long.MAX_VALUE))
                    .forEach(this::answer);
        }
    }

    private void put(Command command) throws IOException, BadCommandException {
        if (command.number() > CLOSING_PUT) {
            close("too-long a !put over 64 MiB");
            return;
        }
        byte[] body = input.body((int) command.number());
        if (input.body(1)[0] != '\n') {
            throw new BadCommandException("a !put ends with a line end");
        }
        Given given = given(command);
        int keyLength = given.key().orElse("k").getBytes(StandardCharsets.UTF_8).length;
        Optional<String> problem = Optional.empty();
        if (keyLength < 1 || keyLength > LONGEST_KEY) {
            problem = Optional.of("bad-key a key is 1 to 256 bytes");
        } else if (body.length > LONGEST_PUT) {
            problem = Optional.of("too-long a !put takes 16 MiB");
        }
        take(body, given, problem);
    }

    private void take(byte[] body, Given given, Optional<String> found) throws IOException {
        if (memory.isHolding()) {
            report();
            memory.awaitDeciding(() -> cut);
        }
        FakeSession joined = joined();
        long number = memory.last(joined) + 1 + (batch == null ? 0 : batch.count());
        ReceivedMessage message = new ReceivedMessage(name, number, stream, body, given);
        boolean named = stream.length() <= LONGEST_NAME && NAME.matcher(stream).matches();
        Optional<String> problem = named ? found : Optional.of("bad-name '" + stream + "' is no NAME");
        if (batch != null) {
            batch.add(message, problem.isPresent() ? problem : memory.judge(message))
                    .ifPresent(why -> refuse(number, why));
            return;
        }
        Decision decision = memory.decide(this, joined, message, problem);
        owed = isListening();
        decision.refused().ifPresent(why -> refuse(number, why));
        if (decision.repeated() && owed) {
            answer("*dup " + number);
        }
    }

    private void begin() throws BadCommandException {
        if (batch != null) {
            throw new BadCommandException("!begin inside a batch");
        }
        batch = new FakeBatch();
    }

    /** Keeps the batch as a whole, or nothing of it. */
    private void end(Command command) throws IOException, BadCommandException {
        FakeBatch ended = batch;
        batch = null;
        if (ended == null || (ended.count() == 0 && command.number() > 0)) {
            throw new BadCommandException("!" + command.name() + " without a batch to end");
        }
        if (ended.count() == 0) {
            return;
        }
        Optional<String> problem = Optional.empty();
        if (command.name().equals("abort") || ended.refused().isPresent()) {
            problem = Optional.of(FakeBatch.REFUSED);
        } else if (command.number() != Command.NONE && command.number() != ended.count()) {
            problem = Optional.of("batch-count nothing of the batch was kept");
        }
        FakeSession joined = joined();
        for (FakeSession.Refusal refusal : memory.decide(this, joined, ended, problem)) {
            refuse(refusal.number(), refusal.why());
        }
        owed = isListening();
    }

    private void sync() throws BadCommandException {
        if (batch != null) {
            throw new BadCommandException("!sync inside a batch");
        }
        answer("+sync " + memory.last(joined()));
    }

    private void bye() {
        abandon();
        owed |= ack.equals("final");
        acknowledge();
        answer("+bye " + memory.last(joined()));
        leaving = true;
    }

    /** The vehicle half-closed: says what is decided. */
    private void finish() {
        abandon();
        owed = true;
        acknowledge();
        leaving = true;
    }

    private void partial() {
        long number = memory.last(joined()) + 1 + (batch == null ? 0 : batch.count());
        abandon();
        refuse(number, "partial-line the line has no end");
        owed = true;
        acknowledge();
        leaving = true;
    }

    /** None of the numbers of an open batch is used up. */
    private void abandon() {
        FakeBatch left = batch;
        batch = null;
        if (left != null && left.count() > 0) {
            refuse(memory.last(joined()) + left.count(), "batch-refused the batch was not ended");
        }
    }

    private void refuse(long number, String why) {
        if (isListening()) {
            answer("-err " + number + " " + why);
        }
    }

    private void acknowledge() {
        if (owed && isListening()) {
            answer("+ok " + memory.last(joined()));
        }
        owed = false;
    }

    private void close(String codeAndText) {
        answer("-close " + codeAndText);
        leaving = true;
    }

    private void answer(String line) {
        answers.append(line).append('\n');
    }

    private boolean isListening() {
        return !ack.equals("off");
    }

    private FakeSession joined() {
        FakeSession joined = session;
        if (joined == null) {
            joined = memory.join(name, this);
            session = joined;
        }
        return joined;
    }

    private static Given given(Command command) {
        return new Given(
                Optional.ofNullable(command.options().get("key")),
                Optional.ofNullable(command.options().get("id")),
                Optional.ofNullable(command.options().get("type")));
    }

    private static Optional<String> lineProblem(byte[] body) {
        if (body.length > LONGEST_LINE) {
            return Optional.of("too-long a line takes 65536 bytes");
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of("bad-utf8 a line is UTF-8");
        }
    }

    private static String percent(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
