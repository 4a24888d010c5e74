package io.roundabout.compute;

/** A sum of rows, such as a count or a largest value. Confined to one task. */
public interface Accumulator {

    /** Adds a row of the aggregation that made this. */
    void add(Aggregation.Row row);

    /** Adds what another one {@linkplain #write wrote}; its rows came after those of this one. */
    void merge(byte[] stored);

    /** Returns the bytes it is stored as, its own version in front. */
    byte[] write();

    /** Returns the fields of the result as they stand in a JSON object, UTF-8, such as {@code "n":2,"total":30.5}. */
    byte[] fields();
}
