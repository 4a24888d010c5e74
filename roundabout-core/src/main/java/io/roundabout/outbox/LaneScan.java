package io.roundabout.outbox;

import io.roundabout.state.HeldPartition;
import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Reads a lane for one {@link LaneLookUp}, page by page from its head. Confined to the turn. */
final class LaneScan {
    private final HeldState state;
    private final int address;
    private final LaneLookUp question;
    private final LaneHead head;
    private final List<SeenMessage> messages = new ArrayList<>();
    private final TreeMap<String, Long> reasons = new TreeMap<>();
    private long bytes;
    private long lookedAt;
    private long matching;
    private long reached;

    LaneScan(HeldPartition partition, LaneLookUp question) {
        this.state = partition.rows();
        this.address = partition.names().number(question.address());
        this.question = question;
        head = LaneHead.read(state.get(RowKey.lane(address)));
        reached = Math.max(question.from(), head.head());
    }

    LaneReading read(int mostLookedAt, int mostPages) {
        long until = Math.min(question.until(), head.next());
        boolean going = true;
        for (int pages = 0; going && reached < until && pages < mostPages; pages++) {
            long page = RowKey.pageOf(reached);
            going = readPage(page, until, mostLookedAt);
            if (going) {
                reached = Math.min(until, (page + 1) * RowKey.PAGE_MESSAGES);
            }
        }
        return new LaneReading(
                head.held(), head.next(), Math.max(reached, question.from()), lookedAt, matching, messages, reasons);
    }

    /** Returns whether the whole page was looked at; where not, {@link #reached} is the number to go on from. */
    private boolean readPage(long page, long until, int mostLookedAt) {
        boolean[] whole = {true};
        long from = reached;
        state.scan(RowKey.page(address, page), (key, stored) -> {
            long number = RowKey.numberOf(key);
            if (number < from) {
                return true;
            }
            if (number >= until) {
                return false;
            }
            whole[0] = lookedAt < mostLookedAt && take(number, stored);
            reached = whole[0] ? number + 1 : number;
            return whole[0];
        });
        return whole[0];
    }

    /** Returns false where there is no room for a message that is wanted. */
    private boolean take(long number, byte[] stored) {
        StoredMessage message = StoredMessage.read(stored);
        if (question.wanted().isMet(message)) {
            LaneLookUp.Share share = question.share();
            boolean counted = share.messages() == 0;
            boolean room = messages.size() < share.messages()
                    && (messages.isEmpty() || bytes + size(message) <= share.bytes());
            if (!counted && !room) {
                return false;
            }
            matching++;
            if (room) {
                bytes += size(message);
                messages.add(new SeenMessage(number, attempts(number), message.body().length, shortened(message)));
            }
            reasons.merge(message.properties().getOrDefault("reason", ""), 1L, Long::sum);
        }
        lookedAt++;
        return true;
    }

    private long size(StoredMessage message) {
        return Math.min(message.body().length, question.share().bodyBytes()) + (long) SeenMessage.OVERHEAD_BYTES;
    }

    private byte[] shortened(StoredMessage message) {
        int most = question.share().bodyBytes();
        return message.body().length <= most
                ? message.write()
                : message.withBody(Arrays.copyOf(message.body(), most)).write();
    }

    private int attempts(long number) {
        byte[] stored = head.attempted() == 0 ? null : state.get(RowKey.attempts(address, number));
        return stored == null ? 0 : ByteBuffer.wrap(stored).getInt(1);
    }
}
