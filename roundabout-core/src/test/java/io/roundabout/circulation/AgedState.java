package io.roundabout.circulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A state folder that was left longer ago than it was: to its next hub the clock of the machine jumped. */
public final class AgedState {
    private AgedState() {}

    /** Sets the hub time of the last turn back; no hub may have the folder. */
    public static void by(Duration age, Path folder) throws java.io.IOException {
        SyncedDisk disk = new SyncedDisk(Disk.ofThisMachine(), true, failure -> {});
        LogHeader fresh = new LogHeader(LogHeader.FORMAT, "none", 1, "");
        try (EpochLog log = EpochLog.open(LocalStateFolder.open(folder, disk), fresh)) {
            EpochRecord last = log.last();
            long then = last.time() - age.toMillis();
            log.append(new EpochRecord(
                    last.epoch(),
                    then,
                    last.stores(),
                    last.conflicts(),
                    last.voids(),
                    Map.of(),
                    List.of(),
                    last.arrivals(),
                    last.unconfirmed()));
        }
    }
}
