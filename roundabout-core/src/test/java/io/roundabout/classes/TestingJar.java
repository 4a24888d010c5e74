package io.roundabout.classes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A jar of classes that were compiled a moment ago. */
public final class TestingJar {
    private TestingJar() {}

    /**
     * Compiles and packs.
     *
     * @param folder where jar and classes go
     * @param sources by simple name of the class, all of package {@code com.acme}
     * @param without simple names of classes that are left out of the jar
     */
    public static Path of(Path folder, Map<String, String> sources, String... without) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey() + ".java");
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new AssertionError("javac ended with " + code);
        }
        Path jar = folder.resolve("rules.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!List.of(without).contains(file.getFileName().toString().replace(".class", ""))) {
                    packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                    packed.write(Files.readAllBytes(file));
                }
            }
        }
        return jar;
    }

    /** Returns the source of a rule of {@code com.acme} whose method has this body; it calls the group {@code group}. */
    public static String rule(String name, String body) {
        return """
                package com.acme;

                import io.roundabout.rule.*;
                import java.nio.charset.StandardCharsets;
                import java.util.*;

                public class %s implements GroupRule {
                    @Override
                    public Optional<byte[]> judge(MessageGroup group) throws Exception {
                        %s
                    }
                }
                """.formatted(name, body);
    }
}
