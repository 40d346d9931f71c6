# For benchmarks/run: what is measured, started over what was seeded.

# ---- servers: each line starts its own, over copies of its own ----

declare -A url token pid
children=()
stop_all() {
  [ ${#children[@]} = 0 ] || kill "${children[@]}" 2>/dev/null || true
  wait
  rm -rf "$work/data"
}
await() { # log, text, process
  until grep -q "$2" "$1" 2>/dev/null; do
    kill -0 "$3" 2>/dev/null || { cat "$1" "$1.err" >&2; return 1; }
    sleep 0.005
  done
}
launch() { # name, text before the address, program and arguments
  local name=$1 text=$2
  shift 2
  mkdir -p "$work/data"
  : >"$work/$name.log" # else the text may be found in that of the line before
  "$@" >>"$work/$name.log" 2>"$work/$name.log.err" </dev/null &
  pid[$name]=$!
  children+=($!)
  await "$work/$name.log" "^$text" $!
  url[$name]=$(sed -n "s/^$text *//p" "$work/$name.log")
}
kundbok() { # name, directory [, connection string]: over a copy, or over the database
  mkdir -p "$work/data"
  [ -d "$work/data/$1" ] || cp -r --reflink=auto "$2" "$work/data/$1"
  local place=(--data "$work/data/$1" ${3:+--database "$3"})
  token[$1]=$("$bin/server/Kundbok.Server" token --merchant 1 "${place[@]}")
  [ -n "${3:-}" ] || token[$1.small]=$("$bin/server/Kundbok.Server" token --merchant 2 "${place[@]}")
  launch "$1" "Kundbok listens on" "$bin/server/Kundbok.Server" "${place[@]}" --urls http://127.0.0.1:0
  url[$1.small]=${url[$1]}
}
textbook() {
  mkdir -p "$work/data"
  [ -f "$work/data/textbook.db" ] || cp --reflink=auto "$cache/textbook-$customers.db" "$work/data/textbook.db"
  launch textbook "Now listening on:" "$bin/textbook/Kundbok.Textbook" "$work/data/textbook.db"
  token[textbook]=$(grep '^eyJ' "$work/textbook.log")
}
stop() { kill "${pid[$1]}" && wait "${pid[$1]}" || true; }
answer() { curl -sS --fail-with-body -H "Authorization: Bearer ${token[$1]}" "${url[$1]}$2" "${@:3}"; } # server, path, curl's arguments
record() { answer "$1" "$2" -D "$work/$3.headers" -o "$work/$3.body" && sed -i 's/\r$//' "$work/$3.headers"; }
ceiling() { # after kundbok large and sample: with what that answers
  record large "/customers/$(cat "$work/large/one.id")" one
  record large "/customers?limit=100&after=$(head -n 1 "$work/large/cursors")" page
  launch ceiling "Now listening on:" "$bin/ceiling/Kundbok.Ceiling" "$work"
  token[ceiling]=${token[large]} # it asks for none; the request is the same
}
sample() { # server: draws what requests are made of into a directory of its name
  mkdir -p "$work/$1"
  "$bin/measure/Kundbok.Measure" samples "${url[$1]}" "${token[$1]}" "$samples" "$work/$1" >"$work/$1/said"
}
rss() { awk "/^$2:/ { print \$2 / 1024 }" "/proc/${pid[$1]}/status"; } # server, VmRSS or RssAnon, in MiB

# ---- PostgreSQL and the peer ----

as_postgres=() # PostgreSQL does not run as root
[ "$(id -u)" != 0 ] || as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
find_postgres() {
  local found
  found=$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1)
  [ -n "$found" ] && command -v pgbench >/dev/null || { row "| 9. PostgreSQL | not measured: PostgreSQL 15 or newer with pgbench is not installed | | | | |"; return 1; }
  pg=$(dirname "$(readlink -f "$found")")
}
sql() { # database, statements
  local database=$1 statement
  shift
  for statement in "$@"; do "${as_postgres[@]}" env PGOPTIONS="-c client_min_messages=warning" psql -XqAt -v ON_ERROR_STOP=1 -h "$cache/pg" -p 5432 -U postgres -d "$database" -c "$statement"; done
}
pg_start() { # within a line, that stops it
  mkdir -p "$cache/pg"
  [ "$(id -u)" != 0 ] || chown postgres "$cache/pg"
  if [ ! -d "$cache/pg/data" ]; then
    "${as_postgres[@]}" "$pg/initdb" -D "$cache/pg/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --data-checksums >/dev/null
    { cat "$here/../deploy/postgresql.conf"; printf '%s\n' "shared_buffers = 1GB" "listen_addresses = ''"; } | "${as_postgres[@]}" tee -a "$cache/pg/data/postgresql.conf" >/dev/null
  fi
  "${as_postgres[@]}" "$pg/postgres" -D "$cache/pg/data" -k "$cache/pg" -p 5432 >"$work/pg.log" 2>&1 </dev/null &
  children+=($!)
  until sql postgres "SELECT 1" >/dev/null 2>&1; do kill -0 $! || { cat "$work/pg.log" >&2; return 1; }; sleep 0.1; done
}
has_peer() { [ -d "$peer/node_modules/directus" ] && [ -n "${pg:-}" ]; }
peer_server() { # Directus over PostgreSQL
  if [ ! -d "$peer/node_modules/directus" ]; then say "The peer is not installed; see README.md. Its lines are left out."; return 0; fi
  find_postgres >/dev/null || return 0
  pg_start
  sql postgres "DROP DATABASE IF EXISTS peer_run" "CREATE DATABASE peer_run TEMPLATE peer_$customers STRATEGY FILE_COPY"
  peer_launch peer_run
}
peer_launch() { # database
  local port
  port=$(shuf -i 20000-30000 -n 1)
  token[peer]=
  (
    cd "$peer"
    peer_environment "$1" "$port"
    exec node_modules/.bin/directus start
  ) >"$work/peer.log" 2>"$work/peer.log.err" </dev/null &
  children+=($!)
  url[peer]=http://127.0.0.1:$port
  until curl -sf "${url[peer]}/server/ping" >/dev/null; do kill -0 $! || { cat "$work/peer.log" "$work/peer.log.err" >&2; return 1; }; sleep 0.2; done
  token[peer]=$(curl -sS --fail-with-body "${url[peer]}/auth/login" --json '{"email":"admin@example.com","password":"measured"}' | jq -r .data.access_token)
}
peer_environment() { # database, port
  export DB_CLIENT=pg DB_HOST=$cache/pg DB_PORT=5432 DB_USER=postgres DB_PASSWORD=none DB_DATABASE=$1 DB_POOL__MAX=32 HOST=127.0.0.1 PORT=$2 SECRET=measured
  export ADMIN_EMAIL=admin@example.com ADMIN_PASSWORD=measured ACCESS_TOKEN_TTL=1d PRESSURE_LIMITER_ENABLED=false RATE_LIMITER_ENABLED=false
  export LOG_LEVEL=warn TELEMETRY=false NODE_ENV=production CACHE_ENABLED=false
}

# ---- made once, and found again ----

publish() {
  local project
  for project in src/Kundbok.Server:server benchmarks/Kundbok.Ceiling:ceiling benchmarks/Kundbok.Textbook:textbook benchmarks/Kundbok.Measure:measure benchmarks/Kundbok.Seed:seed benchmarks/portal/Kundbok.PortalBench:portal; do
    rm -rf "${bin:?}/${project#*:}"
    dotnet publish "$here/../${project%:*}" -c Release -o "$bin/${project#*:}" -v q -clp:NoSummary >&2
  done
  cp "$bin/server/Kundbok.Server.runtimeconfig.json" "$bin/ceiling/Kundbok.Ceiling.runtimeconfig.json" # the same settings of the garbage collector
}
register_of() { echo "$cache/register-$1-$version"; }
first_start() { # options: makes the secret file
  launch first "Merchant 1 has the user" "$bin/server/Kundbok.Server" "$@" --urls http://127.0.0.1:0
  stop first
}
seed() { # customers
  local place
  place=$(register_of "$1")
  [ ! -d "$place" ] || return 0
  say "Seeding a register of $1 customers."
  rm -rf "$place.part"
  "$bin/seed/Kundbok.Seed" --data "$place.part" --customers "$1" --merchant 1 2> >(tail -n 1 >&2)
  "$bin/seed/Kundbok.Seed" --data "$place.part" --customers 1000 --merchant 2 2>/dev/null
  (
    trap stop_all EXIT
    first_start --data "$place.part"
  )
  mv "$place.part" "$place"
}
seed_textbook() {
  local place=$cache/textbook-$customers.db
  [ ! -f "$place" ] || return 0
  say "Filling the textbook's database."
  (
    trap stop_all EXIT
    kundbok large "$register"
    rm -f "$place.part"*
    "$bin/textbook/Kundbok.Textbook" "$place.part" "${url[large]}" "${token[large]}"
    mv "$place.part" "$place"
  )
}
seed_postgres() {
  find_postgres >/dev/null || return 0
  local name=kundbok_${customers}_$version secret=$cache/pg/secret-$customers-$version
  [ ! -d "$secret" ] || return 0
  say "Seeding PostgreSQL."
  (
    trap stop_all EXIT
    pg_start
    sql postgres "DROP DATABASE IF EXISTS $name" "CREATE DATABASE $name TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
    "$bin/seed/Kundbok.Seed" --data "Host=$cache/pg;Username=postgres;Database=$name" --customers "$customers" --merchant 1 2> >(tail -n 1 >&2)
    sql "$name" "VACUUM ANALYZE" "CHECKPOINT"
    mkdir -p "$work/data/first"
    first_start --data "$work/data/first" --database "Host=$cache/pg;Username=postgres;Database=$name"
    cp -r "$work/data/first" "$secret"
  )
}
seed_peer() {
  [ -d "$peer/node_modules/directus" ] && find_postgres >/dev/null || return 0
  [ ! -f "$cache/pg/peer-$customers" ] || return 0
  say "Filling the peer's database."
  (
    trap stop_all EXIT
    kundbok large "$register"
    pg_start
    sql postgres "DROP DATABASE IF EXISTS peer_$customers" "CREATE DATABASE peer_$customers TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
    local columns texts
    texts=$(answer large "$page" | jq -r '.[0] | to_entries | map(select((.value | type) == "string" and .key != "date") | "\"\(.key)\"") | join(", ")')
    columns=$(answer large "$page" | jq -r '.[0] | to_entries | map("\"\(.key)\" " + (if .key == "mexcParamvaluesetsid" then "bigserial PRIMARY KEY" elif .key == "date" then "timestamptz" elif (.value | type) == "number" then "bigint" else "text" end)) | join(", ")')
    sql "peer_$customers" "CREATE TABLE customers ($columns)"
    answer large /customers/export/csv | sql "peer_$customers" "\\copy customers FROM STDIN WITH (FORMAT csv, HEADER, FORCE_NOT_NULL ($texts))" || return 1
    sql "peer_$customers" "SELECT setval('\"customers_mexcParamvaluesetsid_seq\"', max(\"mexcParamvaluesetsid\")) FROM customers" "VACUUM ANALYZE" >/dev/null
    (cd "$peer" && peer_environment "peer_$customers" 1 && node_modules/.bin/directus bootstrap) >&2
    peer_launch "peer_$customers"
    curl -sS --fail-with-body -H "Authorization: Bearer ${token[peer]}" "${url[peer]}/collections/customers" -X PATCH --json '{"meta":{"hidden":false}}' >"$work/tracked"
    answer peer "/items/customers/1" -o /dev/null
    touch "$cache/pg/peer-$customers"
  )
}
