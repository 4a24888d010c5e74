package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final List<StoreVersion> LOGGED = List.of(new StoreVersion(17, "a"), StoreVersion.EMPTY);

    @TempDir
    private Path folder;

    private Path partition;

    @BeforeEach
    void makePartition() throws IOException {
        partition = Files.createDirectories(folder.resolve("stores/0/0"));
        make("16_z.changelog", "17_a.changelog", "16_z.zip", "17_a.zip");
        Files.createDirectory(partition.resolve("SSTs"));
    }

    @Test
    void removesWhatWasStillWrittenAside() throws IOException {
        make(
                ".18_b.changelog." + UUID.randomUUID() + ".tmp",
                ".18_b.zip." + UUID.randomUUID() + ".TID7.tmp",
                "of somebody.tmp");

        remove();

        assertThat(names())
                .containsExactly("16_z.changelog", "16_z.zip", "17_a.changelog", "17_a.zip", "SSTs", "of somebody.tmp");
    }

    @Test
    void removesWhatATurnLeftThatWasNotLogged() throws IOException {
        make("18_b.changelog", "18_b.zip", "17_c.zip");

        remove();

        assertThat(names()).containsExactly("16_z.changelog", "16_z.zip", "17_a.changelog", "17_a.zip", "SSTs");
    }

    @Test
    void refusesALogThatEndsTooEarly() throws IOException {
        make("18_b.changelog", "19_c.changelog");
        List<String> before = names();

        assertThatThrownBy(this::remove)
                .isInstanceOf(RoundaboutException.class)
                .hasMessage("STATE_UNREADABLE: '" + partition.resolve("19_c.changelog")
                        + "' is of version 19, but the epoch log ends at version 17: its last lines are lost. Restore"
                        + " the state folder from a copy; nothing was changed.");
        assertThat(names()).isEqualTo(before);
    }

    private void remove() throws IOException {
        SyncedDisk disk = new SyncedDisk(Disk.ofThisMachine(), true, failure -> {});
        try (StateFolder state = LocalStateFolder.open(folder, disk)) {
            Leftovers.remove(state, LOGGED);
        }
    }

    private void make(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(partition.resolve(name));
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(partition)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
