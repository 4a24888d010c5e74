package io.roundabout.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.RoundaboutException;
import io.roundabout.pipeline.InvalidPipelineException;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import io.roundabout.pipeline.Problem;
import java.nio.file.Path;
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
            names = "--json",
            description = "Print {\"problems\":[{file, line, column, text}, …]}; line 0: the file as a whole.")
    private boolean json;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        try {
            Pipeline pipeline = PipelineFile.read(file);
            if (json) {
                print(List.of());
            } else {
                terminal.out().println(file + ": no problems; " + summary(pipeline));
            }
            return ExitCodes.OK;
        } catch (InvalidPipelineException e) {
            if (json) {
                print(e.problems());
            } else {
                e.problems().forEach(terminal.err()::println);
            }
            return ExitCodes.FAILED;
        } catch (RoundaboutException e) {
            if (!json) {
                throw e;
            }
            print(List.of(Problem.ofFile(file.toString(), e.text())));
            return ExitCodes.FAILED;
        }
    }

    private void print(List<Problem> problems) throws JsonProcessingException {
        terminal.out().println(new ObjectMapper().writeValueAsString(Map.of("problems", problems)));
    }

    private static String summary(Pipeline pipeline) {
        return count(pipeline.streams().size(), "stream") + ", "
                + count(pipeline.joins().size(), "join") + ", "
                + count(pipeline.outputs().size(), "declared output");
    }

    private static String count(int number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }
}
