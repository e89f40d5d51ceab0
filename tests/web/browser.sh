#!/bin/sh
# Brings what the browser tests need, Chromium and axe-core, where it may; where it may not it says how, and the
# tests are skipped. With CI set, as .ci/run has it, they are not: then it fails.
set -u
here=$(cd "$(dirname "$0")" && pwd)

has_browser() {
    [ -n "${POLICYGLOT_CHROMIUM:-}" ] || command -v chromium || command -v chromium-browser
}

missing() {
    echo "browser tests need $1: $2" >&2
    [ -z "${CI:-}" ] || exit 1
}

installed() {
    # Only root may, and only apt-get is known here.
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "installing $1 (once, a few minutes)"
    { apt-get install -qq -y --no-install-recommends "$@" || { apt-get update -qq && apt-get install -qq -y --no-install-recommends "$@"; }; } \
        >/dev/null 2>&1 </dev/null
}

has_browser >/dev/null || installed chromium fonts-dejavu-core || missing Chromium \
    "apt-get install chromium, or give the path of one as POLICYGLOT_CHROMIUM"

if [ ! -f "$here/node_modules/axe-core/axe.min.js" ]; then
    command -v npm >/dev/null || installed npm
    if command -v npm >/dev/null; then
        npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund --silent || missing axe-core "npm ci --prefix tests/web"
    else
        missing axe-core "install npm, then npm ci --prefix tests/web"
    fi
fi
exit 0
