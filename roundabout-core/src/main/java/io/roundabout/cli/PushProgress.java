package io.roundabout.cli;

import io.roundabout.connector.Source;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a person how far all sources together are; shows a script nothing. Thread-safe. */
final class PushProgress implements AutoCloseable {
    private static final int WIDTH = 80;
    private static final long UNIT = 1L << 20;

    private final @Nullable ProgressBar bar;

    PushProgress(Terminal terminal, List<Source> sources) {
        bar = !terminal.interactive()
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(sources.size() == 1 ? sources.get(0).name() : sources.size() + " sources")
                        .setInitialMax(size(sources))
                        .setUnit(" MiB", UNIT)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .showSpeed()
                        .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH))
                        .build();
    }

    /** Hears that a source went on by so many bytes. */
    void went(long bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Returns the bytes of all sources; -1 if one does not know its own. */
    private static long size(List<Source> sources) {
        boolean known = sources.stream().allMatch(source -> source.size().isPresent());
        return known
                ? sources.stream().mapToLong(source -> source.size().orElse(0)).sum()
                : -1;
    }
}
