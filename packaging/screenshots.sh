#!/usr/bin/env bash
# Makes the README's pictures from workspaces of its own, so that they never go stale: docs/images/workbench-light.png,
# workbench-dark.png, workbench-zh_CN.png, prompt-light.png, models-light.png. Uses the display there is, else a virtual one.
#   packaging/screenshots.sh [build folder]
set -euo pipefail
# shellcheck source=packaging/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build="${1:-$HAWK_BUILD}"
program="$build/bin/hawk-workbench"
hawk="$build/bin/hawk"
for each in "$program" "$hawk"; do
    [ -x "$each" ] || die "$each is missing: build the targets hawk-workbench and hawk first"
done

home="$(mktemp -d)"
trap 'rm -rf "$home"' EXIT
out="$HAWK_ROOT/docs/images"
mkdir -p "$out"
# Nothing of whoever runs this may be in a picture: neither settings nor models. Kernels that were built before are welcome.
export XDG_CACHE_HOME="${XDG_CACHE_HOME:-$HOME/.cache}"
export HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data"
unset HAWK_CONFIG HAWK_WORKSPACE

run() {
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        "$@"
    else
        command -v xvfb-run >/dev/null || die "no display and no xvfb-run: apt-get install xvfb xauth"
        xvfb-run -a -s "-screen 0 1600x1000x24 -dpi 96" "$@"
    fi
}

shot() { # name, workspace, then arguments
    local name="$1" workspace="$2"
    shift 2
    say "$name"
    run "$program" --workspace "$workspace" --reset-layout --screenshot "$out/$name" \
        --after-ms "${HAWK_SCREENSHOT_MS:-4000}" "$@"
    # A window has few colours; with a palette the picture is a third of the size.
    if command -v pngquant >/dev/null; then
        pngquant --force --skip-if-larger --strip --quality 80-100 --output "$out/$name" "$out/$name" || true
    fi
}

demo="${HAWK_SCREENSHOT_WORKSPACE:-$home/demo}"
if [ ! -f "$demo/workspace.db" ]; then
    say "making a demo workspace (this runs the loop once)"
    "$hawk" new "$demo"
    "$hawk" run --workspace "$demo" || say "the run ended with operators left over; taking pictures of what there is"
fi
shot workbench-light.png "$demo" --theme light --language en
shot workbench-dark.png "$demo" --theme dark --language en --show knowledge
shot workbench-zh_CN.png "$demo" --theme light --language zh_CN --show findings

# A run of its own for the prompts: the bundled stand-in for a language model, which needs no service.
prompts="${HAWK_SCREENSHOT_PROMPTS:-$home/prompts}"
if [ ! -f "$prompts/workspace.db" ]; then
    say "making a workspace with a model's run"
    "$hawk" new "$prompts"
    "$hawk" run --workspace "$prompts" --model demo-script --attempts 6 --spec softmax --spec gelu ||
        say "the run ended without a correct kernel; taking a picture of what there is"
fi
repaired="$("$hawk" exchange list --workspace "$prompts" --json |
    python3 -c 'import json, sys; print([e["candidate"] for e in json.load(sys.stdin)["exchanges"] if e["candidate"]][-1])')"
shot prompt-light.png "$prompts" --theme light --language en --show knowledge --show prompt --select "$repaired"

# Models to look at; nothing is asked.
"$hawk" model add local --base-url http://localhost:8000/v1 --model glm-5.1 --default >/dev/null
"$hawk" model add claude --kind anthropic --base-url https://api.anthropic.com/v1 --model claude-sonnet-4-5 \
    --key-env ANTHROPIC_API_KEY >/dev/null
"$hawk" model add by-hand --kind manual >/dev/null
shot models-light.png "$prompts" --theme light --language en --show models
