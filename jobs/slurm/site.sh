# Sourced by submit.sh, with plan.sh: what site.conf may say. site_read FILE fills the array `site`.

# KEY|DEFAULT|PATTERN, an extended regular expression that the whole value must match. site.conf.example says what
# each is for.
SITE_KEYS='partition||[A-Za-z0-9_.,-]*
account||[A-Za-z0-9_.-]*
qos||[A-Za-z0-9_.-]*
constraint||[^[:space:]]*
modules||[A-Za-z0-9_.+/ -]*
launcher|auto|auto|mpirun|srun|/[^[:space:]]+
launcher_options||.*
exclusive|yes|yes|no
cpus_per_node||([1-9][0-9]*)?
hint||(nomultithread|multithread|compute_bound|memory_bound)?
time|60|[1-9][0-9]*|([0-9]+-)?[0-9]+(:[0-9]+){0,2}
warning_s|120|[1-9][0-9]*
requeues|3|[0-9]+
results||.*
mail|none|none|[^[:space:]]+@[^[:space:]]+
sbatch_options||.*'

declare -A site

# Everybody's mistake: code 2.
refuse() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}

site_defaults() {
    local key default
    while IFS='|' read -r key default _; do
        site[$key]=$default
    done <<<"$SITE_KEYS"
}

# The pattern of a key; nothing if there is no such key.
site_pattern() {
    local key pattern
    while IFS='|' read -r key _ pattern; do
        [ "$key" != "$1" ] || printf '^(%s)$' "$pattern"
    done <<<"$SITE_KEYS"
}

# site_set KEY VALUE PLACE: PLACE is FILE:LINE.
site_set() {
    local pattern
    pattern=$(site_pattern "$1")
    [ -n "$pattern" ] || refuse "$3: unknown key '$1'; known are: $(cut -d '|' -f 1 <<<"$SITE_KEYS" | paste -sd ' ')"
    [[ $2 =~ $pattern ]] || refuse "$3: $1 = '$2' is no value of that key; see site.conf.example"
    site[$1]=$2
}

site_read() {
    local line number=0 limit_s
    site_defaults
    [ -r "$1" ] && [ ! -d "$1" ] || refuse "--site: $1 is no file that can be read"
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        line=${line%"${line##*[![:space:]]}"} # blanks at the end
        [[ $line =~ ^[[:space:]]*(#.*)?$ ]] && continue
        [[ $line =~ ^[[:space:]]*([A-Za-z0-9_]+)[[:space:]]*=[[:space:]]*(.*)$ ]] ||
            refuse "$1:$number: '$line' is no KEY = VALUE"
        site_set "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "$1:$number"
    done <"$1"
    limit_s=$(plan_limit_s "${site[time]}")
    [ "$limit_s" -gt "${site[warning_s]}" ] ||
        refuse "$1: warning_s = ${site[warning_s]} is no less than time = ${site[time]}, which is $limit_s s"
    [ "${site[exclusive]}" = yes ] || [ -n "${site[cpus_per_node]}" ] ||
        refuse "$1: exclusive = no needs cpus_per_node: how much of a node is yours"
}
