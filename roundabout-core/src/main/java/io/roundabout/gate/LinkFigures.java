package io.roundabout.gate;

import java.util.List;

/**
 * What there is to count of the links and leases that collect from an address. A link that collects from several is counted at each.
 *
 * @param links how many there are
 * @param credit messages they still ask for
 * @param unsettled messages they have and did not settle
 */
public record LinkFigures(int links, long credit, long unsettled) {
    static LinkFigures of(List<Attached> attached) {
        return new LinkFigures(
                attached.size(),
                attached.stream().mapToLong(Attached::credit).sum(),
                attached.stream().mapToLong(Attached::unsettled).sum());
    }
}
