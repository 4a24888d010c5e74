package io.roundabout.rule;

import java.util.Optional;

/**
 * Judges the groups of a join, where SQL is not enough: {@code class: com.acme.MyRule} in the pipeline file, and the jar
 * that has it on {@code --jars}. The class is public and has a public constructor without parameters.
 *
 * <p>It is a pure function of what it is handed: the same group at the same time gets the same answer, whoever asked before. A
 * turn of the hub that is cut short is made again, so an answer may be asked for more than once; what a rule does beside
 * answering (writing a file, calling a service) may happen any number of times. An instance is used by one thread at a time,
 * and nothing says which groups it is asked about; there are as many instances as threads that need one.
 *
 * <p>Whatever it throws, errors included, makes dead letters of the messages of that group, with reason {@code rule-failed};
 * so does {@code null} or a body that is no JSON object of at most 16 MiB. A rule that does not return holds up its state
 * partition, and with it the hub.
 */
@FunctionalInterface
public interface GroupRule {
    /**
     * Judges a group. Asked after each message of the group, in order of arrival, as long as there is one that the join would use
     * up; and again after each result, about what is there then. At the deadline of the group it is asked once more, if the
     * join says {@code otherwise: partial}.
     *
     * @param group what is there; valid only during the call
     * @return the body of the result, one JSON object in UTF-8, which uses the group up; or empty while the group is to wait. At
     *     the deadline, empty means that nothing is made of it: its messages become dead letters {@code expired}
     * @throws Exception if the group cannot be judged
     */
    Optional<byte[]> judge(MessageGroup group) throws Exception;
}
