#!/usr/bin/env bash
# Makes the README's pictures from a demo workspace, so that they never go stale: docs/images/workbench-light.png,
# workbench-dark.png, workbench-zh_CN.png, prompt-light.png. Uses the display there is, else a virtual one.
#   packaging/screenshots.sh [build folder]
set -euo pipefail
# shellcheck source=packaging/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build="${1:-$HAWK_BUILD}"
program="$build/bin/hawk-workbench"
[ -x "$program" ] || die "$program is missing: build the target hawk-workbench first"

home="$(mktemp -d)"
trap 'rm -rf "$home"' EXIT
workspace="${HAWK_SCREENSHOT_WORKSPACE:-$home/demo}"
out="$HAWK_ROOT/docs/images"
mkdir -p "$out"

run() {
    local -a command=(env HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" "$@")
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        "${command[@]}"
    else
        command -v xvfb-run >/dev/null || die "no display and no xvfb-run: apt-get install xvfb xauth"
        xvfb-run -a -s "-screen 0 1600x1000x24 -dpi 96" "${command[@]}"
    fi
}

if [ ! -f "$workspace/workspace.db" ]; then
    say "making a demo workspace (this runs the loop once)"
    "$build/bin/hawk" new "$workspace"
    "$build/bin/hawk" run --workspace "$workspace" || say "the run ended with operators left over; taking pictures of what there is"
fi

shot() { # name, then arguments
    local name="$1"
    shift
    say "$name"
    run "$program" --workspace "$workspace" --reset-layout --screenshot "$out/$name" --after-ms "${HAWK_SCREENSHOT_MS:-4000}" "$@"
}
shot workbench-light.png --theme light --language en
shot workbench-dark.png --theme dark --language en --show knowledge
shot workbench-zh_CN.png --theme light --language zh_CN --show findings

# A run of its own for the prompts: the bundled stand-in for a language model, which needs no service.
workspace="${HAWK_SCREENSHOT_PROMPTS:-$home/prompts}"
if [ ! -f "$workspace/workspace.db" ]; then
    say "making a workspace with a model's run"
    "$build/bin/hawk" new "$workspace"
    "$build/bin/hawk" run --workspace "$workspace" --model demo-script --attempts 6 --spec softmax ||
        say "the run ended without a correct kernel; taking a picture of what there is"
fi
repaired="$("$build/bin/hawk" exchange list --workspace "$workspace" --json |
    python3 -c 'import json, sys; print([e["candidate"] for e in json.load(sys.stdin)["exchanges"] if e["candidate"]][1])')"
shot prompt-light.png --theme light --language en --show knowledge --show prompt --select "$repaired"
