#!/usr/bin/env bash
# Prints the rustup toolchain to use when the one in rust-toolchain.toml is not installed under its own name but
# another one of the same version is (a machine that came with `stable` and cannot download). Prints nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v rustup >/dev/null 2>&1 || exit 0
version="$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)"
installed="$(rustup toolchain list 2>/dev/null | sed 's/ .*//')"
grep -q "^$version" <<<"$installed" && exit 0
for toolchain in $installed; do
    if [[ "$(rustup run "$toolchain" rustc --version 2>/dev/null)" == "rustc $version "* ]]; then
        echo "$toolchain"
        exit 0
    fi
done
