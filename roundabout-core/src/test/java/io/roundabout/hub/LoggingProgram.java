package io.roundabout.hub;

import io.roundabout.cli.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs two events in the format that its argument names, as the hub does. */
final class LoggingProgram {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingProgram.class);

    private LoggingProgram() {}

    public static void main(String[] arguments) {
        LOG.info("before it is known how to log");
        Logging.as(LogFormat.valueOf(arguments[0]));
        MDC.put("partition", "3");
        LOG.info("turned: what=\"two\\nlines\" Ä\nand more");
        LOG.error("it broke", new IllegalStateException("no \"room\""));
    }
}
