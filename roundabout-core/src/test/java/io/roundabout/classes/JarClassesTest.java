package io.roundabout.classes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.join.GroupView;
import io.roundabout.join.Judgement;
import io.roundabout.join.RuleClasses;
import io.roundabout.pipeline.Ending;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.ResultRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of whatever a user's class does. */
class JarClassesTest {
    @TempDir
    private Path folder;

    /** One message of {@code orders}, none of {@code lines}. */
    private record OneOrder(String text) implements GroupView {
        @Override
        public byte[] key() {
            return "c 1".getBytes(UTF_8);
        }

        @Override
        public int inputs() {
            return 2;
        }

        @Override
        public int count(int input) {
            return input == 0 ? 1 : 0;
        }

        @Override
        public BodyFormat format(int input, int index) {
            return BodyFormat.JSON;
        }

        @Override
        public long arrivedMillis(int input, int index) {
            return 7;
        }

        @Override
        public byte[] body(int input, int index) {
            return text.getBytes(UTF_8);
        }
    }

    private Judgement judge(String body) throws IOException {
        return judge(TestingJar.of(folder, Map.of("Mine", TestingJar.rule("Mine", body))));
    }

    private static Judgement judge(Path jar) {
        JoinRule rule = new JoinRule(
                "j",
                List.of(new Input("orders", InputMode.ONE), new Input("lines", InputMode.ALL)),
                Ending.DEFAULT,
                new ResultRule(Optional.empty(), Optional.of("com.acme.Mine")),
                "j");
        return JarClasses.of(List.of(jar)).judge(rule).judge(new OneOrder("{\"n\":1.50,\"s\":\"é\"}"), 9, true);
    }

    private static String failure(Judgement judgement) {
        assertThat(judgement).isInstanceOf(Judgement.Failed.class);
        return ((Judgement.Failed) judgement).detail();
    }

    @Test
    void handsOverAllThatAGroupIs() throws IOException {
        Judgement judgement = judge("""
                GroupMessage order = group.messages("orders").get(0);
                String told = group.key() + " " + group.inputs() + " " + group.messages("lines").size() + " "
                        + group.now().toEpochMilli() + " " + group.isOver() + " " + order.arrived().toEpochMilli() + " "
                        + order.value("/n").get() + order.value("/s").get() + order.value("/x").isPresent()
                        + order.text().length() + order.body().length;
                return Optional.of(("{\\"told\\":\\"" + told + "\\"}").getBytes(StandardCharsets.UTF_8));
                """);

        assertThat(judgement).isInstanceOf(Judgement.Complete.class);
        assertThat(new String(((Judgement.Complete) judgement).body(), UTF_8))
                .isEqualTo("{\"told\":\"c 1 [orders, lines] 0 9 true 7 1.50éfalse1819\"}");
    }

