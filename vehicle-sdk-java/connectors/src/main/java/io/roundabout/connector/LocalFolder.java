package io.roundabout.connector;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A folder of this machine.
 *
 * @param folder where it is
 */
record LocalFolder(Path folder) implements TargetFolder {
    /** Returns the folder, which must be there: a mistyped one would hide what was collected. */
    static LocalFolder of(Path folder) throws TargetException {
        if (!Files.isDirectory(folder)) {
            throw new TargetException("there is no folder '" + folder + "'; make it first: mkdir -p " + folder, null);
        }
        if (!Files.isWritable(folder)) {
            throw new TargetException("'" + folder + "' cannot be written to; check its permissions", null);
        }
        return new LocalFolder(folder);
    }

    @Override
    public HiddenFile create(String name) throws IOException {
        Path hidden = folder.resolve("." + name + ".part");
        return new Hidden(hidden, folder.resolve(name), new FileOutputStream(hidden.toFile()));
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private record Hidden(Path hidden, Path visible, FileOutputStream file) implements HiddenFile {
        @Override
        public OutputStream out() {
            return new UnclosedStream(file);
        }

        @Override
        public String publish() throws IOException {
            file.getChannel().force(true);
            file.close();
            Files.move(hidden, visible, StandardCopyOption.ATOMIC_MOVE);
            // Only then does the name survive a loss of power.
            try (FileChannel names = FileChannel.open(hidden.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                names.force(true);
            }
            return visible.toString();
        }

        @Override
        public void discard() throws IOException {
            file.close();
            Files.deleteIfExists(hidden);
        }
    }
}
