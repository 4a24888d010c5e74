package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoresTest {
    private static final SyncedDisk DISK = new SyncedDisk(Disk.ofThisMachine(), true, failure -> {});

    @TempDir
    private Path folder;

    private @Nullable StateFolder state;
    private @Nullable StateStores stores;

    @BeforeEach
    void open() {
        StateFolder opened = LocalStateFolder.open(folder.resolve("état, 100 %20 #1"), DISK);
        state = opened;
        stores = new StateStores(opened, SparkSettings.stores());
    }

    @AfterEach
    void close() {
        stores().close();
        Objects.requireNonNull(state).close();
    }

    @Test
    void keepsWhatWasCommittedOverARestart() {
        StoreVersion version = write(StoreVersion.EMPTY, "a", "1");
        version = write(version, "b", "2");
        reopen();

        assertThat(read(version, "a")).isEqualTo("1");
        assertThat(read(version, "b")).isEqualTo("2");
    }

    @Test
    void keepsEverythingInTheStateFolderWhateverItIsCalled() throws IOException {
        write(StoreVersion.EMPTY, "a", "1");

        assertThat(folder.resolve("état, 100 %20 #1").resolve("stores")).isNotEmptyDirectory();
        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void leavesNothingOfATurnThatWasNotLogged() {
        StoreVersion logged = write(StoreVersion.EMPTY, "a", "1");
        StoreVersion abandoned = write(logged, "b", "lost");
        reopen();

        StoreVersion again = write(logged, "c", "3");
        reopen();

        assertThat(again.version()).isEqualTo(abandoned.version());
        assertThat(again.checkpoint()).isNotEqualTo(abandoned.checkpoint());
        assertThat(read(again, "b")).isEqualTo("absent");
        assertThat(read(again, "c")).isEqualTo("3");
    }

    @Test
    void leavesAStoreThatTurnsPassOverToTheExecutorThatHasItNow() {
        stores().use(0, 1);
        StoreVersion version = write(StoreVersion.EMPTY, "a", "1");
        stores().use(1, 21);
        stores().maintain();
        assertThat(stores().loaded()).containsExactly(0);

        stores().use(1, 22);
        stores().maintain();

        assertThat(stores().loaded()).isEmpty();
        assertThat(read(version, "a")).as("it may come back").isEqualTo("1");
    }

    @Test
    void readsWithoutMakingAVersion() throws IOException {
        StoreVersion version = write(StoreVersion.EMPTY, "a", "1");
        List<Path> before = files();

        assertThat(read(version, "a")).isEqualTo("1");
        assertThat(files()).isEqualTo(before);
        assertThat(write(version, "b", "2").version()).isEqualTo(2);
    }

    @Test
    void uploadsSnapshotsHoweverFastTurnsFollow() throws IOException {
        StoreVersion version = StoreVersion.EMPTY;
        for (int i = 0; i < 1_000; i++) {
            version = write(version, "key" + i, "value" + i);
        }

        assertThat(files()).anyMatch(file -> file.toString().endsWith(".zip"));
        reopen();
        assertThat(read(version, "key0")).isEqualTo("value0");
        assertThat(read(version, "key999")).isEqualTo("value999");
    }

    /** Spark keeps the newest snapshot that is old enough; that one may be of a turn that never was. */
    @Test
    void keepsWhatIsLoggedThoughSnapshotsOfUnloggedTurnsWereUploaded() throws IOException {
        StoreVersion logged = write(StoreVersion.EMPTY, 100);
        stores().maintain();
        logged = write(logged, 99);
        write(logged, "never", "logged");
        stores().maintain();
        assertThat(snapshots()).anyMatch(name -> name.startsWith("200_"));
        restart(logged);

        logged = write(logged, 100);
        write(logged, "never", "logged");
        stores().maintain();
        assertThat(snapshots()).anyMatch(name -> name.startsWith("300_"));
        restart(logged);

        assertThat(read(logged, "key1")).isEqualTo("value");
        assertThat(read(logged, "key299")).isEqualTo("value");
        assertThat(read(logged, "never")).isEqualTo("absent");
    }

    private StateStores stores() {
        return Objects.requireNonNull(stores);
    }

    private void reopen() {
        close();
        open();
    }

    /** As a hub does that was killed. */
    private void restart(StoreVersion logged) throws IOException {
        reopen();
        Leftovers.remove(Objects.requireNonNull(state), List.of(logged));
    }

    /** Commits so many versions; each adds a key that is named after it. */
    private StoreVersion write(StoreVersion version, int turns) {
        StoreVersion last = version;
        for (int turn = 0; turn < turns; turn++) {
            last = write(last, "key" + (last.version() + 1), "value");
        }
        return last;
    }

    private List<String> snapshots() throws IOException {
        return files().stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".zip"))
                .toList();
    }

    private StoreVersion write(StoreVersion version, String key, String value) {
        OpenStore store = stores().open(0, version);
        store.state().put(utf8(key), utf8(value));
        return store.commit();
    }

    private String read(StoreVersion version, String key) {
        OpenStore store = stores().openToRead(0, version);
        byte[] value = store.state().get(utf8(key));
        store.release();
        return value == null ? "absent" : new String(value, StandardCharsets.UTF_8);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
