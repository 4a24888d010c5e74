package io.roundabout.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lets {@code --some-option VALUE} also be given as {@code ROUNDABOUT_SOME_OPTION=VALUE}. */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.arity().max() != 1) {
            return null;
        }
        String name = option.longestName();
        return name.startsWith("--")
                ? environment.get(
                        "ROUNDABOUT_" + name.substring(2).replace('-', '_').toUpperCase(Locale.ROOT))
                : null;
    }
}
