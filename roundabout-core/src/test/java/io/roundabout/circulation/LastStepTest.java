package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/**
 * A crash between any two steps of a commit, of the upload of its snapshot and of the clean-up after it: each step in turn is
 * the last, and what is logged must be there, whether the turn was logged or not.
 */
class LastStepTest {
    private static final int BEFORE = 299;
    /** Clean-up removes about a hundred change logs, one like the other. */
    private static final int ALL_ALIKE = 25;

    private static final int STRIDE = 30;

    @TempDir
    private Path folder;

    private final SyncedDisk machine = new SyncedDisk(Disk.ofThisMachine(), true, failure -> {});
    private StoreVersion before = StoreVersion.EMPTY;

    /** The next commit makes a snapshot, and its upload lets the first one, and what it stands on, be removed. */
    @BeforeEach
    void prepare() {
        try (StateFolder state = state("before", machine);
                StateStores stores = stores(state)) {
            while (before.version() < BEFORE) {
                before = write(stores.open(0, before), before);
                if (before.version() % 100 == 0) {
                    stores.maintain();
                }
            }
        }
    }

    @Test
    void keepsWhatIsLogged() throws IOException {
        List<String> done = crashAfter(0);
        int last = 0;
        while (done.size() == last) {
            last += last < ALL_ALIKE ? 1 : STRIDE;
            done = crashAfter(last);
        }
        assertThat(done).anyMatch(step -> step.startsWith("move 300_") && step.endsWith(".zip"));
        assertThat(done).anyMatch(step -> step.startsWith("remove 1_"));
    }

    /** Returns the steps that were done. */
    private List<String> crashAfter(int steps) throws IOException {
        String name = "last" + steps;
        copy(folder.resolve("before"), folder.resolve(name));
        TestingDisk dying = new TestingDisk();
        dying.dieAfter(steps);
        Optional<StoreVersion> next;
        try (StateFolder state = state(name, new SyncedDisk(dying, true, failure -> {}));
                StateStores stores = stores(state)) {
            next = tryToWrite(stores);
            stores.maintain();
        }
        copy(folder.resolve(name), folder.resolve(name + "-logged"));
        hasEverything(name, before);
        if (next.isPresent()) {
            hasEverything(name + "-logged", next.get());
        }
        return dying.steps();
    }

    /** As a hub sees it that starts again. */
    private void hasEverything(String name, StoreVersion logged) throws IOException {
        try (StateFolder state = state(name, machine);
                StateStores stores = stores(state)) {
            Leftovers.remove(state, List.of(logged));
            OpenStore store = stores.openToRead(0, logged);
            for (long key = 1; key <= logged.version(); key++) {
                assertThat(store.state().get(key(key)))
                        .as("key %d in %s", key, name)
                        .isNotNull();
            }
            assertThat(store.state().get(key(logged.version() + 1))).isNull();
            store.release();
        }
    }

    private StateFolder state(String name, SyncedDisk disk) {
        return LocalStateFolder.open(folder.resolve(name), disk);
    }

    private static StateStores stores(StateFolder state) {
        return new StateStores(state, SparkSettings.stores());
    }

    /** As a task does: the store's own listener drops what a failed one leaves behind. */
    @SuppressWarnings("IllegalCatch") // Spark throws checked exceptions without declaring them
    private Optional<StoreVersion> tryToWrite(StateStores stores) {
        TaskContextImpl task = TaskContext$.MODULE$.empty();
        TaskContext$.MODULE$.setTaskContext(task);
        try {
            Optional<StoreVersion> written = Optional.of(write(stores.open(0, before), before));
            task.markTaskCompleted(Option.empty());
            return written;
        } catch (Exception e) {
            task.markTaskFailed(e);
            task.markTaskCompleted(Option.apply(e));
            return Optional.empty();
        } finally {
            TaskContext$.MODULE$.unset();
        }
    }

    private static StoreVersion write(OpenStore store, StoreVersion version) {
        store.state().put(key(version.version() + 1), new byte[] {1});
        return store.commit();
    }

    private static byte[] key(long version) {
        return ("key" + version).getBytes(StandardCharsets.UTF_8);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
