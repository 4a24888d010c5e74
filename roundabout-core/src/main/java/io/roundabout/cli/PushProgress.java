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
                : bar(
                                terminal,
                                sources.size() == 1 ? sources.get(0).name() : sources.size() + " sources",
                                size(sources))
                        .setUnit(" MiB", UNIT)
                        .build();
    }

    /** Returns a bar of the one look they all have; -1 if nobody knows where it ends. */
    static ProgressBarBuilder bar(Terminal terminal, String name, long end) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(end)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH));
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
