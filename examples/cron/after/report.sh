#!/usr/bin/env bash
# Takes what is ready. An order whose customer has not come waits in the hub and is in a later report.
set -euo pipefail
roundabout collect enriched
