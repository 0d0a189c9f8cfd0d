#!/usr/bin/env bash
# Installs what Lockstep builds and runs with on Debian 12. Does nothing when all of it is there. Sourced by ./run and ./check.
lockstep_packages=(
    g++ cmake ninja-build pkg-config git ca-certificates
    qt6-base-dev libqt6opengl6-dev libgl-dev qt6-charts-dev qt6-svg-dev libqt6svg6 qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    libtorch-dev libopenblas0-pthread libgraphviz-dev nlohmann-json3-dev libcli11-dev libfmt-dev
    libzip-dev libseccomp-dev libssl-dev libhwy-dev
    xvfb xauth fonts-dejavu-core
)

lockstep_setup() {
    local missing=() package
    for package in "${lockstep_packages[@]}" "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "Packages are missing and need root or sudo to install: ${missing[*]}" >&2; return 1; }
        as_root=(sudo)
    fi
    echo "Installing ${#missing[@]} Debian packages"
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        echo "Installing with apt-get failed; the whole log is in $log" >&2
        return 1
    fi
    rm -f "$log"
}
