package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.join.RuleClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a loop leaves that never began to turn. */
class CirculationTest {
    @TempDir
    private Path folder;

    @Test
    void removesAFolderThatItMadeInVain() {
        openAndClose(folder.resolve("state"));

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leavesAFolderThatWasThere() throws Exception {
        Path state = Files.createDirectory(folder.resolve("state"));

        openAndClose(state);

        assertThat(state.resolve("epochs-00000001.log")).exists();
    }

    private static void openAndClose(Path state) {
        StateAddress address = new StateAddress(state.toString());
        Circulation.open(CirculationSettings.defaults(address), RuleClasses.NONE, Disk.ofThisMachine(), failure -> {})
                .close();
    }
}
