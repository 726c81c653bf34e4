/* convoy-run: from a study file to a folder of samples. */
#include "check.h"
#include "child.h"
#include "clock.h"
#include "command.h"
#include "folder.h"
#include "hostfile.h"
#include "pin.h"
#include "places.h"
#include "progress.h"
#include "rollcall.h"
#include "run_options.h"
#include "runner.h"
#include "span.h"
#include "streams.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Everything one call of the program makes; freed in one place. */
struct session {
    struct run_options options;
    struct study *study;
    struct rounds *rounds;
    struct hostfile hosts; /* none: no file was given */
    struct launcher launcher;
    char *hosts_used, *hosts_first; /* written for the launcher */
    char *bin, *launcher_path, *path;
    struct folder *folder;
    struct progress *progress;
};

static void session_free(struct session *session) {
    progress_free(session->progress);
    folder_close(session->folder);
    free(session->path);
    free(session->hosts_first);
    free(session->hosts_used);
    free(session->launcher_path);
    free(session->bin);
    hostfile_free(&session->hosts);
    rounds_free(session->rounds);
    study_free(session->study);
    run_options_free(&session->options);
}

static bool study_open(struct session *session, struct fault *fault) {
    char *path = place_study(session->options.study, fault);
    session->study = path ? study_read(path, fault) : NULL;
    free(path);
    return session->study;
}

static bool rounds_open(struct session *session, struct fault *fault) {
    const char *hostfile = session->options.hostfile;
    if (hostfile && !hostfile_read(hostfile, &session->hosts, fault))
        return false;
    struct machine *machine = machine_open(fault);
    if (!machine)
        return false;
    struct machine_size size = {
        machine_cores(machine), machine_pus(machine),
        launcher_nodes(session->options.nodes, session->hosts.names.count, hostfile, fault)};
    machine_close(machine);
    if (!size.nodes)
        return false;
    launcher_keep_to_allocation(&size);
    session->rounds = rounds_make(session->study, size, &session->options.choices, fault);
    return session->rounds;
}

static bool launcher_find(struct session *session, struct fault *fault) {
    const struct run_options *options = &session->options;
    session->launcher_path = place_launcher(options->launcher, place_launcher_built, fault);
    if (!session->launcher_path)
        return false;
    session->launcher = (struct launcher){
        .kind = launcher_kind_of(session->launcher_path),
        .path = session->launcher_path,
        .hostfile = options->hostfile,
        .options = &options->launcher_options,
        .nodes = session->rounds->machine.nodes,
        .pus = session->rounds->machine.pus,
        .allocated = getenv("SLURM_JOB_ID") != NULL,
    };
    if (session->launcher.kind == LAUNCHER_SRUN && options->hostfile)
        return fault_user(fault, "--hostfile: srun takes the nodes of its allocation");
    return true;
}

/* Whether the nodes begin with another machine. */
static bool is_away(const struct session *session) {
    return session->hosts.names.count > 0 && !host_is_here(session->hosts.names.items[0]);
}

static bool programs_find(struct session *session, struct fault *fault) {
    session->bin = place_bin();
    if (!place_drivers_present(session->rounds, session->bin, fault))
        return false;
    if (!rounds_need_ranks(session->rounds) && !is_away(session))
        return true;
    return launcher_find(session, fault);
}

static bool folder_find(struct session *session, struct fault *fault) {
    const struct run_options *options = &session->options;
    session->path = options->run
                        ? must_format("%s/" FOLDER_RUNS "/%s", options->output, options->run)
                    : options->output ? must_strdup(options->output)
                    : options->resume ? place_results_last(session->study->name, fault)
                                      : place_results(session->study->name);
    if (!session->path)
        return false;
    session->folder = (options->resume ? folder_resume : folder_create)(
        session->path, session->rounds, &options->choices, fault);
    return session->folder;
}

/* Only the hosts that are used: mpirun starts a daemon on every one it is told of. */
static bool hosts_write(struct session *session, struct fault *fault) {
    const struct hostfile *hosts = &session->hosts;
    struct launcher *launcher = &session->launcher;
    if (launcher->path && launcher->nodes < hosts->names.count) {
        session->hosts_used = must_format("%s/" FOLDER_HOSTS, session->path);
        launcher->hostfile = session->hosts_used;
        if (!hostfile_write(hosts, 0, launcher->nodes, session->hosts_used, fault))
            return false;
    }
    if (launcher->path && is_away(session)) {
        session->hosts_first = must_format("%s/" FOLDER_HOSTS_FIRST, session->path);
        launcher->first = session->hosts_first;
        return hostfile_write(hosts, 0, 1, session->hosts_first, fault);
    }
    return true;
}

