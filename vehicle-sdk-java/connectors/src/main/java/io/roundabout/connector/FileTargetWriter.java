package io.roundabout.connector;

import io.roundabout.connector.TargetFolder.HiddenFile;
import io.roundabout.vehicle.CollectedMessage;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a file for each commit. It has no name before it is whole and synced. */
final class FileTargetWriter implements TargetWriter {
    private final String target;
    private final TargetFolder folder;
    private final Iterator<String> names;
    private final FileTarget.Beginning beginning;
    private @Nullable OpenFile open;

    FileTargetWriter(String target, TargetFolder folder, Iterator<String> names, FileTarget.Beginning beginning) {
        this.target = target;
        this.folder = folder;
        this.names = names;
        this.beginning = beginning;
    }

    /** A file that is being written. */
    private static final class OpenFile {
        private final HiddenFile file;
        private final MessageWriter messages;
        private long count;

        OpenFile(HiddenFile file, MessageWriter messages) {
            this.file = file;
            this.messages = messages;
        }
    }

    @Override
    public void write(CollectedMessage message) throws IOException {
        OpenFile to = open;
        try {
            if (to == null) {
                to = begin();
                open = to;
            }
            to.messages.write(message);
            to.count++;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public List<String> commit() throws IOException {
        OpenFile written = open;
        if (written == null || written.count == 0) {
            return List.of();
        }
        try {
            written.messages.finish();
            String name = written.file.publish();
            open = null;
            return List.of(name);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void rollback() throws IOException {
        OpenFile written = open;
        open = null;
        if (written != null) {
            written.file.discard();
        }
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            rollback();
        }
    }

    private TargetException failure(IOException cause) {
        return cause instanceof TargetException told
                ? told
                : new TargetException(
                        "'" + target + "' cannot be written: " + SourceException.firstLine(cause)
                                + ". What was not committed stays held",
                        cause);
    }

    private OpenFile begin() throws IOException {
        HiddenFile file = folder.create(names.next());
        return new OpenFile(file, beginning.begin(file.out()));
    }
}
