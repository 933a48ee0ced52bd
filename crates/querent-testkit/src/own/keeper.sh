# Runs a server for as long as anybody holds a lease of it, and clears up behind it.
#
# Arguments: the server's folder, the folder of its data, what becomes of the data, the folder that new data are copied
# from, how many seconds the server outlives its last lease, and the server's command line.
# The data are to `keep`, to `drop` with the server, or with the `end` of its last lease: then a killed server leaves them.
# Standard input is a lock on the data, which the server inherits; what is said goes to the server's log.

unset KEEPER
folder=$1 home=$2 fate=$3 new_data=$4 grace=$5
shift 5
data=$home/data

# Waits until nobody holds a lease; whether anybody has taken one since the last call.
visited() {
    [ -n "$(cat <&4)" ]
}

# Lets nobody in any more, unless somebody has just come in.
closed() {
    mv lease closed
    if visited; then
        mv closed lease
        return 1
    fi
}

watch() {
    # Opened for reading alone it would wait for the first lease, and who is to take that may have died.
    exec 5<>lease 4<lease 5>&-
    sleep "$grace"
    while visited || ! closed; do
        sleep "$grace"
    done
    # Until it has ended: a server that has just been started does not hear the first time.
    while kill -INT "$1"; do
        sleep 1
    done
}

clear() {
    if [ "$fate" = drop ] || [ "$fate" = end ] && [ -e closed ]; then
        rm -rf "$data"
    fi
    rm -rf lease closed .s.PGSQL.*
}

cd "$folder" || exit
clear
if [ ! -d "$data" ]; then
    rm -rf "$home/new"
    cp -R "$new_data" "$home/new" && mv "$home/new" "$data" || exit
fi
mkfifo -m 600 lease || exit

# A command in the background has no standard input of the shell's.
exec 3<&0
{
    "$@" <&3 &
    server=$!
    watch "$server" 3<&- &
    watcher=$!
    # However it ends: who comes next starts a new one.
    wait "$server"
    kill "$watcher" 2>/dev/null
    clear
    rmdir "$home" 2>/dev/null
} &
