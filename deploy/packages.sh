# Shared by deploy/demo.sh and tests/run.sh: the Debian packages and the .NET SDK they stand on. Sourced, not run.
# shellcheck shell=bash

# Exit codes as the noodlink command line has them.
readonly exit_wrong_use=64 exit_unavailable=69

# Nothing here asks a question, phones home or leaves a build server running.
export DEBIAN_FRONTEND=noninteractive DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
[ -n "${HOME:-}" ] || { HOME=$(getent passwd "$(id -u)" | cut -d: -f6) && export HOME; }

unavailable() {
    printf '%s\n' "$@" >&2
    exit "$exit_unavailable"
}

# need_packages NAME...: installs what is missing where we may; otherwise prints the one line to run.
need_packages() {
    local missing=() package as_root=()
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || unavailable "Packages are missing and only root may install them. Run:" \
            "  sudo apt-get install -y --no-install-recommends ${missing[*]}"
        as_root=(sudo -n DEBIAN_FRONTEND=noninteractive)
    fi

    echo "Installing Debian packages: ${missing[*]}"
    local log
    log=$(mktemp)
    # The lists of a fresh machine are empty, those of an old one point at files that are gone: refresh, then install.
    if ! { "${as_root[@]}" apt-get update &&
        "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        unavailable "Could not install ${missing[*]}. When the network is back, run:" \
            "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    fi
    rm -f "$log"
    case " ${missing[*]} " in *" mosquitto "*) quiet_broker "${as_root[@]}" ;; esac
}

# need_npm: the screens are made with NL Design System's components, which npm fetches once, at build time.
need_npm() {
    command -v npm >/dev/null || need_packages nodejs npm
}

# want_packages NAME...: the same, but who cannot have them goes on without.
want_packages() {
    (need_packages "$@") || echo "Going on without; the tests that need it are skipped, visibly."
}

# Debian starts a broker on port 1883 right after installing it. Noodlink's hub runs its own: what we installed is
# stopped and disabled. A broker that was there before is not ours to touch.
quiet_broker() {
    if [ -d /run/systemd/system ]; then
        "$@" systemctl disable --now mosquitto.service >/dev/null 2>&1 || true
    else
        "$@" service mosquitto stop >/dev/null 2>&1 || true
        "$@" update-rc.d mosquitto disable >/dev/null 2>&1 || true
    fi
}

# need_dotnet: puts a .NET 10 SDK first on the path, or says where to get one.
need_dotnet() {
    local place
    for place in "$(command -v dotnet || true)" "${DOTNET_ROOT:-/nowhere}/dotnet" "$HOME/.dotnet/dotnet" \
        /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /opt/dotnet/dotnet; do
        [ -x "$place" ] || continue
        "$place" --list-sdks 2>/dev/null | grep -q '^1[0-9]\.' || continue
        DOTNET_ROOT=$(dirname "$(readlink -f "$place")")
        PATH=$DOTNET_ROOT:$PATH
        export PATH DOTNET_ROOT
        return 0
    done
    unavailable "The .NET 10 SDK is not here. It is at https://dot.net/download (Debian: package dotnet-sdk-10.0)."
}

# restore LOG TARGET...: the versions of the lock files, from the network or from the cache of an earlier time. An SDK
# that resolves something else is no reason to stop: it is said, and the lock files of this copy follow.
restore() {
    local log=$1 target
    shift
    for target in "$@"; do
        dotnet restore "$target" --locked-mode >"$log" 2>&1 && continue
        if grep -q NU1004 "$log"; then
            echo "The lock files do not fit this SDK or these projects; restoring without them."
            dotnet restore "$target" >"$log" 2>&1 && continue
        fi
        grep -E 'error' "$log" | sort -u | head -n 10 >&2
        return 1
    done
}

# own_copy SCRIPT ARGUMENT...: where another user's files lie in the way of a build (root built here before), goes on
# in a copy of the source in this user's cache.
own_copy() {
    local script=$1 copy in_the_way
    shift
    in_the_way=$(find . -path ./.git -prune -o -type d ! -writable -print -quit)
    [ -n "$in_the_way" ] || return 0
    copy=${XDG_CACHE_HOME:-$HOME/.cache}/noodlink/$(cksum <<<"$PWD" | cut -d' ' -f1)
    rm -rf "$copy" && mkdir -p "$copy" || unavailable "Cannot write $in_the_way, nor a copy of the source in $copy."
    tar --exclude=./.git --exclude=bin --exclude=obj --exclude=TestResults -cf - . | tar -C "$copy" -xf - ||
        unavailable "Cannot copy the source to $copy."
    echo "$PWD/${in_the_way#./} belongs to $(stat -c %U "$in_the_way"); working in $copy"
    exec bash "$copy/$script" "$@"
}
