package io.roundabout.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/**
 * A file of this machine.
 *
 * @param file where it is
 * @param size its bytes
 * @param modified when it was changed last, in ms since 1970
 */
record LocalFile(Path file, long size, long modified) implements StoredFile {
    /** Returns the files that {@code argument}, a path or a pattern, names, in the order of their names. */
    static List<StoredFile> find(String argument) throws SourceException {
        if (argument.matches("[a-z][a-z0-9+]*://.*")) {
            throw new SourceException(
                    "'" + argument + "': this kind of source is not known; push files, hdfs://… or hbase://…", null);
        }
        Path path = Path.of(argument);
        if (Files.exists(path)) {
            return List.of(of(path));
        }
        if (!isPattern(argument)) {
            throw new SourceException("there is no file '" + argument + "'", null);
        }
        List<StoredFile> files = new ArrayList<>();
        for (Path file : matching(path)) {
            files.add(of(file));
        }
        if (files.isEmpty()) {
            throw new SourceException("nothing matches '" + argument + "'", null);
        }
        return files;
    }

    /** Returns whether a path has parts that stand for others. */
    static boolean isPattern(String argument) {
        return argument.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public String path() throws IOException {
        return file.toRealPath().toString();
    }

    @Override
    public NamedStream open() throws IOException {
        return StoredFile.named(name(), () -> Files.newInputStream(file));
    }

    @Override
    public InputFile seekable() {
        return new LocalInputFile(file);
    }

    private static LocalFile of(Path file) throws SourceException {
        if (Files.isDirectory(file)) {
            throw new SourceException(
                    "'" + file + "' is a folder; name its files, such as '" + file + "/*.jsonl'", null);
        }
        if (!Files.isReadable(file)) {
            throw new SourceException("'" + file + "' cannot be read; check its permissions", null);
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new LocalFile(
                    file, attributes.size(), attributes.lastModifiedTime().toMillis());
        } catch (IOException e) {
            throw NamedStream.failure(file.toString(), e);
        }
    }

    private static List<Path> matching(Path pattern) throws SourceException {
        Path start = Path.of(pattern.isAbsolute() ? "/" : "");
        int fixed = 0;
        while (fixed < pattern.getNameCount()
                && !isPattern(pattern.getName(fixed).toString())) {
            start = start.resolve(pattern.getName(fixed));
            fixed++;
        }
        if (!Files.isDirectory(start.toAbsolutePath())) {
            throw new SourceException(
                    "there is no folder '" + start + "' in which '" + pattern + "' could match", null);
        }
        PathMatcher matcher = pattern.getFileSystem().getPathMatcher("glob:" + pattern);
        int depth = pattern.toString().contains("**") ? Integer.MAX_VALUE : pattern.getNameCount() - fixed;
        try (Stream<Path> files = Files.walk(start, depth)) {
            return files.filter(Files::isRegularFile)
                    .filter(matcher::matches)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SourceException("cannot look for '" + pattern + "': " + SourceException.firstLine(e), e);
        }
    }
}
