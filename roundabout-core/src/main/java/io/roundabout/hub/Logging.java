package io.roundabout.hub;

import io.roundabout.cli.LogFormat;
import java.util.Locale;
import org.apache.logging.log4j.core.config.Configurator;

/** How this process logs; log4j2.properties has the rest. */
final class Logging {
    /** Which of the appenders of log4j2.properties is used: {@code text} where nobody says. */
    private static final String FORMAT = "roundabout.log.format";

    private Logging() {}

    /** Has everything logged from now on be written like this. */
    static void as(LogFormat format) {
        System.setProperty(FORMAT, format.name().toLowerCase(Locale.ROOT));
        Configurator.reconfigure();
    }
}