/* Width of the terminal, 0 if lines cannot be redrawn. */
static unsigned terminal_columns(void) {
    const char *term = getenv("TERM");
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || !term || strcmp(term, "dumb") == 0)
        return 0;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

static bool has_word(char **argv, const char *word, const char *letter) {
    for (; *argv; argv++)
        if (strncmp(*argv, word, strlen(word)) == 0 || (letter && strncmp(*argv, letter, 2) == 0))
            return true;
    return false;
}

/* The same command with --resume, and with -o if the folder had a default name. */
static char *resume_command(const struct session *session, int argc, char **argv) {
    char **words = must_alloc(((size_t)argc + 4) * sizeof *words);
    char **at = words;
    memcpy(words, argv, (size_t)argc * sizeof *words);
    at += argc;
    char option[] = "-o", resume[] = "--resume";
    if (!has_word(argv, "--out", "-o")) {
        *at++ = option;
        *at++ = session->path;
    }
    if (!has_word(argv, resume, NULL))
        *at = resume;
    char *text = command_text(words);
    free(words);
    return text;
}

static void print_end(const struct session *session, const struct runner *runner, double wall_s,
                      enum exit_code code) {
    static const char *const words[] = {[EXIT_DONE] = "done",
                                        [EXIT_WRONG_RESULT] = "done, with WRONG RESULTS",
                                        [EXIT_ENVIRONMENT] = "done, with FAILED launches",
                                        [EXIT_STOPPED] = "stopped"};
    printf("%s: %zu of %zu launches, %" PRIu64 " rows, %s, %s\n", words[code],
           runner_complete(runner), session->rounds->launch_count, folder_rows(session->folder),
           span_for_people(wall_s).text, session->path);
}

static enum exit_code session_run(struct session *session, int argc, char **argv,
                                  struct fault *fault) {
    struct runner runner = {
        .rounds = session->rounds,
        .folder = session->folder,
        .places = {session->bin, &session->launcher, session->path, session->options.resume},
        .hosts = &session->hosts,
        .progress = session->progress,
        .max_time_s = (double)session->options.max_time_ns * 1e-9,
    };
    const uint64_t begin_ns = clock_wall_ns();
    const enum exit_code code = runner_run(&runner, fault);
    if (fault->code != EXIT_DONE)
        return code;
    print_end(session, &runner, (double)(clock_wall_ns() - begin_ns) * 1e-9, code);
    if (code == EXIT_STOPPED) {
        char *command = resume_command(session, argc, argv);
        printf("go on with: %s\n", command);
        free(command);
    }
    return code;
}

static enum exit_code study_run(struct session *session, int argc, char **argv,
                                struct fault *fault) {
    if (!study_open(session, fault) || !rounds_open(session, fault))
        return fault->code;
    if (session->options.dry_run) {
        rounds_print(session->rounds, stdout);
        return EXIT_DONE;
    }
    if (!programs_find(session, fault))
        return fault->code;
    child_watch_signals();
    if (!rollcall_has_nodes(&session->launcher, fault) || !folder_find(session, fault) ||
        !hosts_write(session, fault))
        return fault->code;
    rounds_print_head(session->rounds, stdout);
    printf("results   %s\n\n", session->path);
    fflush(stdout);
    session->progress = progress_new(session->rounds, stdout, terminal_columns());
    return session_run(session, argc, argv, fault);
}

/* True if the user only wanted to be told something. */
static bool answer(const struct run_options *options) {
    if (options->help)
        cli_print_help(&run_cli, stdout);
    else if (options->help_study)
        study_print_keys(stdout);
    else if (options->version)
        printf("convoy-run %s\n", CONVOY_VERSION);
    else if (options->list)
        place_print_studies(stdout);
    else
        return false;
    return true;
}

int main(int argc, char **argv) {
    streams_hold();
    if (cli_manual(&run_cli, CONVOY_VERSION, argc, argv))
        return EXIT_DONE;
    struct session session = {0};
    struct fault fault = {0};
    enum exit_code code = EXIT_DONE;
    if (run_options_read(argc, argv, &session.options, &fault) && !answer(&session.options))
        code = study_run(&session, argc, argv, &fault);
    streams_flush(&fault);
    if (fault.code != EXIT_DONE) {
        fault_print(&fault, "convoy-run");
        code = fault.code;
    }
    session_free(&session);
    return code;
}
