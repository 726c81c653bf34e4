# Sourced by submit.sh: what convoy-run plans to do in the job of each size, and whether that fits.
# shellcheck disable=SC2154  # nodes, site, bin, array are of submit.sh and site.sh

declare -A plan_sections plan_estimate

# plan_read SIZE: what convoy-run would refuse in the job it refuses here. An element of an array is one round.
plan_read() {
    local code=0 plan words=("$study" --dry-run --nodes "$1" "${run_options[@]}")
    [ -z "$array" ] || words+=(--round 1)
    plan=$("$bin/convoy-run" "${words[@]}") || code=$?
    [ "$code" -lt 126 ] || # of the shell and the loader: a library of a module that is not loaded, say
        fail "$bin/convoy-run cannot be run here, code $code; what it needs stands behind modules in site.conf"
    [ "$code" = 0 ] || exit "$code"
    plan_sections[$1]=$(sed -nE 's/^section +([^:]*): [1-9][0-9]* variants?:.*/\1/p' <<<"$plan" | paste -sd ,)
    plan_estimate[$1]=$(sed -nE 's/^estimate +about (.*), from .*/\1/p' <<<"$plan")
}

# "26.6 s", "3 min 20 s" or "2 h 5 min" in whole seconds, rounded up.
plan_seconds() {
    awk '{ for (i = 1; i < NF; i += 2) s += $i * ($(i + 1) == "h" ? 3600 : $(i + 1) == "min" ? 60 : 1) }
        END { print int(s) + (s > int(s)) }' <<<"$1"
}

# What sbatch --time takes, in seconds: M, M:S, H:M:S, D-H, D-H:M, D-H:M:S.
plan_limit_s() {
    awk '{ days = 0; rest = $0; dashed = split($0, part, "-") > 1
        if (dashed) { days = part[1]; rest = part[2] }
        n = split(rest, f, ":")
        if (dashed) s = f[1] * 3600 + f[2] * 60 + f[3]
        else if (n == 3) s = f[1] * 3600 + f[2] * 60 + f[3]
        else s = f[1] * 60 + f[2]
        print days * 86400 + s }' <<<"$1"
}

# " 4 starts ..." if the job of $1 nodes takes longer than it may; nothing if it does not.
plan_too_long() {
    local need each starts
    need=$(plan_seconds "${plan_estimate[$1]}")
    each=$(($(plan_limit_s "${site[time]}") - site[warning_s]))
    [ "$need" -gt "$each" ] || return 0
    starts=$(((need + each - 1) / each))
    printf 'that is longer than time = %s: about %s starts, ' "${site[time]}" "$starts"
    if [ "$starts" -gt $((site[requeues] + 1)) ]; then
        printf 'more than requeues = %s allow; raise one of them in site.conf' "${site[requeues]}"
    else
        printf 'it requeues itself'
    fi
}

# plan_words SIZE: for the line that says that the job is submitted.
plan_words() {
    local long
    [ -n "${plan_estimate[$1]-}" ] || return 0
    long=$(plan_too_long "$1")
    printf ', %s%s if its nodes are like this one%s; sections %s' "${array:+each }about " "${plan_estimate[$1]}" \
        "${long:+ ($long)}" "${plan_sections[$1]}"
}

# One node runs sections that several nodes do not.
plan_remark() {
    local size some=''
    for size in "${nodes[@]}"; do [ "$size" = 1 ] || some=${plan_sections[$size]-}; done
    [ -n "$some" ] && [ -n "${plan_sections[1]-}" ] && [ "${plan_sections[1]}" != "$some" ] || return 0
    printf 'one node runs all sections, several nodes only those whose workers grow with the nodes; '
    printf 'to have just these everywhere: -- --only %s\n' "$some"
}

# Nodes of the partition that jobs go to; nothing where sinfo does not say, or more than one partition may be meant.
plan_nodes_there() {
    local partition=${site[partition]:-${SBATCH_PARTITION-}}
    [[ $partition != *,* && -z ${SLURM_CLUSTERS-}${SBATCH_CLUSTERS-} ]] || return 0
    [[ ! " ${site[sbatch_options]}" =~ \ (-p|-M|--part|--clu|--res) ]] || return 0
    sinfo -a -h -o '%P %D' 2>/dev/null | awk -v wanted="$partition" '
        { name = $1; standard = sub(/[*]$/, "", name) }
        wanted == "" ? standard : name == wanted { count += $2 }
        END { if (count) print count }' || true
}

# Slurm takes jobs that are larger than their partition, and holds them for ever. Without a name for the partition the
# site may choose another one than its default: then it is only said.
plan_check_nodes() {
    local size there
    there=$(plan_nodes_there)
    for size in ${there:+"${nodes[@]}"}; do
        [ "$size" -gt "$there" ] || continue
        [ -z "${site[partition]}" ] ||
            refuse "--nodes: $size, but partition ${site[partition]} has $there: the job would wait for ever"
        say "the default partition has $there nodes: the job of $size may wait for ever"
    done
}
