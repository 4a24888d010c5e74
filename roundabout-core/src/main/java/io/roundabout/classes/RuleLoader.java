package io.roundabout.classes;

import io.roundabout.rule.GroupRule;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads what is on the jars of pipeline authors. It sees the JDK and the package of {@link GroupRule}, and nothing else of the hub: a
 * jar may bring any version of any library. Thread-safe.
 */
final class RuleLoader extends URLClassLoader {
    private static final String OFFERED = GroupRule.class.getPackageName() + ".";

    RuleLoader(URL[] jars) {
        super("rules", jars, new Offered());
    }

    /** The JDK, and the interfaces that both sides must mean the same by. */
    private static final class Offered extends ClassLoader {
        Offered() {
            super("offered", getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith(OFFERED)) {
                throw new ClassNotFoundException(name);
            }
            return Class.forName(name, false, GroupRule.class.getClassLoader());
        }
    }
}
