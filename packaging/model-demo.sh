#!/usr/bin/env bash
# A language model's run without a service: a bundled script in the place of the model writes real Ascend C, makes mistakes
# that models make, and repairs what the judge tells it; then the same run again from its recordings, without asking anybody.
#   packaging/model-demo.sh [WORKSPACE]      (default: a new folder below the temporary one)
set -euo pipefail
# shellcheck source=packaging/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install_missing hawk_packages
tests=OFF
[ -f "$HAWK_BUILD/CMakeCache.txt" ] && grep -q '^HAWK_TESTS:BOOL=ON$' "$HAWK_BUILD/CMakeCache.txt" && tests=ON
configure_and_build "$tests" --target hawk

hawk="$HAWK_BUILD/bin/hawk"
workspace="${1:-$(mktemp -d)/kernels}"
[ -f "$workspace/workspace.db" ] || "$hawk" new "$workspace"
operators=(--spec add --spec relu --spec gelu --spec softmax --spec reduce_sum --spec layer_norm --spec silu)

say "drafts, verdicts, repairs, tuning"
"$hawk" run --workspace "$workspace" --model demo-script --attempts 16 --patience 1 "${operators[@]}"
"$hawk" candidates --workspace "$workspace"
run="$("$hawk" exchange list --workspace "$workspace" --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["exchanges"][-1]["run"])')"

say "the same run from its recordings"
"$hawk" run --workspace "$workspace" --replay "$run"
say "the workspace is $workspace: hawk exchange list, hawk exchange show 1, hawk show 3"
