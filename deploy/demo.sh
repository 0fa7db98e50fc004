#!/usr/bin/env bash
# A whole Noodlink network on one machine: see --help, and deploy/README.md for what to try.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
# shellcheck source=deploy/packages.sh
source deploy/packages.sh

readonly packages=(mosquitto libmosquitto1 libsqlite3-0 util-linux tzdata)

usage() {
    cat <<TEXT
Usage: bash deploy/demo.sh [--check] [--port-base N] [--data DIR] [--help]

Starts one coördinatiepunt (GR-CWK), two noodsteunpunten (GR-WK1, GR-ED1), a broker, and a simulated radio channel
between them, all on this machine and reachable from this machine only. Stays until q or Ctrl-C and leaves nothing
running. It first installs the Debian packages that are missing of
  ${packages[*]}
if it may (root, or sudo without a password); otherwise it prints the apt-get line to run and exits 69.
It needs the .NET 10 SDK. After the first time it needs no network.

  --check         no keys: sends the messages of deploy/examples over the LAN, cuts the LAN, sends more over the radio,
                  restores the LAN, prints a table, and exits 0 only if each arrived exactly once and unchanged;
                  takes about a minute, three at most
  --port-base N   ports N+1 and N+2 noodsteunpunten, N+3 broker, N+10 coördinatiepunt (default 5080)
  --data DIR      keep keys, databases, logs and the meldkamer's folder in DIR (default: a temporary folder, removed at
                  the end). A second run goes on where the first one stopped.
  --programs DIR  use the programs that were built into DIR instead of building them
TEXT
}

arguments=("$@")
check='' base=5080 data='' programs=''
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --check) check=yes ;;
        --port-base) base=${2:-} && shift ;;
        --data) data=${2:-} && shift ;;
        --programs) programs=${2:-} && shift ;;
        *) echo "Unknown option $1; see --help." >&2 && exit "$exit_wrong_use" ;;
    esac
    shift || break
done
[[ $base =~ ^[0-9]{1,5}$ && $base -ge 1024 && $base -le 65525 ]] ||
    { echo "--port-base must be 1024..65525." >&2 && exit "$exit_wrong_use"; }
readonly wk1_port=$((base + 1)) ed1_port=$((base + 2)) broker_port=$((base + 3)) hub_port=$((base + 10))

# ---- before anything is started ----

for file in /etc/noodlink/node.json /etc/noodlink/hub.json; do
    [ ! -e "$file" ] ||
        unavailable "This machine is a station: $file is here. The demonstration does not run beside it."
done
unset "${!NOODLINK_@}"
for port in $wk1_port $ed1_port $broker_port $hub_port; do
    ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null ||
        unavailable "Port $port is in use. Choose other ports with --port-base N (now $base)."
done
need_packages "${packages[@]}"
need_npm
need_dotnet
[ -n "$programs" ] || own_copy deploy/demo.sh "${arguments[@]}"

# All that is temporary, our own and .NET's, lies in one folder. One whose owner was killed without warning is cleared
# away by the next.
for left in "${TMPDIR:-/tmp}"/noodlink-demo.*; do
    [ -O "$left" ] && [ -e "$left/pid" ] && ! kill -0 "$(<"$left/pid")" 2>/dev/null && rm -rf "$left"
done
scratch=$(mktemp -d "${TMPDIR:-/tmp}/noodlink-demo.XXXXXX") || exit 1
echo $$ >"$scratch/pid"
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch

if [ -z "$programs" ]; then
    echo "Building Noodlink"
    log=$scratch/build.log
    for project in Hub Node Cli; do
        restore "$log" "src/Noodlink.$project" &&
            dotnet build "src/Noodlink.$project" --no-restore -c Release -v quiet -clp:NoSummary >"$log" 2>&1 ||
            { grep -E 'error' "$log" | sort -u | head -n 20 && exit 1; }
    done
    hub_program=src/Noodlink.Hub/bin/Release/net10.0/Noodlink.Hub
    node_program=src/Noodlink.Node/bin/Release/net10.0/Noodlink.Node
    noodlink=src/Noodlink.Cli/bin/Release/net10.0/noodlink
else
    hub_program=$programs/Noodlink.Hub node_program=$programs/Noodlink.Node noodlink=$programs/noodlink
fi

# ---- whatever happens, nothing stays behind ----

declare -A pids=()
terminal=$(stty -g 2>/dev/null) || terminal=''

