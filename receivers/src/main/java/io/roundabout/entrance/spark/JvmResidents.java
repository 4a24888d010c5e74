package io.roundabout.entrance.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What lives in this JVM for objects that Spark makes and nobody can hand anything to: receivers and tasks it deserialises,
 * the clock it instantiates. One resident a type, put when it opens and removed when it closes. The one mutable static of
 * the project. Thread-safe.
 */
public final class JvmResidents {
    private static final Map<Class<?>, Object> RESIDENTS = new ConcurrentHashMap<>();

    private JvmResidents() {}

    /**
     * Makes {@code resident} known as the one of its type.
     *
     * @throws IllegalStateException if there is one: two hubs cannot share a JVM
     */
    public static <T> void put(Class<T> type, T resident) {
        if (RESIDENTS.putIfAbsent(type, resident) != null) {
            throw new IllegalStateException("a " + type.getSimpleName() + " lives in this JVM already");
        }
    }

    /** Forgets {@code resident}; does nothing if it is not the one known. */
    public static <T> void remove(Class<T> type, T resident) {
        RESIDENTS.remove(type, resident);
    }

    /**
     * Returns the resident of a type.
     *
     * @throws IllegalStateException if there is none
     */
    public static <T> T find(Class<T> type) {
        Object resident = RESIDENTS.get(type);
        if (resident == null) {
            throw new IllegalStateException("no " + type.getSimpleName() + " lives in this JVM");
        }
        return type.cast(resident);
    }
}
