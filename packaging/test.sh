#!/usr/bin/env bash
# Installs what is missing, builds everything and runs every test. What CI calls.
#   packaging/test.sh [ctest arguments, for example -R store]
set -euo pipefail
# shellcheck source=packaging/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install_missing hawk_packages
install_missing hawk_gui_packages
install_missing hawk_test_packages
configure_and_build ON

say "testing"
cd "$HAWK_ROOT"
# A private cache and home: tests neither see nor change the user's.
HAWK_TEST_HOME="$(mktemp -d)"
trap 'rm -rf "$HAWK_TEST_HOME"' EXIT
HOME="$HAWK_TEST_HOME" XDG_CACHE_HOME="$HAWK_TEST_HOME/cache" XDG_CONFIG_HOME="$HAWK_TEST_HOME/config" \
    XDG_DATA_HOME="$HAWK_TEST_HOME/data" CCACHE_DIR="${CCACHE_DIR:-$(ccache -k cache_dir 2>/dev/null || true)}" \
    ctest --preset "$HAWK_PRESET" -j "$(nproc)" "$@"
