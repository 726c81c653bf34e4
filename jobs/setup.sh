# Sourced by jobs/workstation.sh and tests/run.sh: makes sure that what Convoy is built from is there. Asks
# nothing; installs with apt where it may, otherwise prints the one line an administrator must run.

# Debian's and Ubuntu's names; what each is for stands in README.md.
SETUP_PACKAGES="gcc libc6-dev make cmake pkg-config git libopenmpi-dev openmpi-bin libhwloc-dev libgmp-dev
    libssl-dev libsqlite3-dev libcurl4-openssl-dev libgsl-dev libinih-dev libcjson-dev gnuplot-nox"

say() {
    printf '== %s\n' "$*"
}

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 4
}

# Names of other distributions' packages, for the message.
setup_names_elsewhere() {
    cat >&2 <<'TEXT'
Install a C compiler, CMake >= 3.20, pkg-config and these libraries with their headers:
  Fedora, RHEL:  openmpi-devel hwloc-devel gmp-devel openssl-devel sqlite-devel libcurl-devel gsl-devel inih-devel cjson-devel libcmocka-devel gnuplot
  openSUSE:      openmpi4-devel hwloc-devel gmp-devel libopenssl-devel sqlite3-devel libcurl-devel gsl-devel inih-devel cJSON-devel libcmocka-devel gnuplot
  Arch:          openmpi hwloc gmp openssl sqlite curl gsl libinih cjson cmocka gnuplot
  Spack:         openmpi hwloc gmp openssl sqlite curl gsl inih cjson cmocka gnuplot
Only MPI, OpenMP and hwloc are required to measure; configuring says what is off without the others.
TEXT
}

setup_missing() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
    done
}

# What a build without packages needs at least; true if it is there.
setup_tools_present() {
    command -v cmake >/dev/null && command -v pkg-config >/dev/null && command -v mpicc >/dev/null &&
        pkg-config --exists 'hwloc >= 2'
}

# setup_install PACKAGE...: installs those that are missing.
setup_install() {
    local missing
    if ! command -v apt-get >/dev/null; then
        setup_tools_present && return 0
        setup_names_elsewhere
        fail "this is no Debian or Ubuntu and something is missing; see above"
    fi
    missing=$(setup_missing "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        printf 'An administrator must run:\n  apt-get update && apt-get install -y --no-install-recommends %s\n' "$missing" >&2
        setup_tools_present || fail "packages are missing; see above"
        say "going on without them: what needs them will be off"
        return 0
    fi
    say "installing $missing"
    DEBIAN_FRONTEND=noninteractive apt-get update -qq || fail "apt-get update failed"
    # shellcheck disable=SC2086  # a list of words
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        fail "apt-get install failed"
}

# setup_build PRESET: configures and builds; the log is shown only if something went wrong.
setup_build() {
    local preset=$1 log
    log=build/$preset.log
    mkdir -p build
    say "configuring and building build/$preset (log: $log)"
    if ! cmake --preset "$preset" >"$log" 2>&1; then
        cat "$log" >&2
        fail "configuring failed"
    fi
    sed -n '/^-- Not built/,/^$/p' "$log"
    if ! cmake --build --preset "$preset" >>"$log" 2>&1; then
        grep -E -A4 'error|Error' "$log" >&2 || tail -n 30 "$log" >&2
        fail "building failed"
    fi
}
