#!/usr/bin/env bash
# One command from a fresh Debian 12 machine to the running workbench: installs what is missing, builds, and opens the
# demo workspace with the loop running. Without a display the same loop runs in the terminal.
#   packaging/run.sh [--terminal] [extra arguments for hawk-workbench or hawk run]
set -euo pipefail
# shellcheck source=packaging/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

terminal=no
if [ "${1:-}" = "--terminal" ]; then
    terminal=yes
    shift
fi
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    terminal=yes
fi

install_missing hawk_packages
install_missing hawk_gui_packages
tests=OFF
[ -f "$HAWK_BUILD/CMakeCache.txt" ] && grep -q '^HAWK_TESTS:BOOL=ON$' "$HAWK_BUILD/CMakeCache.txt" && tests=ON
configure_and_build "$tests" --target hawk hawk-workbench

if [ "$terminal" = no ]; then
    exec "$HAWK_BUILD/bin/hawk-workbench" --demo "$@"
fi

say "no display: running the loop in the terminal"
workspace="${HAWK_WORKSPACE:-${XDG_DATA_HOME:-$HOME/.local/share}/hawk/demo}"
if [ ! -f "$workspace/workspace.db" ]; then
    "$HAWK_BUILD/bin/hawk" new "$workspace"
fi
exec "$HAWK_BUILD/bin/hawk" run --workspace "$workspace" "$@"
