package io.roundabout.entrance;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connection sends commands and messages. Confined to the event loop. */
final class Talking implements Phase {
    private static final String DEFAULT_STREAM = "default";

    private final VehicleConnection connection;
    private final EntranceLoop entrance;
    private final String vehicle;
    private final Session session;
    private final Receipts receipts;
    private final Batching batching;
    private final Intake intake;
    private CurrentDoor door;

    /** The {@code !put} whose body is awaited. */
    private Command.@Nullable Put put;

    Talking(VehicleConnection connection, String vehicle, Session session, Receipts receipts) {
        this.connection = connection;
        this.entrance = connection.entrance();
        this.vehicle = vehicle;
        this.session = session;
        this.receipts = receipts;
        this.batching = new Batching(entrance, vehicle, session, receipts);
        this.intake = new Intake(entrance, session, vehicle);
        this.door = new CurrentDoor(entrance.doors(), DEFAULT_STREAM);
    }

    @Override
    public String vehicle() {
        return vehicle;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public @Nullable OpenBatch batch() {
        return batching.open();
    }

    @Override
    public boolean takesFrames() {
        return receipts.hasRoom();
    }

    @Override
    public void frame(LineDecoder.Event event) {
        Span frame = connection.decoder().frame();
        switch (event) {
            case LINE -> line(frame);
            case LONG_LINE -> longLine(frame);
            case BODY -> body(frame);
            case LONG_BODY -> longBody(frame);
            case ENDLESS_LINE ->
                connection.close(
                        RefusalCode.TOO_LONG,
                        "a line of more than " + LineDecoder.LONGEST_SKIPPED_LINE + " B; send large bodies with !put");
            case UNENDED_BODY ->
                connection.close(
                        RefusalCode.BAD_COMMAND, "the body of !put is not followed by a line end; is LENGTH right?");
            case STARVED -> throw new IllegalStateException("no frame");
        }
    }

    private void line(Span line) {
        if (line.length() == 0) {
            return;
        }
        if (isCommand(line)) {
            command(CommandParser.parse(line));
            return;
        }
        if (line.startsWith('!')) {
            line.dropFirst();
        }
        StreamDoor to = door.get();
        finish(to, entrance.check().line(line, to), 0, line);
    }

    private void longLine(Span line) {
        if (isCommand(line)) {
            throw new BadCommandException(
                    "a command of more than " + entrance.settings().maxLineBytes() + " B (entrance.max-line)");
        }
        refuse(tooLong("line", entrance.settings().maxLineBytes(), "entrance.max-line"), door.get(), line);
    }

    private void body(Span body) {
        Command.Put announced = announced();
        StreamDoor to = door.get();
        finish(to, entrance.check().body(body, to, announced), announced.givenBytes(), body);
    }

    private void longBody(Span body) {
        int limit = entrance.settings().maxPutBytes();
        OpenBatch batch = batching.open();
        if (batch == null || announced().length() > limit) {
            refuse(tooLong("body", limit, "entrance.max-put"), door.get(), body);
        } else {
            refuse(batch.tooLarge(), door.get(), body);
        }
    }

    private Command.Put announced() {
        Command.Put announced = put;
        if (announced == null) {
            throw new IllegalStateException("a body that was not announced");
        }
        put = null;
        return announced;
    }

    private static boolean isCommand(Span line) {
        return line.startsWith('!') && !(line.length() > 1 && line.array()[line.from() + 1] == '!');
    }

    private void finish(StreamDoor to, Optional<Defect> defect, int givenBytes, Span message) {
        OpenBatch batch = batching.open();
        Optional<Defect> found = defect;
        if (batch != null && defect.isEmpty()) {
            found = batch.add(to, entrance.check().envelope(), givenBytes, message);
        }
        if (found.isPresent()) {
            refuse(found.get(), to, message);
        } else if (batch == null) {
            intake.take(to, message);
        }
    }

    private void refuse(Defect defect, StreamDoor to, Span message) {
        if (batching.open() != null) {
            batching.refuse(defect, to, message);
            return;
        }
        receipts.refused(intake.refuse(defect, to, message));
    }

    private static Defect tooLong(String what, int limit, String setting) {
        return new Defect(RefusalCode.TOO_LONG, "the " + what + " is longer than " + limit + " B (" + setting + ")");
    }

    private void command(Command command) {
        if (command instanceof Command.Stream stream) {
            door = new CurrentDoor(entrance.doors(), stream.name());
        } else if (command instanceof Command.Put announced) {
            expect(announced);
        } else if (command instanceof Command.Begin begin) {
            batching.begin(begin.id());
        } else if (command instanceof Command.End end) {
            batching.end(end.count());
        } else if (command instanceof Command.Abort) {
            batching.abort();
        } else if (command instanceof Command.Sync) {
            batching.forbid("!sync");
            receipts.sync();
        } else if (command instanceof Command.Ping) {
            connection.answers().pong();
        } else if (command instanceof Command.Bye) {
            batching.abandon();
            connection.leave(new Leaving(connection, session, receipts, Leaving.Reason.BYE));
        } else {
            throw new BadCommandException("!hello is the first line or none");
        }
    }

    private void expect(Command.Put announced) {
        put = announced;
        if (announced.length() > EntranceSettings.LONGEST_SKIPPED_PUT) {
            connection.close(
                    RefusalCode.TOO_LONG,
                    "a body of " + announced.length() + " B; the limit is "
                            + entrance.settings().maxPutBytes() + " B (entrance.max-put)");
        } else if (announced.length() > entrance.settings().maxPutBytes()
                || batching.isTooSmallFor(announced.length())) {
            connection.decoder().skipBody((int) announced.length());
        } else {
            connection.expectBody((int) announced.length());
        }
    }

    @Override
    public void inputEnded() {
        long next = batching.last() + 1;
        batching.abandon();
        if (connection.decoder().isMidFrame()) {
            receipts.refused(new Refusal(
                    next,
                    RefusalCode.PARTIAL_LINE,
                    "the last line has no end; it was not taken. Send it again, with its line end."));
        }
        connection.leave(new Leaving(connection, session, receipts, Leaving.Reason.INPUT_ENDED));
    }

    @Override
    public void decided(LateAnswers late) {
        receipts.decided(late);
    }

    @Override
    public void quiet() {
        receipts.quiet();
    }

    @Override
    public void held(Hold hold) {
        receipts.held(hold);
    }

    @Override
    public void resumed(Hold hold) {
        receipts.resumed(hold);
    }

    /** A batch and a body take room from others until they are whole. */
    @Override
    public @Nullable String nextStream() {
        return put == null && batching.open() == null ? door.name() : null;
    }

    @Override
    public void drain() {
        batching.drop();
        connection.leave(new Leaving(connection, session, receipts, Leaving.Reason.SHUTDOWN));
    }

    @Override
    public void left() {
        batching.drop();
        entrance.left(session, connection);
    }
}
