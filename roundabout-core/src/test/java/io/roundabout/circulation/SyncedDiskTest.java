package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncedDiskTest {
    @TempDir
    private Path folder;

    private final TestingDisk machine = new TestingDisk();
    private final List<IOException> told = new ArrayList<>();
    private final SyncedDisk disk = new SyncedDisk(machine, true, told::add);

    @Test
    void doesNothingMoreOnceASyncFailed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        machine.breakNextSync();
        assertThatThrownBy(() -> disk.sync(file)).hasMessage("Input/output error");
        List<String> before = machine.steps();

        assertThatThrownBy(() -> disk.sync(file)).hasMessage("a file could not be synced before; start the hub again");
        assertThatThrownBy(() -> disk.move(file, folder.resolve("other"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.remove(file)).isInstanceOf(IOException.class);

        assertThat(machine.steps()).isEqualTo(before);
        assertThat(told).singleElement().asString().contains("Input/output error");
    }

    @Test
    void syncsTheFolderAFileIsMovedInto() throws IOException {
        disk.move(Files.writeString(folder.resolve("aside"), "text"), folder.resolve("file"));

        assertThat(machine.steps()).containsExactly("move file", "sync " + folder.getFileName());
    }

    @Test
    void syncsTheFolderAboveEachOneItMakes() throws IOException {
        disk.makeFolders(folder.resolve("a/b/c"));

        assertThat(machine.steps()).containsExactly("sync " + folder.getFileName(), "sync a", "sync b");
    }

    @Test
    void syncsNothingWhereOnlyTheProcessMayDie() throws IOException {
        SyncedDisk careless = new SyncedDisk(machine, false, told::add);

        careless.makeFolders(folder.resolve("a"));
        careless.move(Files.writeString(folder.resolve("aside"), "text"), folder.resolve("a/file"));

        assertThat(machine.steps()).containsExactly("move file");
    }
}