stop() { [ -z "${pids[$1]:-}" ] || kill "-$2" "${pids[$1]}" 2>/dev/null; }

# await_end NAME: ten seconds at most, then without mercy.
await_end() {
    [ -n "${pids[$1]:-}" ] || return 0
    for _ in {1..100}; do
        kill -0 "${pids[$1]}" 2>/dev/null || break
        sleep 0.1
    done
    stop "$1" KILL
    wait "${pids[$1]}" 2>/dev/null
}

finish() {
    local code=$? name
    trap '' INT TERM HUP EXIT
    # The stations first (the hub ends its own broker), then what they talk through.
    for name in check GR-WK1 GR-ED1 hub; do stop "$name" TERM; done
    for name in check GR-WK1 GR-ED1 hub; do await_end "$name"; done
    for name in relay air; do stop "$name" TERM && await_end "$name"; done
    [ -z "$terminal" ] || stty "$terminal"
    rm -rf "$scratch"
    exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

[ -n "$data" ] || data=$scratch/data
mkdir -p "$data/log" && data=$(cd "$data" && pwd) || unavailable "Cannot write in $data."
chmod 700 "$data"

# start NAME PROGRAM ARGUMENT...: in the background; what it says goes to its log.
start() {
    spawn "$@" >>"$data/log/$1.log" 2>&1
}

# spawn NAME PROGRAM ARGUMENT...: out of reach of Ctrl-C, which is for this script; and gone when this script is gone,
# even if it is killed without warning.
spawn() {
    local name=$1
    shift
    setsid -- setpriv --pdeathsig TERM -- "$@" <"${input:-/dev/null}" 8>&- 9>&- &
    pids[$name]=$!
}

# until_true SECONDS WHAT COMMAND...
until_true() {
    local limit=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        if [ $SECONDS -ge $limit ] || ! all_running; then
            echo "$what. The last lines of $data/log:" >&2
            tail -n 5 "$data"/log/*.log >&2
            exit 1
        fi
        sleep 0.1
    done
}

all_running() {
    local name
    for name in "${!pids[@]}"; do
        kill -0 "${pids[$name]}" 2>/dev/null || { echo "$name stopped." >&2 && return 1; }
    done
}

says_ready() { grep -q '^ready ' "$data/log/$1.log" 2>/dev/null; }

# is_ready PORT: GET /readyz answers 200.
is_ready() {
    local line=''
    {
        printf 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&7
        read -r -t 2 line <&7
    } 2>/dev/null 7<>"/dev/tcp/127.0.0.1/$1"
    [[ $line == *" 200 "* ]]
}

# ---- the network ----

# enrol NUMBER ID NAME GEMEENTE RD ADDRESS: as a technician does it, once per station.
enrol() {
    [ -e "$data/$2.key" ] || "$noodlink" station new --number "$1" --id "$2" --name "$3" --gemeente "$4" --rd "$5" \
        --address "$6" --contact "portofoon kanaal $1" --stations "$data/stations.json" \
        --key "$data/$2.key" --password-file "$data/$2.password" >>"$data/log/enrol.log" || exit 1
}

start_node() {
    local number=$1 id=$2 name=$3 gemeente=$4 rd=$5 address=$6 port=$7 radio=$8
    start "$id" "$node_program" --Urls="http://127.0.0.1:$port" \
        --Station:Number="$number" --Station:Id="$id" --Station:Name="$name" --Station:Gemeente="$gemeente" \
        --Station:Rd="$rd" --Station:Address="$address" --Station:Contact="portofoon kanaal $number" \
        --Station:DataDirectory="$data/$id" --Station:KeyFile="$data/$id.key" --Station:HubNumber=1 \
        --Places:File="$data/gazetteer.db" \
        --Mqtt:Port="$lan_port" --Mqtt:PasswordFile="$data/$id.password" --Radio:Modem="kiss:$data/air/radio$radio"
}

start_hub() {
    start hub "$hub_program" --Urls="http://127.0.0.1:$hub_port" \
        --Station:Number=1 --Station:Id=GR-CWK --Station:Name="Brandweerkazerne Zuidhorn" \
        --Station:Gemeente=Westerkwartier --Station:Rd=222900,583100 --Station:Contact="portofoon kanaal 1" \
        --Station:DataDirectory="$data/GR-CWK" --Hub:StationsFile="$data/stations.json" \
        --Broker:Port="$broker_port" --Radio:Modem="kiss:$data/air/radio0"
    until_true 30 "The hub does not start" is_ready "$hub_port"
}

# The lines that steer LAN and air go through two pipes that this script holds open.
mkdir -p "$data/air" && rm -f "$data"/air/* "$data"/log/{air,relay}.log
mkfifo "$data/air/control" "$data/air/lan" || exit 1
exec 8<>"$data/air/control" 9<>"$data/air/lan"

wk1=(11 GR-WK1 "Dorpshuis De Proef" Westerkwartier 222500,583400 "Proefstraat 1, Zuidhorn")
ed1=(21 GR-ED1 "Wijkcentrum De Oefening" Eemsdelta 257800,594300 "Oefenpad 1, Delfzijl")
enrol "${wk1[@]}"
enrol "${ed1[@]}"

# The places that both noodsteunpunten know: invented streets in real villages.
places=deploy/examples/places
"$noodlink" gazetteer import --out "$data/gazetteer.db" --bag $places/bag.csv --spots $places/spots.csv \
    --nwb $places/nwb-wegvakken.csv $places/nwb-hectopunten.csv >"$data/log/gazetteer.log" 2>&1 ||
    { cat "$data/log/gazetteer.log" >&2 && exit 1; }

echo "Starting"
input=$data/air/control start air "$noodlink" air --ports 3 --modem kiss --dir "$data/air"
input=$data/air/lan start relay "$noodlink" relay --listen 0 --to "127.0.0.1:$broker_port"
until_true 20 "The simulated radio does not start" says_ready air
until_true 20 "The simulated LAN does not start" says_ready relay
lan_port=$(sed -n 's/^ready .*://p' "$data/log/relay.log")
start_hub
start_node "${wk1[@]}" "$wk1_port" 1
start_node "${ed1[@]}" "$ed1_port" 2
until_true 30 "GR-WK1 does not start" is_ready "$wk1_port"
until_true 30 "GR-ED1 does not start" is_ready "$ed1_port"

if [ -n "$check" ]; then
    spawn check "$noodlink" demo-check --wk1 "http://127.0.0.1:$wk1_port" \
        --ed1 "http://127.0.0.1:$ed1_port" --hub "http://127.0.0.1:$hub_port" --lan "$data/air/lan" \
        --spool "$data/GR-CWK/meldkamer" --examples deploy/examples
    wait "${pids[check]}"
    exit
fi

# ---- keys ----

trap 'exit 0' INT
[ -z "$terminal" ] || stty -echo
cat <<TEXT

  Noodsteunpunt   GR-WK1   http://127.0.0.1:$wk1_port
  Noodsteunpunt   GR-ED1   http://127.0.0.1:$ed1_port
  Coördinatiepunt GR-CWK   http://127.0.0.1:$hub_port
  For the meldkamer        $data/GR-CWK/meldkamer
  Logs                     $data/log

  Try: send a noodmelding at GR-WK1 and watch it at GR-CWK; open it there, say who was spoken to, and watch GR-WK1.
       Press l and send another: after a few seconds it takes the radio. Press h while it is under way: nothing is lost.
       $noodlink send --url http://127.0.0.1:$wk1_port --file deploy/examples/03-ventilator.json

  Keys: l LAN off/on   r radio loss up/down   h kill -9 the hub and restart it   q quit
TEXT

lan=on loss=0
on_key() {
    case $1 in
        l)
            if [ $lan = on ]; then
                lan=off
                echo hang >&9
                echo "LAN off: connections hang, nothing is closed. The stations notice within 15 seconds."
            else
                lan=on
                echo resume >&9
                echo "LAN on."
            fi
            ;;
        r)
            case $loss in 0) loss=0.3 ;; 0.3) loss=0.6 ;; *) loss=0 ;; esac
            echo "loss $loss" >&8
            echo "Radio: each receiver misses a frame with chance $loss."
            ;;
        h)
            kill -KILL "${pids[hub]}" 2>/dev/null
            wait "${pids[hub]}" 2>/dev/null
            echo "Hub killed. Restarting it."
            start_hub
            echo "Hub is back."
            ;;
        q) exit 0 ;;
    esac
}

while all_running; do
    key=''
    read -rsn1 -t 1 key
    case $? in
        0) on_key "$key" ;;
        1) # No terminal, or its end: then signals are the way to stop.
            exec </dev/null
            while all_running; do sleep 1 & wait $!; done
            ;;
    esac
done
echo "The last lines of $data/log:" >&2
tail -n 5 "$data"/log/*.log >&2
exit 1
