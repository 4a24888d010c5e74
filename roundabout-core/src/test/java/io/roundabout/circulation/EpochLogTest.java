package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochLogTest {
    private static final LogHeader FRESH = new LogHeader(LogHeader.FORMAT, "cafe", 2, "");
    private static final SyncedDisk DISK = new SyncedDisk(Disk.ofThisMachine(), true, failure -> {});

    @TempDir
    private Path folder;

    @Test
    void beginsWithEmptyStores() {
        try (EpochLog log = open()) {
            assertThat(log.last().epoch()).isZero();
            assertThat(log.last().stores()).containsExactly(StoreVersion.EMPTY, StoreVersion.EMPTY);
            assertThat(log.header()).isEqualTo(FRESH);
        }
    }

    @Test
    void remembersTheLastTurnAndEveryName() throws IOException {
        try (EpochLog log = open()) {
            log.append(record(1, Map.of("orders", 1)));
            log.append(record(2, Map.of("customers", 2)));
        }

        try (EpochLog log = open(new LogHeader(LogHeader.FORMAT, "other", 8, ""))) {
            assertThat(log.last().epoch()).isEqualTo(2);
            assertThat(log.last().stores()).isEqualTo(record(2, Map.of()).stores());
            assertThat(log.names()).containsOnly(Map.entry("orders", 1), Map.entry("customers", 2));
            assertThat(log.header()).isEqualTo(FRESH);
        }
    }

    @Test
    void keepsThatTheClockIsToBeConfirmedOverRestarts() throws IOException {
        EpochRecord plain = record(1, Map.of());
        try (EpochLog log = open()) {
            log.append(plain);
        }
        try (EpochLog log = open()) {
            assertThat(log.last().unconfirmed()).isFalse();
            log.append(new EpochRecord(
                    2, plain.time(), plain.stores(), Map.of(), Map.of(), Map.of(), List.of(), Map.of(), true));
        }
        open().close();

        try (EpochLog log = open()) {
            assertThat(log.last().unconfirmed()).isTrue();
        }
    }

    @Test
    void keepsWhenExpectedMessagesCameOverRestarts() throws IOException {
        EpochRecord plain = record(1, Map.of());
        Map<String, Arrival> arrivals = Map.of("orders", new Arrival(5, 7), "scans", new Arrival(6, 0));
        try (EpochLog log = open()) {
            log.append(new EpochRecord(2, 9, plain.stores(), Map.of(), Map.of(), Map.of(), List.of(), arrivals, true));
            log.append(log.last().confirmed(10));
        }
        open().close();

        try (EpochLog log = open()) {
            assertThat(log.last().arrivals()).isEqualTo(arrivals);
            assertThat(log.last().unconfirmed()).isFalse();
            assertThat(log.last().time()).isEqualTo(10);
        }
    }

    @Test
    void keepsTheConflictsOfTheLastTurnOverRestarts() throws IOException {
        try (EpochLog log = open()) {
            log.append(record(1, Map.of()));
            log.append(record(2, Map.of()));
        }
        open().close();

        try (EpochLog log = open()) {
            assertThat(log.last().conflicts()).isEqualTo(Map.of("s é", List.of(2L, 7L)));
        }
    }

    @Test
    void keepsTheVoidBatchesOfTheLastTurnOverRestarts() throws IOException {
        EpochRecord plain = record(1, Map.of());
        try (EpochLog log = open()) {
            log.append(new EpochRecord(
                    2,
                    9,
                    plain.stores(),
                    Map.of("s", List.of(3L, 5L)),
                    Map.of("s", Map.of(5L, 5L)),
                    Map.of(),
                    List.of(),
                    Map.of(),
                    false));
        }
        open().close();

        try (EpochLog log = open()) {
            assertThat(log.last().refusals().get("s"))
                    .extracting(
                            refusal -> refusal.number() + " " + refusal.code().word())
                    .containsExactly("3 conflict", "5 conflict", "5 batch-refused");
        }
    }

    @Test
    void saysWhyAFolderCannotBeUsed() {
        assertThatThrownBy(() -> LocalStateFolder.open(Path.of("/proc/roundabout"), DISK))
                .hasMessage(
                        "STATE_UNREADABLE: state folder '/proc/roundabout' cannot be used: '/proc/roundabout' cannot"
                                + " be made. Check that this user may write to it, or give another with --state.");
    }

    @Test
    void passesOverATornTail() throws IOException {
        try (EpochLog log = open()) {
            log.append(record(1, Map.of()));
        }
        Files.writeString(newest(), "01234567 {\"epoch\":2,", StandardOpenOption.APPEND);

        try (EpochLog log = open()) {
            assertThat(log.last().epoch()).isEqualTo(1);
        }
    }

    @Test
    void passesOverANewestFileThatHasNoRecordYet() throws IOException {
        try (EpochLog log = open()) {
            log.append(record(1, Map.of()));
        }
        Files.writeString(folder.resolve("epochs-00000009.log"), "0123");

        try (EpochLog log = open()) {
            assertThat(log.last().epoch()).isEqualTo(1);
        }
    }

    @Test
    void refusesADamagedLine() throws IOException {
        try (EpochLog log = open()) {
            log.append(record(1, Map.of()));
        }
        Path file = newest();
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"epoch\":1", "\"epoch\":7"));

        assertThatThrownBy(this::open)
                .isInstanceOf(RoundaboutException.class)
                .hasMessage("STATE_UNREADABLE: '" + file + "' line 3 is damaged. Restore the state folder from a copy;"
                        + " nothing was changed.");
    }

    @Test
    void saysThatAFileIsNoFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("state"));

        assertThatThrownBy(() -> LocalStateFolder.open(file, DISK))
                .isInstanceOf(RoundaboutException.class)
                .hasMessage("STATE_UNREADABLE: state folder '" + file + "' is a file. Give a folder with --state.");
    }

    @Test
    void refusesAFolderThatAnotherHubUses() {
        try (EpochLog log = open()) {
            assertThat(log.header().partitions()).isEqualTo(2);
            assertThatThrownBy(this::open)
                    .hasMessage("STATE_IN_USE: state folder '" + folder
                            + "' is used by another hub. Stop that one, or give" + " another folder with --state.");
        }
    }

    @Test
    void refusesStateOfALaterHubWhateverElseThatSays() throws IOException {
        int later = LogHeader.FORMAT + 1;
        Path file = write(Map.of("format", later, "hub", "cafe", "stores", Map.of("kind", "new")), Map.of("turns", 7));

        assertThatThrownBy(this::open)
                .hasMessage(
                        "STATE_TOO_NEW: '" + file + "': this state was written by a newer roundabout (format " + later
                                + "; this one reads up to " + LogHeader.FORMAT
                                + "). Nothing was changed. Start the newer one, or"
                                + " restore a backup that this one wrote.");
        assertThat(newest()).isEqualTo(file);
    }

    @Test
    void writesItsOwnFormatFromTheStartOn() throws IOException {
        write(new LogHeader(1, "cafe", 2, "version: 1\n"), record(4, Map.of("orders", 1)));

        try (EpochLog log = open()) {
            assertThat(log.last().epoch()).isEqualTo(4);
            assertThat(log.header()).isEqualTo(new LogHeader(LogHeader.FORMAT, "cafe", 2, "version: 1\n"));
        }

        assertThat(Files.readAllLines(newest()).get(0)).contains("\"format\":" + LogHeader.FORMAT + ",");
    }

    @Test
    void keepsTheLastTwoFiles() throws IOException {
        for (int start = 0; start < 5; start++) {
            open().close();
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("lock", "epochs-00000004.log", "epochs-00000005.log");
        }
    }

    private EpochLog open() {
        return open(FRESH);
    }

    private EpochLog open(LogHeader fresh) {
        return EpochLog.open(LocalStateFolder.open(folder, DISK), fresh);
    }

    /** Writes a file of the log as another hub would. */
    private Path write(Object header, Object record) throws IOException {
        Path file = Files.write(folder.resolve("epochs-00000003.log"), LogLine.write(header));
        return Files.write(file, LogLine.write(record), StandardOpenOption.APPEND);
    }

    private Path newest() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }
    }

    private static EpochRecord record(long epoch, Map<String, Integer> names) {
        return new EpochRecord(
                epoch,
                1_000 + epoch,
                List.of(new StoreVersion(epoch, "a" + epoch), new StoreVersion(epoch, "b")),
                Map.of("s é", List.of(epoch, 7L)),
                names);
    }
}
