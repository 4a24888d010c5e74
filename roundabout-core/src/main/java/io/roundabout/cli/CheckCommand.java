package io.roundabout.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.RoundaboutException;
import io.roundabout.Words;
import io.roundabout.classes.JarClasses;
import io.roundabout.expression.CatalystCheck;
import io.roundabout.pipeline.CheckedPipeline;
import io.roundabout.pipeline.InvalidPipelineException;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import io.roundabout.pipeline.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code roundabout check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {"Check a pipeline file without a hub.", "All problems are reported together."},
        footer = {"", "Examples:", "  roundabout check -f pipeline.yaml", "  roundabout check -f pipelines/ --json"})
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|DIR",
            required = true,
            description = "Pipeline file, or a folder whose files are merged.")
    private Path file = Path.of("");

    @Option(
            names = "--jars",
            paramLabel = "FILE[,FILE…]",
            hideParamSyntax = true,
            split = ",",
            description = "Jars with the classes that the pipeline names.")
    private List<Path> jars = List.of();

    @Option(
            names = "--json",
            description =
                    "Print {\"problems\":[{file, line, column, text}, …], \"guesses\":[…]}; line 0: the file as a whole.")
    private boolean json;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        try {
            CheckedPipeline checked = PipelineFile.read(file, new CatalystCheck(JarClasses.of(jars)));
            if (json) {
                print(List.of(), checked.guesses());
            } else {
                terminal.out().println(file + ": no problems; " + summary(checked.pipeline()));
                checked.guesses().forEach(guess -> terminal.out().println(guess));
            }
            return ExitCodes.OK;
        } catch (InvalidPipelineException e) {
            if (json) {
                print(e.problems(), List.of());
            } else {
                e.problems().forEach(terminal.err()::println);
            }
            return ExitCodes.FAILED;
        } catch (RoundaboutException e) {
            if (!json) {
                throw e;
            }
            print(List.of(Problem.ofFile(file.toString(), e.text())), List.of());
            return ExitCodes.FAILED;
        }
    }

    private void print(List<Problem> problems, List<Problem> guesses) throws JsonProcessingException {
        Map<String, List<Problem>> found = new LinkedHashMap<>();
        found.put("problems", problems);
        found.put("guesses", guesses);
        terminal.out().println(new ObjectMapper().writeValueAsString(found));
    }

    private static String summary(Pipeline pipeline) {
        return Words.count(pipeline.streams().size(), "stream") + ", "
                + Words.count(pipeline.joins().size(), "join") + ", "
                + (pipeline.computes().isEmpty()
                        ? ""
                        : Words.count(pipeline.computes().size(), "compute") + ", ")
                + Words.count(pipeline.outputs().size(), "declared output");
    }
}
