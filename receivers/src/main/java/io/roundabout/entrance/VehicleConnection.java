package io.roundabout.entrance;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.roundabout.RefusalCode;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: reads when there is room, frames what was read, and hangs up so that the last line arrives. What the
 * frames mean is up to its {@link Phase}. Confined to the event loop.
 */
// A socket that cannot be closed or half-closed is lost already.
@SuppressWarnings("FutureReturnValueIgnored")
final class VehicleConnection extends ChannelInboundHandlerAdapter implements SessionHolder, Held {
    private static final Logger LOG = LoggerFactory.getLogger(VehicleConnection.class);

    /** What a vehicle may have under way while it hears the last word, in bytes: about what the two sockets buffer. */
    private static final int MOST_THROWN_AWAY = 8 << 20;

    private final EntranceLoop entrance;
    private final Channel channel;
    private final LineDecoder decoder;
    private final Answers answers;
    private final Deadlines deadlines;
    private final Holding holding;
    private Phase phase = new Phase.Arriving(this);
    private boolean reading;
    private boolean inputEnded;
    private int thrownAway;
    private long lastRead = System.nanoTime();

    /** A long body that waits for room, and one that has it, in bytes; 0 if there is none. */
    private int wantedBytes;

    private int reservedBytes;

    VehicleConnection(EntranceLoop entrance, Channel channel) {
        this.entrance = entrance;
        this.channel = channel;
        this.decoder = new LineDecoder(entrance.settings().maxLineBytes());
        this.answers = new Answers(channel);
        this.deadlines = new Deadlines(this);
        this.holding = new Holding(this, entrance.holds());
    }

    EntranceLoop entrance() {
        return entrance;
    }

    Channel channel() {
        return channel;
    }

    LineDecoder decoder() {
        return decoder;
    }

    Answers answers() {
        return answers;
    }

    Phase phase() {
        return phase;
    }

    /** Returns who it is and how it stands; {@code now} is {@link System#nanoTime}. */
    VehicleReport report(long now) {
        Session session = phase.session();
        Hold held = hold();
        return new VehicleReport(
                Peers.text(channel.remoteAddress()),
                phase.vehicle(),
                session == null || !session.isResumable() ? "" : Answers.quotable(session.id()),
                Objects.requireNonNullElse(phase.nextStream(), ""),
                session == null ? 0 : session.framed(),
                session == null ? 0 : session.framed() - session.decided(),
                TimeUnit.NANOSECONDS.toMillis(now - lastRead),
                held != null ? held.reason() : entrance.isHeld(this) ? Hold.WINDOW.reason() : "");
    }

    /** Returns why its vehicle was told that it is not read, or null if it is read. */
    @Nullable
    Hold hold() {
        return holding.told() != null ? holding.told() : deadlines.told();
    }

    /** Tells whether it listens to its vehicle, so that silence is the vehicle's. */
    boolean isReading() {
        return reading;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        int most = entrance.settings().maxConnections();
        entrance.add(this);
        if (entrance.isDraining()) {
            closeForShutdown();
        } else if (entrance.connections() > 2L * most) {
            // Not even time for a word, or those who are refused would be without bound.
            channel.close();
        } else if (entrance.connections() > most) {
            close(RefusalCode.TOO_MANY, most + " connections are open (entrance.max-connections). Come back later.");
        } else {
            read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            reading = false;
            lastRead = System.nanoTime();
            if (phase.takesFrames()) {
                int length = bytes.readableBytes();
                bytes.readBytes(entrance.readBuffer(), 0, length);
                decoder.feed(entrance.readBuffer(), length);
                run();
            } else {
                throwAway(bytes.readableBytes());
            }
        } finally {
            bytes.release();
        }
    }

    private void throwAway(int length) {
        thrownAway += length;
        if (thrownAway > MOST_THROWN_AWAY) {
            channel.close();
        }
    }

    /** Frames what was read as far as there is room, then reads more. */
    @Override
    public void run() {
        assert entrance.isCurrentThread() : "outside the event loop";
        try {
            frame();
        } catch (BadCommandException e) {
            close(RefusalCode.BAD_COMMAND, e.text());
        }
        answers.flush();
    }

    private void frame() {
        while (phase.takesFrames()) {
            if (holding.isHeld()) {
                deadlines.parked();
                break;
            }
            if (!hasRoom()) {
                entrance.hold(this);
                deadlines.held(System.nanoTime());
                break;
            }
            LineDecoder.Event event = decoder.next();
            if (event == LineDecoder.Event.STARVED) {
                phase.starved();
                read();
                return;
            }
            deadlines.frameEnded();
            phase.frame(event);
            // Only a body has room reserved, and it was the frame.
            release();
        }
        decoder.keepRest();
    }

    private void read() {
        if (!inputEnded) {
            reading = true;
            deadlines.listening(System.nanoTime());
            channel.read();
        }
    }

