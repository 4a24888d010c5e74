package io.roundabout.outbox;

import static io.roundabout.outbox.TestingTopic.ADA;
import static io.roundabout.outbox.TestingTopic.BOB;
import static io.roundabout.outbox.TestingTopic.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.outbox.SubscriptionRequest.Start;
import io.roundabout.state.Counter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    private final TestingTopic topic = new TestingTopic();

    @Test
    void givesEachSubscriptionEveryMessage() {
        topic.subscribe(ADA, Start.HELD).subscribe(BOB, Start.HELD).turn();

        topic.make("a", "1").make("b", "2").turn();

        assertThat(topic.bodies(ADA)).containsExactly("1", "2");
        assertThat(topic.bodies(BOB)).containsExactly("1", "2");
    }

    @Test
    void keepsForOneWhatAnotherSettled() {
        topic.subscribe(ADA, Start.HELD)
                .subscribe(BOB, Start.HELD)
                .make("a", "1")
                .turn();

        topic.accept(ADA, 0, 0).turn();

        assertThat(topic.bodies(ADA)).isEmpty();
        assertThat(topic.bodies(BOB)).containsExactly("1");
    }

    /** A running result is retained and given out as it was, each time: everybody has a place of his own. */
    @Test
    void givesEachMessageThoughANewerTookItsPlace() {
        topic.subscribe(ADA, Start.HELD).make("a", "1").turn();

        topic.supersede(0).make("a", "2").turn();

        assertThat(topic.bodies(ADA)).containsExactly("1", "2");
        assertThat(topic.accept(ADA, 0, 1).turn().bodies(ADA)).isEmpty();
    }

    @Test
    void beginsWithAllThatIsRetained() {
        topic.make("a", "1").make("b", "2").turn();

        topic.subscribe(ADA, Start.HELD).turn();

        assertThat(topic.bodies(ADA)).containsExactly("1", "2");
    }

    @Test
    void beginsWithWhatIsNew() {
        topic.make("a", "1").turn();

        topic.subscribe(ADA, Start.NEW).make("a", "2").turn();

        assertThat(topic.bodies(ADA)).containsExactly("2");
    }

    @Test
    void beginsWithTheLatestOfEachKeyThenGoesOn() {
        topic.make("a", "1").make("b", "2").make("a", "3").make(null, "4").turn();

        topic.subscribe(ADA, Start.LATEST).turn();
        topic.make("b", "5").turn();
        topic.turn();

        assertThat(topic.bodies(ADA)).containsExactly("2", "3", "4", "5");
        assertThat(topic.count(ADA, Counter.SUPERSEDED)).isOne();
    }

    @Test
    void looksForTheLatestInBoundedSteps() {
        for (int i = 0; i < 25_000; i++) {
            topic.make("k" + i % 100, "m" + i);
        }
        topic.turn();

        topic.subscribe(ADA, Start.LATEST).turn();
        int turns = 0;
        while (topic.isBehind(ADA)) {
            topic.turn();
            turns++;
        }

        assertThat(turns).isEqualTo(2);
        assertThat(topic.bodies(ADA)).hasSize(100).startsWith("m24900").endsWith("m24999");
    }

    @Test
    void goesOnWhereItWasWhenItComesBack() {
        topic.subscribe(ADA, Start.HELD).make("a", "1").make("a", "2").turn();
        topic.accept(ADA, 0, 0).ask(SubscriptionRequest.leave(ADA)).turn();
        topic.make("a", "3").turn();

        topic.subscribe(ADA, Start.NEW).turn();

        assertThat(topic.bodies(ADA)).containsExactly("2", "3");
    }

    @Test
    void leavesNothingBehindWhenItEnds() {
        topic.make("a", "1").turn();
        int rows = topic.rows();
        topic.subscribe(ADA, Start.HELD).make("a", "2").make("a", "3").turn();
        topic.fail(ADA, 0).accept(ADA, 1, 1).turn();

        topic.ask(SubscriptionRequest.end(ADA)).turn();

        assertThat(topic.rows()).isEqualTo(rows + 2);
        assertThat(topic.count(ADA, Counter.MADE)).isZero();
    }

    @Test
    void startsAnewAfterItEndedInTheSameTurn() {
        topic.subscribe(ADA, Start.HELD).make("a", "1").turn();
        topic.accept(ADA, 0, 0).turn();

        topic.ask(SubscriptionRequest.end(ADA)).subscribe(ADA, Start.HELD).turn();

        assertThat(topic.bodies(ADA)).containsExactly("1");
        assertThat(topic.count(ADA, Counter.MADE)).isOne();
    }

    @Test
    void makesADeadLetterOfWhatOneRejects() {
        topic.subscribe(ADA, Start.HELD)
                .subscribe(BOB, Start.HELD)
                .make("a", "1")
                .turn();

        topic.reject(ADA, 0).turn();

        StoredMessage dead = topic.messages("dead/news").get(0);
        assertThat(dead.properties())
                .containsEntry("origin", "news")
                .containsEntry("subscription", ADA)
                .containsEntry("reason", "rejected");
        assertThat(topic.bodies(ADA)).isEmpty();
        assertThat(topic.bodies(BOB)).containsExactly("1");
    }

    @Test
    void countsAttemptsForEachAlone() {
        topic.subscribe(ADA, Start.HELD)
                .subscribe(BOB, Start.HELD)
                .make("a", "1")
                .turn();

        topic.fail(ADA, 0).turn();

        assertThat(topic.page(ADA).get(0).attempts()).isOne();
        assertThat(topic.page(BOB).get(0).attempts()).isZero();
    }

    @Test
    void forgetsWhatIsNoLongerRetainedAndNobodyHolds() {
        topic.subscribe(ADA, Start.HELD).make("a", "1").make("a", "2").turn();
        topic.accept(ADA, 0, 0).pass(DAY.multipliedBy(8)).make("a", "3").turn();

        assertThat(topic.bodies("news")).containsExactly("2", "3");
        assertThat(topic.bodies(ADA)).containsExactly("2", "3");
        assertThat(topic.count("news", Counter.DISCARDED)).isOne();
    }

    @Test
    void beginsWithNothingThatIsPastItsTime() {
        topic.subscribe(ADA, Start.HELD).make("a", "1").turn();
        topic.pass(DAY.multipliedBy(8)).make("a", "2").turn();

        topic.subscribe(BOB, Start.HELD).turn();

        assertThat(topic.bodies(ADA)).containsExactly("1", "2");
        assertThat(topic.bodies(BOB)).containsExactly("2");
    }

    @Test
    void givesNothingThatAQueueHadMeanwhile() {
        topic.subscribe(ADA, Start.HELD).becomeQueue();
        topic.make("a", "1").make("a", "2").turn();
        topic.settle("news", 0, 1, Outcome.ACCEPTED, 2).becomeTopic();

        topic.make("a", "3").turn();

        assertThat(topic.bodies(ADA)).containsExactly("3");
        assertThat(topic.count(ADA, Counter.MADE)).isOne();
        topic.settle(ADA, 2, 2, Outcome.ACCEPTED, 3).turn();
        assertThat(topic.bodies(ADA)).isEmpty();
    }

    @Test
    void stopsWhenAHeadWouldLoseAMessage() {
        topic.subscribe(ADA, Start.HELD).make("a", "1").make("a", "2").turn();

        assertThatThrownBy(() -> topic.settle(ADA, 1, 1, Outcome.ACCEPTED, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("holds message 0");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holdsWhatWasMadeAndNotSettledWhateverTheOrder(long seed) {
        new TopicHistory(new Random(seed)).run(400);
    }
}
