package io.roundabout.circulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder for what need not survive. Pure functions. */
final class WorkFolder {
    private WorkFolder() {}

    /** Makes the folder, without anything in it. */
    static void empty(Path work) throws IOException {
        remove(work);
        Files.createDirectories(work);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> tree = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }
}
