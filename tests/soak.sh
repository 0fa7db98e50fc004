#!/usr/bin/env bash
# Hunts for what only shows after a while: everything goes wrong at random, for as long as asked; see --help.
set -uo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
# shellcheck source=deploy/packages.sh
source deploy/packages.sh

usage() {
    cat <<TEXT
Usage: bash tests/soak.sh --minutes N [--seed S]
       bash tests/soak.sh --radio-hours H [--seed S]
       bash tests/soak.sh --help

--minutes N: a region of real programs (coördinatiepunt with its broker, two noodsteunpunten with LAN and radio) under
noodmeldingen and situatierapporten, three a second. Meanwhile, at random: node, hub and broker killed with signal 9 or
stopped for a while, the LAN half open or cut, modems pulled, back under another name, hung, restarted, talking nonsense,
the air losing half of all frames, and as root a small disk that is full. In the second half nothing is killed, so that
programs can be weighed twice. At the end everything accepted stands in the feed once with its words, every noodmelding
in the meldkamer's folder once, nothing else does, states are what they say, and memory, handles and threads of each
program have not grown. Each mishap is a line; a failure keeps all data and logs, and says where.

--radio-hours H: the same question to the radio alone, in virtual time: H hours of two stations with real modem drivers
on pseudo-terminals, with a modem pulled or mistreated every fifteen seconds. 48 hours take about a quarter of an hour.

  --seed S   the same mishaps in the same order; without it every run is another (its seed is printed first)

It first installs the Debian packages that are missing, as tests/run.sh does. Exit 0 when nothing was lost, doubled or
leaked; nothing is left running.
TEXT
}

minutes='' hours='' seed=''
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --minutes | --radio-hours | --seed)
            case ${2:-} in '' | *[!0-9.]* | *.*.*) echo "$1 needs a number." >&2 && exit "$exit_wrong_use" ;; esac
            case $1 in --minutes) minutes=$2 ;; --radio-hours) hours=$2 ;; --seed) seed=$2 ;; esac
            shift 2
            ;;
        *) echo "'$1' is not understood; see --help." >&2 && exit "$exit_wrong_use" ;;
    esac
done
case "$minutes/$hours" in
    / | ?*/?*) usage >&2 && exit "$exit_wrong_use" ;;
esac
case $seed in *.*) echo "--seed must be a whole number." >&2 && exit "$exit_wrong_use" ;; esac

need_packages mosquitto libmosquitto1 libsqlite3-0 util-linux
need_dotnet
work=$(mktemp -d)
follower='' hunter='' keep=''
leave() {
    # The hunter leads a group of its own: its test host would outlive it, and the programs die with the test host. A
    # disk that was mounted and not taken away goes here too.
    [ -z "$hunter" ] || { kill -KILL -- "-$hunter" 2>/dev/null && wait "$hunter" 2>/dev/null; }
    [ -z "$follower" ] || kill "$follower" 2>/dev/null
    findmnt -rno TARGET -t tmpfs | grep -F "$work/" | while read -r disk; do umount -l "$disk"; done
    if [ -n "$keep" ]; then echo "Everything is kept in $work"; else rm -rf "$work"; fi
}
trap leave EXIT
trap 'exit 130' INT TERM HUP

if [ -n "$minutes" ]; then project=tests/Noodlink.Scenarios test=Soak.SoakTests
else project=tests/Noodlink.Station.Tests test=Days.RadioDaysTests; fi
restore "$work/build.log" "$project" || { echo "Restore failed." >&2 && exit 1; }
dotnet build "$project" --no-restore -v quiet -clp:NoSummary >"$work/build.log" 2>&1 ||
    { cat "$work/build.log" >&2 && exit 1; }

touch "$work/diary"
tail -n +1 -f "$work/diary" &
follower=$!
TMPDIR=$work NOODLINK_SOAK_MINUTES=$minutes NOODLINK_RADIO_HOURS=$hours NOODLINK_SEED=$seed \
    NOODLINK_DIARY=$work/diary setsid dotnet test "$project" --no-build --filter "FullyQualifiedName~$test" \
    --logger 'console;verbosity=normal' >"$work/test.log" 2>&1 &
hunter=$!
wait "$hunter"
code=$?
hunter=''
[ "$code" -eq 0 ] || keep=yes
[ "$code" -eq 0 ] || grep -avE '^(Test run for|A total of|/.*\.dll$|$)|^\[xUnit' "$work/test.log"
[ "$code" -eq 0 ] && echo "Nothing was lost, doubled or leaked." || echo "The hunt found something; its seed stands above."
exit "$code"
