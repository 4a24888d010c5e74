package io.roundabout.classes;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.join.GroupJudge;
import io.roundabout.join.RuleClasses;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.rule.GroupRule;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The classes on some jars. They are loaded once and stay until the process ends; a jar that is replaced meanwhile is noticed
 * by the next one. Thread-safe.
 */
public final class JarClasses implements RuleClasses {
    private final List<Path> jars;
    private final RuleLoader loader;

    private JarClasses(List<Path> jars, RuleLoader loader) {
        this.jars = jars;
        this.loader = loader;
    }

    /**
     * Opens jars.
     *
     * @param jars jar files, or folders of class files; none where no join names a class
     * @throws RoundaboutException with code {@code UNREADABLE_FILE} if one is not there
     */
    public static RuleClasses of(List<Path> jars) {
        if (jars.isEmpty()) {
            return NONE;
        }
        List<URL> addresses = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.isReadable(jar)) {
                throw new RoundaboutException(
                        Fault.VEHICLE,
                        "UNREADABLE_FILE",
                        "'" + jar + "' is not there or cannot be read; give --jars the files that have the pipeline's"
                                + " classes, with commas between");
            }
            addresses.add(address(jar));
        }
        return new JarClasses(List.copyOf(jars), new RuleLoader(addresses.toArray(URL[]::new)));
    }

    private static URL address(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a path has an address: " + jar, e);
        }
    }

    /** Makes an instance of the class too: a constructor that throws is better found now. */
    @Override
    @SuppressWarnings("IllegalCatch") // the constructor is somebody else's code
    public Optional<String> problem(String className) {
        try {
            constructor(className).newInstance();
            return Optional.empty();
        } catch (UnusableClassException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InvocationTargetException e) {
            return Optional.of("class '" + className + "' cannot be made: its constructor throws "
                    + Failure.text(e.getTargetException())
                    + "; make it work without anything from outside");
        } catch (Throwable e) {
            return Optional.of("class '" + className + "' cannot be made: " + Failure.text(e)
                    + "; put everything it needs on --jars");
        }
    }

    @Override
    public GroupJudge judge(JoinRule rule) {
        String className = rule.result().className().orElseThrow();
        List<String> inputs = rule.inputs().stream().map(Input::stream).toList();
        return new LoadedRule(className, inputs, () -> constructor(className).newInstance());
    }

    private Constructor<? extends GroupRule> constructor(String className) throws UnusableClassException {
        Class<?> found = find(className);
        if (!GroupRule.class.isAssignableFrom(found)) {
            throw new UnusableClassException(
                    "class '" + className + "' does not implement " + GroupRule.class.getName() + "; let it do so");
        }
        if (!Modifier.isPublic(found.getModifiers()) || Modifier.isAbstract(found.getModifiers())) {
            throw new UnusableClassException(
                    "class '" + className + "' cannot be made; it must be public and not abstract");
        }
        try {
            return found.asSubclass(GroupRule.class).getConstructor();
        } catch (NoSuchMethodException e) {
            throw new UnusableClassException(
                    "class '" + className + "' has no public constructor without parameters; give it one");
        }
    }

    private Class<?> find(String className) throws UnusableClassException {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            throw new UnusableClassException("there is no class '" + className + "' on "
                    + jars.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + "; name its package too, and the jar that has it with --jars");
        }
    }

    /** A class that no join can use. */
    private static final class UnusableClassException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableClassException(String message) {
            super(message);
        }
    }
}
