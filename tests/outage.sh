#!/usr/bin/env bash
# An hour without the hub, its messages without its waiting; see --help.
set -uo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
# shellcheck source=deploy/packages.sh
source deploy/packages.sh

usage() {
    cat <<TEXT
Usage: bash tests/outage.sh [--messages N] [--help]

The hub and its broker are gone. A noodsteunpunt accepts N messages over HTTP (72000 when not said: an hour at 20 a
second), mixed: danger to life, other noodmeldingen, an exercise, routine. Halfway it is killed with signal 9. Then the
hub comes back, is killed with signal 9 while the backlog runs in, and comes back again. Printed: accepted, lost, twice,
out of order, seconds, messages a second, memory of both programs.

  --messages N   so many; 72000 takes two to ten minutes, most of it for the files of 25,200 noodmeldingen

It first installs the Debian packages that are missing, as tests/run.sh does. Exit 0 when everything accepted stands in
the hub's feed once, the most urgent first.
The same load on Mosquitto alone:  dotnet run -c Release --project tests/Noodlink.Benchmarks -- mosquitto
TEXT
}

messages=72000
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --messages) messages=${2:?--messages needs a number} && shift 2 ;;
        *) echo "'$1' is not understood; see --help." >&2 && exit "$exit_wrong_use" ;;
    esac
done
case $messages in '' | *[!0-9]*) echo "--messages must be a whole number." >&2 && exit "$exit_wrong_use" ;; esac

need_packages mosquitto libmosquitto1 libsqlite3-0 util-linux
need_dotnet
log=$(mktemp)
trap 'rm -f "$log"' EXIT
restore "$log" tests/Noodlink.Scenarios || { echo "Restore failed." >&2 && exit 1; }
dotnet build tests/Noodlink.Scenarios -c Release --no-restore -v quiet -clp:NoSummary >"$log" 2>&1 || { cat "$log" >&2 && exit 1; }
NOODLINK_OUTAGE=$messages dotnet test tests/Noodlink.Scenarios -c Release --no-build \
    --filter FullyQualifiedName~Outages.OutageTests --logger 'console;verbosity=detailed' |
    grep --line-buffered -vE '^(Test run for|A total of|/.*\.dll$|$)|^\[xUnit'
