#!/usr/bin/env bash
# Lets one station and a few strangers misbehave for as long as asked, and prints what a neighbour noticed; see --help.
set -uo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
# shellcheck source=deploy/packages.sh
source deploy/packages.sh

usage() {
    cat <<TEXT
Usage: bash tests/hostile.sh --seconds N [--help]

One coördinatiepunt with its broker, and a noodsteunpunt that goes about its work. Beside it, each for N seconds: nothing
at all, a station that floods valid messages, one that sends 16 kB packets, frames that no key opens, wrong passwords at
the broker, a thousand slow connections to the screen. For each one line: how often it was done, and how long the
neighbour's noodmelding and the operator's page took.

It first installs the Debian packages that are missing, as tests/run.sh does. Exit 0 when nobody else was held up.
TEXT
}

seconds=''
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --seconds) seconds=${2:-} && shift 2 || { usage >&2 && exit "$exit_wrong_use"; } ;;
        *) echo "'$1' is not understood; see --help." >&2 && exit "$exit_wrong_use" ;;
    esac
done
case $seconds in '' | *[!0-9]*) usage >&2 && exit "$exit_wrong_use" ;; esac

need_packages mosquitto libmosquitto1 libsqlite3-0 util-linux
need_dotnet
log=$(mktemp)
trap 'rm -f "$log"' EXIT
restore "$log" tests/Noodlink.Scenarios || { echo "Restore failed." >&2 && exit 1; }
dotnet build tests/Noodlink.Scenarios --no-restore -v quiet -clp:NoSummary >"$log" 2>&1 || { cat "$log" >&2 && exit 1; }
NOODLINK_HOSTILE_SECONDS=$seconds dotnet test tests/Noodlink.Scenarios --no-build \
    --filter FullyQualifiedName~Hostile.HostileTests --logger 'console;verbosity=detailed' |
    grep --line-buffered -vE '^(Test run for|A total of|/.*\.dll$|$)|^\[xUnit'
