#!/usr/bin/env bash
# A vehicle in bash: pushes one customer and one order with nc, and looks at the hub's answers.
# usage: shop.sh KEY          environment: ROUNDABOUT_ENTRANCE=HOST:PORT (localhost:7070)
set -euo pipefail

key=$1
entrance=${ROUNDABOUT_ENTRANCE:-localhost:7070}

# Prints what it read as messages of a stream; fails unless the hub has committed every one. The connection is half-closed
# at the end of the input (-N; some versions of nc call it -q 1), which asks the hub for its last "+ok".
push() {
    local stream=$1 lines answers
    lines=$(cat)
    answers=$({ echo "!stream $stream"; echo "$lines"; } | nc -N "${entrance%:*}" "${entrance##*:}")
    echo "$stream: $answers"
    [ "$answers" = "+ok $(wc -l <<<"$lines")" ]
}

push customers <<END
{"id":"$key","name":"Ada"}
END
push orders <<END
{"order_id":1,"customer":"$key"}
{"order_id":2,"customer":"$key"}
END
