package io.roundabout.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Says which roundabout this is, and on which Java it runs. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(built from source)");
        return new String[] {"roundabout " + version + ", Java " + Runtime.version()};
    }
}