    @Test
    void waitsWhereItAnswersNothing() throws IOException {
        assertThat(judge("return Optional.empty();")).isEqualTo(new Judgement.Waiting());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throw new IllegalStateException("not\\n mine")                          | threw java.lang.IllegalStateException: not mine
            throw new java.io.IOException()                                         | threw java.io.IOException
            throw new IllegalStateException() { @Override public String getMessage() { throw new Error(); } } | threw com.acme.Mine$1
            return judge(group)                                                     | threw java.lang.StackOverflowError
            throw new OutOfMemoryError("all of it")                                 | threw java.lang.OutOfMemoryError: all of it
            throw new NoClassDefFoundError("com/acme/Gone")                         | threw java.lang.NoClassDefFoundError: com/acme/Gone
            throw new InterruptedException()                                        | threw java.lang.InterruptedException
            group.messages("x"); return null                                        | threw java.lang.IllegalArgumentException: the join has no input 'x'; it has [orders, lines]
            group.messages("orders").clear(); return null                           | threw java.lang.UnsupportedOperationException
            group.messages("orders").get(0).value("n"); return null                 | threw java.lang.IllegalArgumentException: Invalid input: JSON Pointer expression must start with '/': "n"
            return null                                                             | answered null
            return Optional.of(new byte[17 << 20])                                  | made a result of 17825792 B; at most 16777216 B are kept
            return Optional.of("[1]".getBytes())                                    | made a result that is no JSON object
            return Optional.of("{} {}".getBytes())                                  | made a result that is no JSON object
            return Optional.of("{\\"a\\":".getBytes())                              | made a result that is no JSON object
            """)
    void saysWhatFailed(String body, String detail) throws IOException {
        assertThat(failure(judge(body + ";"))).isEqualTo("class com.acme.Mine " + detail);
    }

    @Test
    void asksAnotherInstanceAfterOneFailed() throws IOException {
        String counting = """
                package com.acme;
                import io.roundabout.rule.*;
                public class Mine implements GroupRule {
                    private int asked;
                    public java.util.Optional<byte[]> judge(MessageGroup group) {
                        if (++asked == 2) {
                            throw new IllegalStateException("second time");
                        }
                        return java.util.Optional.of(("{\\"asked\\":" + asked + "}").getBytes());
                    }
                }
                """;
        Path jar = TestingJar.of(folder, Map.of("Mine", counting));
        JoinRule rule = new JoinRule(
                "j",
                List.of(new Input("orders", InputMode.ONE), new Input("lines", InputMode.ALL)),
                Ending.DEFAULT,
                new ResultRule(Optional.empty(), Optional.of("com.acme.Mine")),
                "j");
        var judge = JarClasses.of(List.of(jar)).judge(rule);

        assertThat(judge.judge(new OneOrder("{}"), 1, false)).isInstanceOf(Judgement.Complete.class);
        assertThat(judge.judge(new OneOrder("{}"), 1, false)).isInstanceOf(Judgement.Failed.class);
        assertThat(judge.judge(new OneOrder("{}"), 1, false)).isInstanceOf(Judgement.Complete.class);
    }

    @Test
    void isALinkageErrorWhereTheJarLacksAClass() throws IOException {
        Map<String, String> sources = Map.of(
                "Mine",
                TestingJar.rule("Mine", "return Other.answer();"),
                "Other",
                "package com.acme; class Other { static java.util.Optional<byte[]> answer() { return null; } }");

        assertThat(failure(judge(TestingJar.of(folder, sources, "Other"))))
                .isEqualTo("class com.acme.Mine threw java.lang.NoClassDefFoundError: com/acme/Other");
    }

    @Test
    void showsARuleNothingOfTheHub() throws IOException {
        for (String name : List.of(
                "org.apache.spark.SparkContext",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "io.roundabout.join.Rules",
                "org.slf4j.Logger")) {
            assertThat(failure(judge("Class.forName(\"" + name + "\"); return null;")))
                    .endsWith("threw java.lang.ClassNotFoundException: " + name);
        }
        assertThat(failure(judge("Class.forName(\"java.sql.Date\"); return null;")))
                .endsWith("answered null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Gone     | there is no class 'com.acme.Gone' on
            Plain    | class 'com.acme.Plain' does not implement io.roundabout.rule.GroupRule; let it do so
            Hidden   | class 'com.acme.Hidden' cannot be made; it must be public and not abstract
            Abstract | class 'com.acme.Abstract' cannot be made; it must be public and not abstract
            Picky    | class 'com.acme.Picky' has no public constructor without parameters; give it one
            Throwing | class 'com.acme.Throwing' cannot be made: its constructor throws java.lang.IllegalStateException: no file; make it
            Static   | class 'com.acme.Static' cannot be made: java.lang.ExceptionInInitializerError; put everything it needs on --jars
            """)
    void saysBeforeAnythingRunsThatAClassCannotBeUsed(String name, String problem) throws IOException {
        String start = "package com.acme; import io.roundabout.rule.*; ";
        String end = " public java.util.Optional<byte[]> judge(MessageGroup group) { return null; } }";
        String made = " implements GroupRule { ";
        Path jar = TestingJar.of(
                folder,
                Map.of(
                        "Plain", start + "public class Plain { }",
                        "Hidden", start + "class Hidden" + made + end,
                        "Abstract", start + "public abstract class Abstract" + made + end,
                        "Picky", start + "public class Picky" + made + "public Picky(int n) { }" + end,
                        "Throwing",
                                start + "public class Throwing" + made
                                        + "public Throwing() { throw new IllegalStateException(\"no file\"); }" + end,
                        "Static",
                                start + "public class Static" + made + "static final int N = Integer.parseInt(\"x\");"
                                        + end));

        assertThat(JarClasses.of(List.of(jar)).problem("com.acme." + name).orElse("none"))
                .startsWith(problem);
    }

    @Test
    void takesClassesFromAFolderToo() throws IOException {
        TestingJar.of(folder, Map.of("Mine", TestingJar.rule("Mine", "return Optional.empty();")));

        assertThat(JarClasses.of(List.of(folder.resolve("classes"))).problem("com.acme.Mine"))
                .isEmpty();
    }

    @Test
    void refusesJarsThatAreNotThere() {
        assertThatThrownBy(() -> JarClasses.of(List.of(folder.resolve("gone.jar"))))
                .hasMessageContaining("gone.jar' is not there or cannot be read; give --jars the files");
        assertThat(RuleClasses.NONE.problem("com.acme.Mine"))
                .hasValue("class 'com.acme.Mine' cannot be looked for: no jars are named; name those that have it with"
                        + " --jars");
    }
}
