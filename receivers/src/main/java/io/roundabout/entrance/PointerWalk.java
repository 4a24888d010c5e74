package io.roundabout.entrance;

import com.fasterxml.jackson.core.JsonPointer;
import org.jspecify.annotations.Nullable;

/** Follows a JSON pointer (RFC 6901) through an object that is read token by token. Confined to the event loop. */
final class PointerWalk {
    /** What is left of the pointer inside each open container, by depth; null where the pointer leads elsewhere. */
    private final @Nullable JsonPointer[] paths;

    private @Nullable JsonPointer here;
    private int depth;

    PointerWalk(int maxDepth) {
        paths = new @Nullable JsonPointer[maxDepth + 1];
    }

    /** Stands inside the outermost object. */
    void start(@Nullable JsonPointer pointer) {
        here = null;
        depth = 1;
        paths[depth] = pointer;
    }

    void toMember(String name) {
        JsonPointer path = paths[depth];
        here = path == null ? null : path.matchProperty(name);
    }

    void toElement(int index) {
        JsonPointer path = paths[depth];
        here = path == null ? null : path.matchElement(index);
    }

    /** Tells whether the pointer leads to the value that was reached. */
    boolean isThere() {
        return here != null && here.matches();
    }

    /** Goes into the container that was reached. */
    void enter() {
        paths[++depth] = here;
        here = null;
    }

    void leave() {
        depth--;
        here = null;
    }
}
