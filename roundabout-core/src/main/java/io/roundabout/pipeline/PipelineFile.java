package io.roundabout.pipeline;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.pipeline.Draft.DraftExpression;
import io.roundabout.pipeline.Vocabulary.Reach;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pipeline file, or a folder of them. Pure functions. */
public final class PipelineFile {
    private PipelineFile() {}

    /**
     * Reads and checks a pipeline.
     *
     * @param fileOrFolder a YAML file, or a folder whose {@code .yaml} and {@code .yml} files are merged, in the order of
     *     their names, but for {@code .test.yaml}: those are cases that try it
     * @throws InvalidPipelineException listing every problem of every file
     * @throws RoundaboutException with code {@code UNREADABLE_FILE} if a file cannot be read
     */
    public static Pipeline read(Path fileOrFolder) {
        return read(fileOrFolder, ExpressionCheck.NONE).pipeline();
    }

    /**
     * Reads and checks a pipeline, its expressions included.
     *
     * @param fileOrFolder as for {@link #read(Path)}
     * @param expressions asked about each expression, once everything else was found to be right
     * @throws InvalidPipelineException listing every problem of every file
     * @throws RoundaboutException with code {@code UNREADABLE_FILE} if a file cannot be read
     */
    public static CheckedPipeline read(Path fileOrFolder, ExpressionCheck expressions) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path file : files(fileOrFolder)) {
            texts.put(file.toString(), text(file));
        }
        return parse(texts, expressions, Reach.NOW, PipelineFile::beside);
    }

    /**
     * Checks texts that were read already, by the names that problems are to show.
     *
     * @throws InvalidPipelineException listing every problem of every text
     */
    public static Pipeline parse(Map<String, String> texts) {
        return parse(texts, ExpressionCheck.NONE).pipeline();
    }

    /**
     * Checks texts that were read already, their expressions included.
     *
     * @throws InvalidPipelineException listing every problem of every text
     */
    public static CheckedPipeline parse(Map<String, String> texts, ExpressionCheck expressions) {
        return parse(texts, expressions, Reach.NOW, PipelineFile::notHere);
    }

    /** Checks texts by the words that {@code reach} allows. */
    static CheckedPipeline parse(
            Map<String, String> texts, ExpressionCheck expressions, Reach reach, SchemaFiles schemaFiles) {
        Problems problems = new Problems();
        Draft draft = new Draft(problems, reach, schemaFiles);
        texts.forEach((file, text) -> new PipelineReader(draft).read(file, text));
        new PipelineChecks(draft).check();
        problems.throwIfAny();
        Pipeline pipeline = draft.pipeline();
        Problems guesses = new Problems();
        for (DraftExpression read : draft.expressions) {
            ExpressionCheck.Findings findings = expressions.check(pipeline, read.expression());
            findings.problems().forEach(text -> problems.add(read.place(), text));
            findings.guesses().forEach(text -> guesses.add(read.place(), text));
        }
        problems.throwIfAny();
        return new CheckedPipeline(pipeline, guesses.all());
    }

    static String beside(String pipelineFile, String name) throws IOException {
        Path path = Path.of(pipelineFile).resolveSibling(name);
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + path, e);
        } catch (MalformedInputException e) {
            throw new IOException(path + " is not UTF-8", e);
        }
    }

    private static String notHere(String pipelineFile, String name) throws IOException {
        throw new IOException(pipelineFile + " came without its files");
    }

    private static List<Path> files(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> entries = Files.list(fileOrFolder)) {
            List<Path> files = entries.filter(PipelineFile::isYaml).sorted().toList();
            if (files.isEmpty()) {
                throw unreadable(fileOrFolder, "has no .yaml or .yml file", null);
            }
            return files;
        } catch (IOException e) {
            throw unreadable(fileOrFolder, "cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        boolean isTest = name.endsWith(".test.yaml") || name.endsWith(".test.yml");
        return !isTest && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "does not exist", e);
        } catch (MalformedInputException e) {
            throw unreadable(file, "is not UTF-8", e);
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static RoundaboutException unreadable(Path path, String why, @Nullable Throwable cause) {
        return new RoundaboutException(Fault.VEHICLE, "UNREADABLE_FILE", "pipeline '" + path + "' " + why, cause);
    }
}
