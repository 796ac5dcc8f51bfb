# Shared by run.sh and test.sh: installs what is missing, configures, builds. Sourced, not run.
# shellcheck shell=bash

HAWK_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
HAWK_PRESET="${HAWK_PRESET:-release}"
HAWK_BUILD="$HAWK_ROOT/build/$HAWK_PRESET"

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 3
}

# package | why it is needed
hawk_packages() {
    cat <<'EOF'
g++|compiler of the workbench and of every kernel it judges
cmake|build system
ninja-build|build system
pkg-config|finds libraries
ccache|makes rebuilding fast
mold|fast linker: kernels link in milliseconds
bubblewrap|the sandbox generated code runs in
python3|runs PyTorch references
python3-torch|PyTorch references and goldens
python3-numpy|PyTorch references and goldens
nlohmann-json3-dev|JSON
libsqlite3-dev|the workspace database
libcurl4-openssl-dev|HTTP
libssl-dev|content hashes
libzstd-dev|compressed artifacts
EOF
}
hawk_gui_packages() {
    cat <<'EOF'
qt6-base-dev|the window
qt6-tools-dev|translations
qt6-tools-dev-tools|translations
qt6-l10n-tools|translations
qt6-translations-l10n|Qt's own texts in Chinese
libqscintilla2-qt6-dev|the code editor
qtkeychain-qt6-dev|keys of language models in the desktop's keychain
libgl-dev|Qt's GUI library links it
EOF
}
hawk_test_packages() {
    cat <<'EOF'
libgtest-dev|tests
libgmock-dev|tests
xvfb|a display for screenshots and the window test
xauth|a display for screenshots and the window test
fonts-dejavu-core|readable screenshots
fonts-noto-cjk|Chinese screenshots
pngquant|small screenshots
EOF
}

# Installs the packages of the given lists that are missing, and says which and why.
install_missing() {
    command -v dpkg-query >/dev/null || {
        say "not a Debian system: taking the libraries as they are"
        return 0
    }
    local missing=() line package reason
    while IFS='|' read -r package reason; do
        [ -n "$package" ] || continue
        if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed'; then
            missing+=("$package")
            line="$(printf '    %-26s %s' "$package" "$reason")"
            printf '%s\n' "$line" >&2
        fi
    done < <("$@")
    [ "${#missing[@]}" -eq 0 ] && return 0
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "these packages are missing and there is no sudo: ${missing[*]}
  install them as root with: apt-get install ${missing[*]}"
        sudo=(sudo)
        say "installing the packages above needs root: sudo will ask for your password"
    fi
    say "installing ${#missing[@]} Debian packages"
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" \
        >"$HAWK_LOG" 2>&1 && return 0
    "${sudo[@]}" apt-get update -q >>"$HAWK_LOG" 2>&1 || true
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" \
        >>"$HAWK_LOG" 2>&1 || {
        tail -20 "$HAWK_LOG" >&2
        die "could not install: ${missing[*]} (whole log: $HAWK_LOG)"
    }
}

# configure_and_build TESTS(ON|OFF) TARGET...
configure_and_build() {
    local tests="$1"
    shift
    cd "$HAWK_ROOT" || exit 3
    # Configure again only when there is no build tree or it was made for other options.
    if [ ! -f "$HAWK_BUILD/build.ninja" ] || ! grep -q "^HAWK_TESTS:BOOL=$tests\$" "$HAWK_BUILD/CMakeCache.txt" 2>/dev/null; then
        say "configuring ($HAWK_PRESET)"
        cmake --preset "$HAWK_PRESET" -DHAWK_TESTS="$tests" >"$HAWK_LOG" 2>&1 || {
            tail -30 "$HAWK_LOG" >&2
            die "configuring failed (whole log: $HAWK_LOG)"
        }
    fi
    say "building"
    cmake --build "$HAWK_BUILD" "$@" >&2 || die "the build failed; the first error above says why"
}

HAWK_LOG="${TMPDIR:-/tmp}/hawk-setup-$(id -u).log"
export DEBIAN_FRONTEND=noninteractive
