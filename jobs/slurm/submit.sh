#!/usr/bin/env bash
# From a clone on a cluster's login node to scaling curves over nodes: a job per node count and one for the report.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: jobs/slurm/submit.sh --nodes LIST [OPTION]... [-- OPTION-OF-CONVOY-RUN...]
Submit a job for every node count, in random order, and one for the report when all have ended.

  --nodes LIST    node counts: 1,2,4,8
  --study NAME    a name from jobs/studies or a path (default: strong)
  --array N       every size as an array of N jobs, each of which is one launch of everything
  --launches N    launches within each job, instead of the study's
  --results DIR   folder of the results (default: results/NAME-TIME); one that is there already is gone on with,
                  when jobs of the same size into it have ended
  --site FILE     what must be known of the cluster (default: site.conf beside this script, if there is one)
  --seed N        of the order of submission, and of the study
  --dry-run       show what would be submitted; needs no Slurm

Options behind -- go to convoy-run: -- --quick --only strong
Beside each job stand the sections that it runs and how long they take on nodes like the one you are on. On one node
all sections run, on several those whose workers grow with the nodes.
TEXT
}

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=jobs/slurm/site.sh
. "$here/site.sh"
# shellcheck source=jobs/slurm/modules.sh
. "$here/modules.sh"
# shellcheck source=jobs/slurm/plan.sh
. "$here/plan.sh"
# shellcheck source=jobs/setup.sh
. "$here/../setup.sh"

nodes=() study=strong array='' results='' seed='' dry_run='' site_file='' run_options=()

take_nodes() {
    local word
    IFS=, read -ra nodes <<<"$1"
    for word in "${nodes[@]}"; do
        [[ $word =~ ^[1-9][0-9]{0,5}$ ]] || refuse "--nodes: '$word' in '$1' is no number of nodes"
    done
    [ "${#nodes[@]}" -gt 0 ] || refuse "--nodes: an empty list"
    word=$(printf '%s\n' "${nodes[@]}" | sort | uniq -d | head -n 1)
    [ -z "$word" ] || refuse "--nodes: $word is there twice: two jobs would be one run"
}

take_count() {
    [[ $2 =~ ^[1-9][0-9]{0,5}$ ]] || refuse "$1: '$2' is not a whole number from 1"
}

take_options() {
    while [ $# -gt 0 ]; do
        case $1 in
        --help | -h) usage && exit 0 ;;
        --dry-run) dry_run=yes && shift && continue ;;
        --) shift && run_options+=("$@") && return ;;
        --nodes | --study | --array | --launches | --results | --site | --seed) ;;
        *) refuse "unknown option $1; --help shows all" ;;
        esac
        [ $# -gt 1 ] || refuse "$1 needs a value"
        case $1 in
        --nodes) take_nodes "$2" ;;
        --study) study=$2 ;;
        --array) take_count "$1" "$2" && array=$2 && run_options+=(--launches "$2") ;;
        --launches) take_count "$1" "$2" && run_options+=(--launches "$2") ;;
        --results) results=$2 ;;
        --site) site_file=$2 ;;
        --seed) take_count "$1" "$2" && seed=$2 && run_options+=(--seed "$2") ;;
        esac
        shift 2
    done
    [ "${#nodes[@]}" -gt 0 ] || refuse "--nodes is needed; --help shows all"
}

