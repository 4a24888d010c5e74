package io.roundabout.cli;

import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows a person how many messages were taken; shows a script nothing. For one thread. */
final class CollectProgress implements AutoCloseable {
    private final @Nullable ProgressBar bar;

    CollectProgress(Terminal terminal, String address) {
        bar = terminal.interactive()
                ? PushProgress.bar(terminal, address, -1)
                        .setUnit(" messages", 1)
                        .build()
                : null;
    }

    void took() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
