package io.roundabout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what {@code push} was asked to push. Pure functions. */
final class PushSources {
    private static final Set<String> NOT_LINES = Set.of("json", "csv", "parquet", "gz", "zip", "bz2", "xz");

    private PushSources() {}

    /**
     * Returns the sources, in the order given; those of a pattern in the order of their names. None given is standard input.
     *
     * @throws CommandFailedException if one does not exist or cannot be pushed in this version
     */
    static List<PushSource> of(List<String> arguments) {
        List<PushSource> sources = new ArrayList<>();
        for (String argument : arguments.isEmpty() ? List.of("-") : arguments) {
            if (argument.equals("-")) {
                sources.add(PushSource.STANDARD_INPUT);
            } else {
                files(argument).forEach(file -> sources.add(source(file)));
            }
        }
        return sources;
    }

    private static PushSource source(Path file) {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (name.contains(".") && NOT_LINES.contains(extension)) {
            throw new CommandFailedException(
                    "'" + file + "': ." + extension + " files are not in this version; push lines, one message each,"
                            + " from a .jsonl file or standard input",
                    null);
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailedException(
                    "'" + file + "' is a folder; name its files, such as '" + file + "/*.jsonl'", null);
        }
        if (!Files.isReadable(file)) {
            throw new CommandFailedException("'" + file + "' cannot be read; check its permissions", null);
        }
        return PushSource.of(file);
    }

    private static List<Path> files(String argument) {
        if (argument.matches("[a-z][a-z0-9+]*://.*")) {
            throw new CommandFailedException("'" + argument + "': this kind of source is not in this version", null);
        }
        Path path = Path.of(argument);
        if (Files.exists(path)) {
            return List.of(path);
        }
        List<Path> matching = isPattern(argument) ? matching(path) : List.of();
        if (matching.isEmpty()) {
            String what = isPattern(argument) ? "nothing matches '" : "there is no file '";
            throw new CommandFailedException(what + argument + "'", null);
        }
        return matching;
    }

    private static boolean isPattern(String argument) {
        return argument.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private static List<Path> matching(Path pattern) {
        Path start = Path.of(pattern.isAbsolute() ? "/" : "");
        int fixed = 0;
        while (fixed < pattern.getNameCount()
                && !isPattern(pattern.getName(fixed).toString())) {
            start = start.resolve(pattern.getName(fixed));
            fixed++;
        }
        PathMatcher matcher = pattern.getFileSystem().getPathMatcher("glob:" + pattern);
        int depth = pattern.toString().contains("**") ? Integer.MAX_VALUE : pattern.getNameCount() - fixed;
        try (Stream<Path> files = Files.walk(start, depth)) {
            return files.filter(Files::isRegularFile)
                    .filter(matcher::matches)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CommandFailedException("cannot look for '" + pattern + "': " + e.getMessage(), e);
        }
    }
}