    private boolean hasRoom() {
        Ledger ledger = entrance.ledger();
        OpenBatch batch = phase.batch();
        if (!channel.isWritable()) {
            return false;
        }
        if (reservedBytes > 0) {
            return ledger.hasRoomInCut(batch);
        }
        if (!ledger.hasRoom(phase.session(), batch)) {
            return false;
        }
        if (wantedBytes > 0 && ledger.tryReserve(wantedBytes, batch)) {
            reservedBytes = wantedBytes;
            wantedBytes = 0;
        }
        return wantedBytes == 0;
    }

    private void release() {
        entrance.ledger().release(reservedBytes);
        reservedBytes = 0;
    }

    /** Makes the next frame a body. A body that is longer than a line waits until there is room for all of it. */
    void expectBody(int length) {
        decoder.expectBody(length);
        if (length > entrance.settings().maxLineBytes()) {
            entrance.ledger().want(length);
            wantedBytes = length;
        }
    }

    /** Begins what {@code !hello} asks for. */
    void greet(Command.Hello hello) {
        Optional<String> id = hello.session();
        if (id.isPresent()) {
            phase = new Phase.AwaitingGreeting(this, hello, id.get());
            entrance.sessions().claim(id.get(), this);
        } else {
            Session session = entrance.sessions().anonymous(this);
            answers.hello(session.id(), 0, entrance.settings());
            phase = new Talking(this, hello.vehicle(), session, new Receipts(hello.acks(), session, answers));
        }
    }

    /** Begins without {@code !hello}. */
    Talking talkAnonymously() {
        Session session = entrance.sessions().anonymous(this);
        Talking talking = new Talking(this, "", session, new Receipts(AckMode.FINAL, session, answers));
        phase = talking;
        return talking;
    }

    /** Answers {@code !hello}: everything framed before is decided, and the session is this connection's. */
    void welcome(Session session, Greeting greeting) {
        if (!(phase instanceof Phase.AwaitingGreeting awaiting)) {
            throw new IllegalStateException("welcomed without asking");
        }
        Command.Hello hello = awaiting.hello();
        if (!greeting.remembered() && hello.resume().orElse(0) > 0) {
            close(
                    RefusalCode.SESSION_GONE,
                    "session '" + Answers.quotable(session.id()) + "' is not remembered (session.remember)."
                            + " Begin a new session; what had an +ok is safe.");
            return;
        }
        answers.hello(session.id(), greeting.last(), entrance.settings());
        Receipts receipts = new Receipts(hello.acks(), session, answers);
        long known = hello.known().orElse(Long.MAX_VALUE);
        greeting.refusals().stream().filter(refusal -> refusal.number() > known).forEach(receipts::refused);
        phase = new Talking(this, hello.vehicle(), session, receipts);
        run();
    }

    /** Hears that the hub cannot greet. */
    void notGreeted(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RoundaboutException) {
            closeForShutdown();
        } else {
            LOG.error("a session was not greeted", cause);
            close(RefusalCode.INTERNAL, "the session could not be looked up. Come back later.");
        }
    }

    void leave(Leaving leaving) {
        phase = leaving;
        leaving.endIfSettled();
        answers.flush();
    }

    @Override
    public void decided(LateAnswers late) {
        phase.decided(late);
        if (reading) {
            answers.flush();
        } else {
            // It may have waited for this.
            run();
        }
    }

    void drain() {
        phase.drain();
        answers.flush();
    }

    void tick(long now) {
        deadlines.tick(now);
        holding.tick(now);
        answers.flush();
    }

    void closeForShutdown() {
        close(RefusalCode.SHUTTING_DOWN, "the hub stops. Come back later and send again what has no +ok.");
    }

    /** Says why and hangs up. */
    @Override
    public void close(RefusalCode code, String text) {
        if (!(phase instanceof Phase.Closed)) {
            entrance.refused().closed(code);
            answers.close(code, text);
            hangUp();
        }
    }

    /**
     * Ends the connection after what was written. Nothing is read before that has gone out, so that a vehicle that does not
     * read is not listened to either. If the vehicle still sends then, its bytes are thrown away for a moment, and only so
     * many: to close at once would reset the connection and take the last line away from the vehicle.
     */
    void hangUp() {
        assert entrance.isCurrentThread() : "outside the event loop";
        letGo();
        answers.flush();
        deadlines.closing();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) written -> {
            if (inputEnded) {
                channel.close();
            } else {
                deadlines.lastWordSent();
                ((SocketChannel) channel).shutdownOutput();
                channel.config().setAutoRead(true);
            }
        });
    }

    private void letGo() {
        Phase last = phase;
        phase = new Phase.Closed();
        last.left();
        boolean gaveRoom = wantedBytes > 0 || reservedBytes > 0;
        entrance.ledger().noLongerWant(wantedBytes);
        wantedBytes = 0;
        release();
        if (gaveRoom) {
            entrance.gaveRoom();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            reading = false;
            if (phase instanceof Phase.Closed) {
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
            phase.inputEnded();
            answers.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            run();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!(phase instanceof Phase.Closed)) {
            letGo();
        }
        entrance.remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection from {} was lost", channel.remoteAddress(), cause);
            channel.close();
        } else {
            LOG.error("connection from {} failed", channel.remoteAddress(), cause);
            close(RefusalCode.INTERNAL, "the hub failed on this connection. Come back and send again what has no +ok.");
        }
    }
}
