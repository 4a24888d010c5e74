package io.roundabout.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a person how far a source is; shows a script nothing. */
final class PushProgress implements AutoCloseable {
    private static final int WIDTH = 80;
    private static final long UNIT = 1L << 20;

    private final @Nullable ProgressBar bar;

    PushProgress(Terminal terminal, PushSource source) {
        bar = !terminal.interactive()
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(source.name())
                        .setInitialMax(source.length())
                        .setUnit(" MiB", UNIT)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .showSpeed()
                        .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH))
                        .build();
    }

    void at(long position) {
        if (bar != null) {
            bar.stepTo(position);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