# What was not said: study as a whole path, folder of the results.
complete_options() {
    case $study in
    */* | *.study) [ -r "$study" ] || refuse "--study: $study cannot be read" && study=$(realpath -- "$study") ;;
    esac
    [ -n "$results" ] || results=${site[results]:-$home/results}/$(basename -- "$study" .study)-$(date -u +%Y%m%dT%H%M%SZ)
    results=$(realpath -m -- "$results")
}

# Building needs them, and so may running, which plans the jobs.
load_modules() {
    [ -n "${site[modules]}" ] && ! modules_load "${site[modules]}" || return 0
    [ -n "$dry_run" ] || refuse "$site_file: modules = ${site[modules]} cannot be loaded"
    tell "modules = ${site[modules]} cannot be loaded here"
}

# Where programs are. In the clone they are built if they are not there; installed, they are in PREFIX/bin.
find_programs() {
    home=$(cd -- "$here/../.." && pwd)
    bin=$(realpath -ms -- "${CONVOY_BIN:-$home/build/release/bin}")
    [ -z "${CONVOY_BIN-}" ] || [ -x "$bin/convoy-run" ] || refuse "CONVOY_BIN: no convoy-run in $CONVOY_BIN"
    if [ ! -f "$home/CMakeLists.txt" ]; then
        bin=$(cd -- "$here/../../../../bin" && pwd)
        home=$PWD
    elif [ -z "$dry_run" ] && [ ! -x "$bin/convoy-run" ]; then
        build_programs
    fi
}

build_programs() {
    setup_tools_present || { setup_names_elsewhere && fail "a compiler, CMake, MPI or hwloc is missing: see above"; }
    cd -- "$home"
    setup_build release
    cd -- "$OLDPWD"
    [ -x "$bin/convoy-run" ] || fail "convoy-run was not built: libinih is missing"
    [ -x "$bin/convoy-report" ] || say "convoy-report was not built (libgsl or libcjson is missing): no report"
}

# `made` says that nobody had it before.
make_results() {
    local why
    made=
    [ -e "$results" ] || made=yes
    why=$(mkdir -p -- "$results" 2>&1) || fail "--results: ${why#mkdir: }"
    [ -w "$results" ] || fail "--results: $results cannot be written"
}

# Random order: a size is not always the one that meets a quiet cluster.
shuffled_nodes() {
    printf '%s\n' "${nodes[@]}" |
        awk -v seed="${seed:-$RANDOM}" 'BEGIN { srand(seed) } { print rand() "\t" $0 }' | sort -g | cut -f 2
}

# What all jobs share: options of sbatch in `common`, of our scripts in `modules`.
common_options() {
    local key more
    modules=()
    [ -z "${site[modules]}" ] || modules=(--modules "${site[modules]}" --modules-sh "$here/modules.sh")
    common=(--parsable)
    for key in partition account qos; do
        [ -z "${site[$key]}" ] || common+=("--$key=${site[$key]}")
    done
    [ "${site[mail]}" = none ] || common+=("--mail-user=${site[mail]}" "--mail-type=END,FAIL")
    read -ra more <<<"${site[sbatch_options]}"
    common+=("${more[@]}")
}

# The command that submits the job of $1 nodes, in `words`. One job at a time has its name, so that two of one size
# never write into the same run; elements of an array do not wait for each other. The site's own dependency goes first.
job_words() {
    words=(sbatch --dependency=singleton "${common[@]}" "--job-name=convoy-$1${results//\//.}" "--nodes=$1" "--time=${site[time]}"
        "--signal=B:USR1@${site[warning_s]}" --requeue --open-mode=append)
    [ -z "${site[constraint]}" ] || words+=("--constraint=${site[constraint]}")
    [ -z "${site[hint]}" ] || words+=("--hint=${site[hint]}")
    if [ "${site[exclusive]}" = yes ]; then
        words+=(--exclusive)
    else
        words+=(--ntasks-per-node=1 "--cpus-per-task=${site[cpus_per_node]}")
    fi
    if [ -n "$array" ]; then
        words+=("--array=1-$array" "--output=$results/job-%A-%a.log")
    else
        words+=("--output=$results/job-%j.log")
    fi
    words+=("$here/job.sh" --bin "$bin" --results "$results" --submit "$(submit_again)" --launcher "${site[launcher]}"
        --launcher-options "${site[launcher_options]}" --requeues "${site[requeues]}" "${modules[@]}"
        "$study" "${run_options[@]}")
}

# This command without what a job knows itself, for its last line.
submit_again() {
    local words=("$here/submit.sh")
    [ -z "$site_file" ] || words+=(--site "$(realpath -- "$site_file")")
    printf '%s%s' "${CONVOY_BIN:+CONVOY_BIN=$(printf %q "$CONVOY_BIN") }" "$(show "${words[@]}")"
}

report_words() {
    local time=60 # minutes, and never more than the partition surely takes
    [ "$(plan_limit_s "${site[time]}")" -ge 3600 ] || time=${site[time]}
    words=(sbatch "${common[@]}" --job-name=convoy-report --nodes=1 --ntasks=1 "--time=$time" "--output=$results/report-%j.log"
        "--dependency=afterany:$(IFS=: && echo "$*")" "$here/report.sh" --bin "$bin" --results "$results"
        --self "$here/report.sh" "${modules[@]}")
}

# Words as one would type them.
show() {
    local line
    line=$(printf '%q ' "$@")
    printf '%s\n' "${line% }"
}

# Submits `words`; the job's id in `id`.
submit() {
    local answer
    if [ -n "$dry_run" ]; then
        show "${words[@]}"
        id=ID-OF-$1
        return
    fi
    answer=$("${words[@]}") || {
        [ -n "${ids[*]}" ] || [ -z "$made" ] || rmdir -- "$results" 2>/dev/null || true
        fail "sbatch refused: $(show "${words[@]}")${ids[*]:+; to take back what was submitted before: scancel ${ids[*]}}"
    }
    id=${answer%%;*} # ID;CLUSTER where there are several
    [ -e "$results/jobs.csv" ] || printf 'job,nodes,elements\n' >"$results/jobs.csv"
    printf '%s,%s,%s\n' "$id" "$2" "${array:-1}" >>"$results/jobs.csv"
}

submit_all() {
    local size ids=() common=() modules=() words=() id remark
    common_options
    for size in $(shuffled_nodes); do
        job_words "$size"
        submit "convoy-$size" "$size"
        ids+=("$id")
        tell "job $id: $size node$([ "$size" = 1 ] || echo s)${array:+, $array launches}$(plan_words "$size")"
    done
    report_words "${ids[@]}"
    submit report report
    tell "job $id: the report, when all have ended"
    remark=$(plan_remark)
    [ -z "$remark" ] || tell "$remark"
    tell "report at any time: $(show "$here/report.sh" --bin "$bin" --results "$results" "${modules[@]}")"
}

# A comment among the commands of --dry-run.
tell() {
    if [ -n "$dry_run" ]; then printf '# %s\n' "$*"; else say "$@"; fi
}

take_options "$@"
if [ -n "$site_file" ] || [ -e "$here/site.conf" ]; then
    site_read "${site_file:=$here/site.conf}"
else
    site_defaults
fi
load_modules
find_programs
complete_options
if [ -x "$bin/convoy-run" ]; then
    for size in "${nodes[@]}"; do plan_read "$size"; done
fi
if [ -n "$dry_run" ]; then
    submit_all
    printf '\n# %s\n' "$here/job.sh"
    cat -- "$here/job.sh"
    exit 0
fi
command -v sbatch >/dev/null || fail "no sbatch here: is this a login node of a Slurm cluster? --dry-run needs none"
plan_check_nodes
make_results
submit_all
say "results: $results"
say "report:  $results/report/report.html (a job that never runs keeps it waiting: scancel that one)"
say "watch:   squeue --me; tail -f $results/job-*.log"
