# Sourced: environment modules. The command `module` is a function of the login shell, which a script need not have.

modules_find() {
    local init
    for init in "${LMOD_PKG:-/usr/share/lmod/lmod}/init/bash" "${MODULESHOME:-/usr/share/modules}/init/bash" \
        /etc/profile.d/lmod.sh /etc/profile.d/modules.sh; do
        # shellcheck disable=SC1090  # the site's own
        [ ! -r "$init" ] || . "$init" || true
        ! command -v module >/dev/null || return 0
    done
    return 1
}

# modules_load "NAME...": their code is not written for strict mode.
modules_load() {
    local code=0 name
    [ -n "$1" ] || return 0
    set +eu
    command -v module >/dev/null || modules_find || code=1
    for name in $1; do
        [ "$code" != 0 ] || module load "$name" || code=1
    done
    set -eu
    return "$code"
}
