package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A hub in memory: stores cuts, decides them at once or when it is told to, and remembers sessions. Thread-safe.
 */
public final class TestingHub implements HubLine, CutSink, AutoCloseable {
    private final List<Cut> stored = new ArrayList<>();
    private final List<Cut> undecided = new ArrayList<>();
    private final Map<String, Greeting> sessions = new HashMap<>();
    private final List<String> farewells = new ArrayList<>();
    private final List<FramedMessage> messages = new ArrayList<>();
    private final List<RefusedMessage> setAside = new ArrayList<>();
    private final List<String> streams = new ArrayList<>();
    private StreamCatalog catalog = new StreamCatalog(Map.of(), true);
    private final Set<String> admitted = new HashSet<>();
    private int mostAdmitted = Integer.MAX_VALUE;
    private boolean deciding = true;
    private boolean failing;
    private @Nullable EntranceServer server;

    /** Opens an entrance with default settings on a free port and attaches this hub to it. */
    public static TestingHub open() {
        return open(EntranceSettings.defaults("127.0.0.1", 0));
    }

    /** Opens an entrance with these settings and attaches this hub to it. */
    public static TestingHub open(EntranceSettings settings) {
        TestingHub hub = new TestingHub();
        EntranceServer server = EntranceServer.open(settings, hub, new Partitions(4));
        hub.server = server;
        server.attach(hub);
        return hub;
    }

    /** Returns the entrance. */
    public EntranceServer server() {
        EntranceServer opened = server;
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    /** Connects a vehicle. */
    public TestingVehicle connect() {
        return TestingVehicle.connect(server().address());
    }

    /** Declares streams and refuses every other name. */
    public synchronized void declare(StreamDefinition... definitions) {
        Map<String, StreamDefinition> declared = new HashMap<>();
        for (StreamDefinition definition : definitions) {
            declared.put(definition.name(), definition);
        }
        catalog = new StreamCatalog(declared, false);
    }

    /** Decides nothing from now on, until {@link #decide}. */
    public synchronized void holdDecisions() {
        deciding = false;
    }

    /** Makes every call of {@link #store} fail. */
    public synchronized void failToStore() {
        failing = true;
    }

    /** Makes calls of {@link #store} succeed again. */
    public synchronized void storeAgain() {
        failing = false;
    }

    /** Commits every undecided cut, and every later one as soon as it is stored. */
    public synchronized void decideAll() {
        deciding = true;
        while (!undecided.isEmpty()) {
            decide();
        }
    }

    /** Commits the oldest undecided cut. */
    public void decide() {
        decide(Map.of());
    }

    /** Commits the oldest undecided cut with these late answers, by session. */
    public synchronized void decide(Map<String, LateAnswers> late) {
        Cut cut = undecided.remove(0);
        remember(cut, late);
        server().decided(new Decision(cut.manifest().cut(), true, late));
    }

    /** Commits the oldest undecided cut, of which some messages wait. */
    public synchronized void decideWaiting(Waits... waits) {
        Cut cut = undecided.remove(0);
        remember(cut, Map.of());
        server().decided(new Decision(cut.manifest().cut(), true, Map.of(), List.of(waits)));
    }

    /** Gives the oldest undecided cut up. */
    public synchronized void giveUp() {
        server().decided(Decision.givenUp(undecided.remove(0).manifest().cut()));
    }

    @Override
    public synchronized void store(Cut cut) {
        if (failing) {
            throw new IllegalStateException("told to fail");
        }
        stored.add(cut);
        undecided.add(cut);
    }

    private void remember(Cut cut, Map<String, LateAnswers> late) {
        for (SessionRange range : cut.manifest().sessions()) {
            if (range.resumable()) {
                Greeting before = sessions.getOrDefault(range.session(), new Greeting(false, 0, List.of()));
                if (range.first() != before.last() + 1) {
                    throw new IllegalStateException(range.first() + " after " + before.last());
                }
                List<Refusal> refusals = new ArrayList<>(before.refusals());
                refusals.addAll(range.refusals());
                refusals.addAll(
                        late.getOrDefault(range.session(), LateAnswers.NONE).refusals());
                sessions.put(range.session(), new Greeting(true, range.last(), refusals));
            }
        }
        for (byte[] slice : cut.slices()) {
            SliceReader.read(slice, new Keeper(cut.manifest()));
        }
    }

    private final class Keeper implements SliceReader.Visitor {
        private final CutManifest manifest;

        Keeper(CutManifest manifest) {
            this.manifest = manifest;
        }

        @Override
        public void message(FramedMessage message) {
            messages.add(message);
            streams.add(manifest.streams().get(message.stream()));
        }

        @Override
        public void refused(RefusedMessage message) {
            setAside.add(message);
        }

        @Override
        public void session(SessionProgress progress) {
            Greeting known = sessions.get(progress.session());
            if (known == null || known.last() != progress.last()) {
                throw new IllegalStateException("row and manifest differ on " + progress.session());
            }
        }
    }

    @Override
    public synchronized CompletionStage<Greeting> greet(String session) {
        return CompletableFuture.completedFuture(sessions.getOrDefault(session, new Greeting(false, 0, List.of())));
    }

    @Override
    public synchronized void farewell(String session) {
        farewells.add(session);
    }

    @Override
    public synchronized void stored(long cut) {
        // decideAll may have been quicker.
        if (deciding && !undecided.isEmpty()) {
            decide();
        }
    }

    @Override
    public synchronized boolean admits(String undeclared) {
        return admitted.contains(undeclared) || (admitted.size() < mostAdmitted && admitted.add(undeclared));
    }

    /** Takes only so many undeclared names. */
    public synchronized void admitAtMost(int names) {
        mostAdmitted = names;
    }

    @Override
    public synchronized StreamCatalog catalog() {
        return catalog;
    }

    /** Returns every cut that was stored. */
    public synchronized List<Cut> stored() {
        return List.copyOf(stored);
    }

    /** Returns how many cuts are stored and undecided. */
    public synchronized int undecided() {
        return undecided.size();
    }

    /** Returns the messages of decided cuts, those of one partition in order. */
    public synchronized List<FramedMessage> messages() {
        return List.copyOf(messages);
    }

    /** Returns the streams of {@link #messages}, in the same order. */
    public synchronized List<String> streams() {
        return List.copyOf(streams);
    }

    /** Returns the refused messages that were set aside in decided cuts. */
    public synchronized List<RefusedMessage> setAside() {
        return List.copyOf(setAside);
    }

    /** Returns the sessions that were said farewell. */
    public synchronized List<String> farewells() {
        return List.copyOf(farewells);
    }

    /** Returns how far a session is decided, if it is known. */
    public synchronized Optional<Greeting> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    @Override
    public void close() {
        server().close();
    }
}
