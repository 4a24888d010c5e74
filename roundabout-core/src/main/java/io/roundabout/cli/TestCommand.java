package io.roundabout.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.Words;
import io.roundabout.classes.JarClasses;
import io.roundabout.pipeline.InvalidPipelineException;
import io.roundabout.rehearsal.InvalidCasesException;
import io.roundabout.rehearsal.Rehearsal;
import io.roundabout.rehearsal.RehearsalOptions;
import io.roundabout.rehearsal.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roundabout test}. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Try the cases of a pipeline without a hub.",
            "A case says what is given, what happens, and what is there then. It is tried in many orders of arrival, with turns"
                    + " that end here and there, restarts, and messages that come again; of an order that fails the shortest"
                    + " form is printed. Time passes only where a case says so."
        },
        footer = {
            "",
            "Cases stand beside the pipeline, in files named *.test.yaml:",
            "",
            "  cases:",
            "    an order waits for its customer:",
            "      given:",
            "        - orders: {order_id: 1, customer: c1}",
            "        - customers: {id: c1, name: Ada}",
            "      then:",
            "        enriched:",
            "          - {key: c1, orders: {order_id: 1, customer: c1}, customers: {id: c1, name: Ada}}",
            "",
            "docs/testing.md has all of it.",
            "",
            "Examples:",
            "  roundabout test pipelines/",
            "  roundabout test pipelines/ --seed 4711 --orders 10000"
        })
final class TestCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder with the pipeline and its cases.")
    private Path folder = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Make the orders from this seed; a random one by default, which is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "200",
            description = "Try each case in at most N orders; 200 by default.")
    private int orders = RehearsalOptions.DEFAULT_ORDERS;

    @Option(
            names = "--jars",
            paramLabel = "FILE[,FILE…]",
            hideParamSyntax = true,
            split = ",",
            description = "Jars with the classes that the pipeline names.")
    private List<Path> jars = List.of();

    @Option(
            names = "--json",
            description = "Print {\"seed\":…, \"problems\":[…], \"cases\":[{file, name, passed, …}, …]}.")
    private boolean json;

    TestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        if (spec != null && orders < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--orders " + orders + " is too small; it must be at least 1");
        }
        Long given = seed;
        RehearsalOptions options = new RehearsalOptions(
                given == null ? ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE) : given, orders);
        try {
            List<Verdict> verdicts = Rehearsal.of(folder, JarClasses.of(jars)).run(options);
            tell(verdicts, options);
            return verdicts.stream().allMatch(Verdict::isPassed) ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (InvalidPipelineException e) {
            return tellProblems(e.problems().stream().map(Object::toString).toList());
        } catch (InvalidCasesException e) {
            return tellProblems(e.problems());
        }
    }

    private void tell(List<Verdict> verdicts, RehearsalOptions options) throws JsonProcessingException {
        if (json) {
            print(Map.of(
                    "seed", options.seed(),
                    "problems", List.of(),
                    "cases", verdicts.stream().map(TestCommand::values).toList()));
            return;
        }
        verdicts.forEach(verdict -> terminal.out().println(verdict.text()));
        long failed = verdicts.stream().filter(verdict -> !verdict.isPassed()).count();
        terminal.out()
                .println(Words.count(verdicts.size(), "case") + ", " + failed + " failed; seed " + options.seed());
    }

    private int tellProblems(List<String> problems) throws JsonProcessingException {
        if (json) {
            print(Map.of("problems", problems, "cases", List.of()));
        } else {
            problems.forEach(terminal.err()::println);
        }
        return ExitCodes.FAILED;
    }

    private void print(Map<String, ?> values) throws JsonProcessingException {
        terminal.out().println(new ObjectMapper().writeValueAsString(values));
    }

    private static Map<String, Object> values(Verdict verdict) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("file", verdict.file());
        values.put("name", verdict.name());
        values.put("passed", verdict.isPassed());
        values.put("orders", verdict.orders());
        verdict.failure().ifPresent(failure -> {
            values.put("found", failure.found());
            values.put("order", failure.order());
            values.put("differences", failure.differences());
        });
        return values;
    }
}
