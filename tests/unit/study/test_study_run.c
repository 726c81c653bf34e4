/*
 * convoy-run itself with made-up drivers: shell scripts that note how they were called, write a row
 * and end as the test wants.
 */
#include "cmocka_head.h"
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Every driver. $STAGE/calls gets "LAUNCH PROGRAM --resume?"; the output file a row;
 * $STAGE/code.LAUNCH, if there is one, holds the exit code; "kill" makes it crash, "wait" waits for
 * SIGUSR1 and ends with 75, "naive" is ended by it, "deaf" does not care about signals that can be
 * ignored. Such a file works once, unless "keep" follows.
 */
static const char driver[] =
    "#!/bin/sh\n"
    "echo \"$CONVOY_LAUNCH ${0##*/} $CONVOY_STUDY\" >>\"$STAGE/calls\"\n"
    "resume=new\n"
    "while [ $# -gt 0 ]; do\n"
    "  [ \"$1\" = --output ] && output=$2\n"
    "  [ \"$1\" = --resume ] && resume=resumed\n"
    "  shift\n"
    "done\n"
    "[ -f \"$output\" ] || echo launch >\"$output\"\n"
    "echo \"$CONVOY_LAUNCH\" >>\"$output\"\n"
    "echo \"$resume\" >\"$STAGE/resume.$CONVOY_LAUNCH\"\n"
    "echo out of $CONVOY_LAUNCH; echo error of $CONVOY_LAUNCH >&2\n"
    "code=0\n"
    "if [ -f \"$STAGE/code.$CONVOY_LAUNCH\" ]; then\n"
    "  read code keep <\"$STAGE/code.$CONVOY_LAUNCH\"\n"
    "  [ \"$keep\" ] || rm \"$STAGE/code.$CONVOY_LAUNCH\"\n"
    "fi\n"
    "case $code in\n"
    "kill) kill -SEGV $$ ;;\n"
    "wait) trap 'exit 75' USR1; : >\"$STAGE/waiting\"; while :; do sleep 0.02; done ;;\n"
    "naive) : >\"$STAGE/waiting\"; while :; do sleep 0.02; done ;;\n"
    "deaf) trap '' USR1 TERM; : >\"$STAGE/waiting\"; while :; do sleep 0.02; done ;;\n"
    "esac\n"
    "exit $code\n";

/* As mpirun -n N PROGRAM..., with one process. Where a file "gone" lies, true is not found: then no
 * node answers. */
static const char launcher[] =
    "#!/bin/sh\necho \"$2\" >>\"$STAGE/ranks\"\n"
    "echo \"$CONVOY_NODES nodes of $CONVOY_RANKS_PER_NODE ranks\" >>\"$STAGE/nodes\"\n"
    "shift 2\n[ \"$1\" = true ] && exec test ! -e \"$STAGE/gone\"\nexec \"$@\"\n";

static const char study_text[] =
    "[study]\nname = fake\ntitle = Does it run?\nlaunches = 2\nreps = 1\n"
    "[a]\nsummary = A\nkernels = empty\ndrivers = serial, omp, mpi\n"
    "workers = 2\n";

static char stage[64];

static void file_make(const char *name, const char *text, mode_t mode) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", stage, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static int stage_open(void **state) {
    (void)state;
    strcpy(stage, "/tmp/convoy-run-XXXXXX");
    assert_non_null(mkdtemp(stage));
    file_make("convoy-serial", driver, 0755);
    file_make("convoy-omp", driver, 0755);
    file_make("convoy-mpi", driver, 0755);
    file_make("launcher", launcher, 0755);
    file_make("fake.study", study_text, 0644);
    assert_int_equal(setenv("STAGE", stage, 1), 0);
    assert_int_equal(setenv("CONVOY_BIN", stage, 1), 0);
    return 0;
}

/* Runs a shell command in the stage and returns its exit code. */
static int shell(const char *command) {
    char line[1024];
    snprintf(line, sizeof line, "cd %s && run='%s' && %s", stage, CONVOY_RUN, command);
    const int status = system(line);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int stage_close(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", stage);
    return system(command);
}

#define RUN "$run ./fake.study --launcher ./launcher -o out "

/* Output of a shell command without its last newline; valid until the next call. */
static const char *said(const char *command) {
    static char text[4096];
    char line[1024];
    snprintf(line, sizeof line, "cd %s && %s", stage, command);
    FILE *pipe = popen(line, "re");
    assert_non_null(pipe);
    const size_t length = fread(text, 1, sizeof text - 1, pipe);
    text[length] = '\0';
    if (length && text[length - 1] == '\n')
        text[length - 1] = '\0';
    pclose(pipe);
    return text;
}

static void a_run_starts_everything_in_order(void **state) {
    (void)state;
    assert_int_equal(shell(RUN ">said 2>&1"), 0);
    assert_string_equal(said("cut -d' ' -f1 calls | tr '\\n' ' '"), "1 2 3 4 5 6 ");
    assert_string_equal(said("cut -d' ' -f2,3 calls | sort | uniq -c | tr -s ' ' | tr '\\n' ';'"),
                        " 2 convoy-mpi fake; 2 convoy-omp fake; 2 convoy-serial fake;");
    assert_string_equal(said("cat ranks | tr '\\n' ' '"), "2 2 ");
    assert_string_equal(said("cat resume.* | sort -u"), "new");
    assert_string_equal(said("grep -c '^=== launch' out/log.txt"), "6");
    assert_string_equal(said("grep -c '^error of' out/log.txt"), "6");
    assert_string_equal(said("grep -c ',done$' out/launches.csv"), "6");
    assert_string_equal(said("cmp fake.study out/study.study && echo same"), "same");
    assert_string_equal(said("tail -n 1 said | sed 's/ [0-9.]* s,/ T,/'"),
                        "done: 6 of 6 launches, 6 rows, T, out");
    assert_string_equal(said("grep -c '^\\[[1-6]/6\\] round [12] a: ' said"), "6");
}

static void results_that_are_wrong_end_with_3(void **state) {
    (void)state;
    file_make("code.2", "3\n", 0644);
    file_make("code.4", "4\n", 0644);
    assert_int_equal(shell(RUN ">said 2>&1"), 3);
    assert_string_equal(said("wc -l <calls"), "6");
    assert_string_equal(said("grep -c 'WRONG RESULT: code 3; see out/log.txt' said"), "1");
    assert_string_equal(said("grep -c 'FAILED here: code 4' said"), "1");
    assert_string_equal(said("grep -c '  | error of 4' said"), "1");
}

static void failures_and_crashes_end_with_4_and_are_repeated(void **state) {
    (void)state;
    file_make("code.2", "4\n", 0644);
    file_make("code.3", "kill\n", 0644);
    file_make("code.5", "127\n", 0644);
    assert_int_equal(shell(RUN ">said 2>&1"), 4);
    assert_string_equal(said("wc -l <calls"), "6");
    assert_string_equal(said("grep -c 'CRASHED: ' said"), "2");
    assert_int_equal(shell("rm calls && " RUN "--resume >said 2>&1"), 0);
    assert_string_equal(said("cut -d' ' -f1 calls | tr '\\n' ' '"), "2 3 5 ");
    assert_string_equal(said("cat resume.2 resume.3 resume.5 | sort -u"), "resumed");
}

static const char nodes_text[] =
    "[study]\nname = fake\ntitle = Does it run?\nlaunches = 2\nreps = 1\n"
    "[in]\nsummary = I\nkernels = empty\ndrivers = mpi\nworkers = 2\n"
    "[n]\nsummary = N\nkernels = empty\ndrivers = omp, mpi\nworkers = 2*nodes, 3\n";

#define RUN_NODES "$run ./nodes.study --launcher ./launcher --nodes 2 -o out "

static void only_what_grows_with_the_nodes_runs_on_several(void **state) {
    (void)state;
    file_make("nodes.study", nodes_text, 0644);
    assert_int_equal(shell(RUN_NODES ">said 2>&1"), 0);
    assert_string_equal(said("sort nodes | uniq -c | tr -s ' '"), " 2 2 nodes of 2 ranks");
    assert_string_equal(said("cat ranks | tr '\\n' ' '"), "4 4 ");
    assert_string_equal(said("grep 'left out' said | tr -s ' '"),
                        " left out: its workers do not mention nodes\n"
                        " left out: omp: threads do not reach beyond a node\n"
                        " left out: 3 workers: not a multiple of the nodes");
    assert_int_equal(shell("$run ./nodes.study --launcher ./launcher -o out --resume >said 2>&1"),
                     2);
    assert_string_equal(said("cat said"),
                        "convoy-run: out: cannot be resumed: nodes was 2 and is 1 now");
}

static void a_lost_launch_is_tried_once_more(void **state) {
    (void)state;
    file_make("nodes.study", nodes_text, 0644);
    file_make("code.1", "205\n", 0644);
    assert_int_equal(shell(RUN_NODES ">said 2>&1"), 0);
    assert_string_equal(said("cut -d' ' -f1 calls | tr '\\n' ' '"), "1 1 2 ");
    assert_string_equal(said("cat resume.1"), "resumed");
    assert_string_equal(said("grep '^launch 1' said"),
                        "launch 1 (n: mpi x4) lost, tried once more if its nodes answer: CRASHED: "
                        "code 205 (a node, its daemon or the link to it is gone); see out/log.txt");
    assert_string_equal(said("cut -d, -f1,12 out/launches.csv | tr '\\n' ' '"),
                        "launch,outcome 1,crashed 1,done 2,done ");
}

static void a_launch_lost_twice_ends_the_run(void **state) {
    (void)state;
    file_make("nodes.study", nodes_text, 0644);
    file_make("code.1", "137 keep\n", 0644);
    assert_int_equal(shell(RUN_NODES ">said 2>error"), 4);
    assert_string_equal(said("cut -d' ' -f1 calls | tr '\\n' ' '"), "1 1 ");
    assert_string_equal(said("cat error"),
                        "convoy-run: launch 1 (n: mpi x4) was lost twice on 2 nodes; what was "
                        "measured is in out, --resume goes on");
    assert_string_equal(said("grep -c 'CRASHED: code 137 (Killed)' said"), "2");
    assert_int_equal(shell("rm code.1 calls && " RUN_NODES "--resume >said 2>&1"), 0);
    assert_string_equal(said("cut -d' ' -f1 calls | tr '\\n' ' '"), "1 2 ");
}

static void a_launch_whose_nodes_are_gone_ends_the_run(void **state) {
    (void)state;
    file_make("nodes.study", nodes_text, 0644);
    file_make("code.1", "205\n", 0644);
    file_make("gone", "", 0644);
    assert_int_equal(shell(RUN_NODES ">said 2>error"), 4);
    assert_string_equal(said("cut -d' ' -f1 calls | tr '\\n' ' '"), "1 ");
    assert_string_equal(said("cat error"),
                        "convoy-run: launch 1 (n: mpi x4) was lost, and not all of its 2 nodes "
                        "answer now; what was measured is in out, --resume goes on");
    assert_int_equal(shell("rm gone calls && " RUN_NODES "--resume >said 2>&1"), 0);
    assert_string_equal(said("cut -d' ' -f1 calls | tr '\\n' ' '"), "1 2 ");
}

/* "mpirun -n 1 --hostfile F ... true", which fails where F names h2, and for both hosts at once. */
static void hosts_that_do_not_answer_are_named(void **state) {
    (void)state;
    file_make("nodes.study", nodes_text, 0644);
    file_make("mpirun.openmpi",
              "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ $1 = --hostfile ] && file=$2; shift; done\n"
              "[ $1 = true ] && ! grep -q h2 $file || exit 255\n",
              0755);
    assert_int_equal(shell("printf 'localhost\\nh2\\nh3\\n' >h; $run ./nodes.study --launcher "
                           "./mpirun.openmpi --hostfile h --nodes 2 -o out >said 2>error"),
                     4);
    assert_string_equal(said("cat error"),
                        "convoy-run: launch 1 (n: mpi x4) was lost, and now no answer comes from "
                        "h2; what was measured is in out, --resume goes on");
    assert_string_equal(said("cat out/hosts"), "localhost\nh2");
    assert_int_equal(shell("test ! -e out/hosts.asked"), 0);
}

/* Known launchers that are told nothing of hosts: Hydra has no other way to learn of them, Open MPI
 * may have a file of the site's, and then answers for all nodes. */
static void nodes_that_nobody_names_are_refused(void **state) {
    static const struct {
        const char *before, *launcher;
        int knows, code;
    } cases[] = {
        {"", "mpirun.openmpi", 1, 2},
        {"", "mpirun.openmpi", 0, 4},
        {"", "mpirun.openmpi", 255, 4},
        {"PBS_NODEFILE=x", "mpirun.openmpi", 1, 4},
        {"LSB_DJOB_HOSTFILE=x", "mpiexec.hydra", 1, 4},
        {"FLUX_URI=x", "mpirun.openmpi", 1, 4},
        {"OMPI_MCA_orte_default_hostfile=x", "mpirun.openmpi", 1, 4},
        {"HYDRA_HOST_FILE=x", "mpiexec.hydra", 0, 4},
        {"", "mpiexec.hydra", 0, 2},
        {"", "go", 1, 4},
    };
    (void)state;
    file_make("nodes.study", nodes_text, 0644);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256];
        snprintf(text, sizeof text,
                 "#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\n[ $1 = true ] && exit %d\n"
                 "echo >>called; exit 4\n",
                 cases[i].knows);
        file_make(cases[i].launcher, text, 0755);
        snprintf(text, sizeof text,
                 "%s $run ./nodes.study --launcher ./%s --nodes 2 -o out >said 2>error",
                 cases[i].before, cases[i].launcher);
        if (shell(text) != cases[i].code)
            fail_msg("%s: %s", text, said("cat error"));
        if (cases[i].code == 2)
            assert_string_equal(said("cat error; ls -d out called 2>/dev/null"),
                                "convoy-run: --nodes: 2, but nobody says which: give --hostfile");
        assert_int_equal(shell("rm -rf out called"), 0);
    }
}

/* As elements of an array job do. */
static void runs_share_a_folder(void **state) {
    (void)state;
    assert_int_equal(shell("{ " RUN "--round 1 --run a >a.said 2>&1 & one=$!; " RUN
                           "--round 2 --run b.2 >b.said 2>&1 && wait $one; }"),
                     0);
    assert_string_equal(said("cd out && ls"), "runs");
    assert_string_equal(said("cut -d' ' -f1 calls | sort | tr '\\n' ' '"), "1 2 3 4 5 6 ");
    assert_string_equal(said("cat out/runs/a/samples.csv | sort | tr '\\n' ' '"), "1 2 3 launch ");
    assert_string_equal(said("cat out/runs/b.2/samples.csv | sort | tr '\\n' ' '"),
                        "4 5 6 launch ");
    assert_string_equal(said("grep -h run_id out/runs/*/run.ini | sort -u | wc -l"), "2");
    assert_string_equal(said("grep '^rounds' a.said"), "rounds    only 1 of 2");
    assert_int_equal(shell("rm calls && " RUN "--round 1 --run a --resume >said 2>&1"), 0);
    assert_int_equal(shell("test ! -e calls"), 0);
    assert_int_equal(shell(RUN "--round 2 --run a --resume >said 2>&1"), 2);
    assert_string_equal(said("cat said"),
                        "convoy-run: out/runs/a: cannot be resumed: rounds was 1 and is 2 now");
}

static void a_refused_command_line_stops_at_once(void **state) {
    (void)state;
    file_make("code.3", "2\n", 0644);
    assert_int_equal(shell(RUN ">said 2>&1"), 2);
    assert_string_equal(said("wc -l <calls"), "3");
    assert_string_equal(said("grep -c '  | error of 3' said"), "1");
    assert_string_equal(said("grep -c '^convoy-run: launch 3: a driver refused' said"), "1");
}

static void a_driver_that_stopped_stops_the_study(void **state) {
    (void)state;
    file_make("code.3", "75\n", 0644);
    assert_int_equal(shell(RUN ">said 2>&1"), 75);
    assert_string_equal(said("wc -l <calls"), "3");
    assert_int_equal(shell(RUN "--resume >said 2>&1"), 0);
    assert_string_equal(said("cut -d' ' -f1 calls | tr '\\n' ' '"), "1 2 3 3 4 5 6 ");
}

#define WAIT_FOR_IT \
    "i=0; while [ ! -e waiting ] && [ $i -lt 1000 ]; do sleep 0.02; i=$((i+1)); done; "

static void a_signal_is_passed_on_and_the_rest_resumed(void **state) {
    static const char *const signals[] = {"INT", "TERM", "USR1", "HUP"};
    (void)state;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        char command[512];
        file_make("code.3", "wait\n", 0644);
        /* env --default-signal: shells start background jobs with SIGINT ignored */
        snprintf(command, sizeof command,
                 "rm -rf out calls waiting && { env --default-signal=INT " RUN
                 ">said 2>&1 & pid=$!; " WAIT_FOR_IT "kill -%s $pid; wait $pid; }",
                 signals[i]);
        assert_int_equal(shell(command), 75);
        assert_string_equal(said("wc -l <calls"), "3");
        assert_string_equal(said("grep -c '^go on with: .* --resume$' said"), "1");
        assert_int_equal(shell("eval \"$(sed -n 's/^go on with: //p' said)\" >said2 2>&1"), 0);
        assert_string_equal(said("cut -d' ' -f1 calls | tr '\\n' ' '"), "1 2 3 3 4 5 6 ");
    }
}

/* A launcher that was not ready yet, or has lost its ranks. */
static void ended_by_the_wish_to_stop_is_said_in_words(void **state) {
    (void)state;
    file_make("code.1", "naive\n", 0644);
    assert_int_equal(
        shell("{ " RUN ">said 2>&1 & pid=$!; " WAIT_FOR_IT "kill -USR1 $pid; wait $pid; }"), 75);
    assert_string_equal(said("grep -o 'stopped: the .*' said"),
                        "stopped: the wish to stop (SIGUSR1) ended it at once, in the middle of a "
                        "row; see out/log.txt");
}

static void a_second_signal_ends_it(void **state) {
    (void)state;
    file_make("code.1", "deaf\n", 0644);
    assert_int_equal(shell("{ env --default-signal=INT " RUN ">said 2>&1 & pid=$!; " WAIT_FOR_IT
                           "kill -INT $pid; sleep 0.2; kill -INT $pid; wait $pid; }"),
                     75);
    assert_string_equal(said("wc -l <calls"), "1");
    assert_string_equal(said("grep -c 'stopped: ended by force, it did not stop in time' said"),
                        "1");
}

/* Killed without a word: what is on disk is enough to go on. */
static void a_killed_run_is_resumed(void **state) {
    (void)state;
    file_make("code.4", "wait\n", 0644);
    assert_int_equal(shell("{ " RUN ">said 2>&1 & pid=$!; " WAIT_FOR_IT
                           "kill -KILL $pid; wait $pid; [ $? -eq 137 ]; }"),
                     0);
    assert_int_equal(shell(RUN "--resume >said 2>&1"), 0);
    assert_string_equal(said("cut -d' ' -f1 calls | tr '\\n' ' '"), "1 2 3 4 4 5 6 ");
}

static void time_that_is_up_stops_before_the_next_launch(void **state) {
    (void)state;
    assert_int_equal(shell(RUN "--max-time 1us >said 2>&1"), 75);
    assert_int_equal(shell("test ! -e calls"), 0);
}

static void what_is_missing_is_named(void **state) {
    static const struct {
        const char *command;
        int code;
        const char *message;
    } cases[] = {
        {"PATH=/nowhere $run ./fake.study --nodes 0 -o out", 2,
         "convoy-run: --nodes: too small: '0'"},
        {"SLURM_JOB_NUM_NODES=2 $run ./fake.study --nodes 3 -o out", 2,
         "convoy-run: --nodes: 3, but the allocation has 2"},
        {"$run ./fake.study --hostfile no.hosts -o out", 2,
         "convoy-run: --hostfile: no.hosts: No such file or directory"},
        {"cp launcher srun; echo h1 >hosts; "
         "$run ./fake.study --hostfile hosts --launcher ./srun -o out",
         2, "convoy-run: --hostfile: srun takes the nodes of its allocation"},
        {"$run ./fake.study --launcher ./no -o out", 4,
         "convoy-run: --launcher: './no' is not an executable file"},
        {"CONVOY_BIN=/nowhere $run ./fake.study -o out", 4,
         "convoy-run: convoy-serial is not in /nowhere: build it, or set CONVOY_BIN to its folder"},
        {"$run", 2,
         "convoy-run: which study? Name one (--list shows them) or the path of a .study file"},
        {"$run no.study", 2, "convoy-run: no.study: No such file or directory"},
        {"$run smoek", 2, "convoy-run: no study 'smoek'; did you mean smoke?"},
        {"$run smoke gil", 2, "convoy-run: one study at a time: 'smoke' and 'gil' were named"},
        {"$run smoke --only computer", 2,
         "convoy-run: --only: unknown section 'computer'; did you mean compute?"},
        {"$run smoke --launches 0", 2, "convoy-run: --launches: too small: '0'"},
        {"$run smoke --reps x", 2, "convoy-run: --reps: not a whole number: 'x'"},
        {"$run smoke --round 0", 2, "convoy-run: --round: counts start at 1: '0'"},
        {"$run ./fake.study --round 3 --launcher ./launcher -o out", 2,
         "convoy-run: --round: there are 2 rounds, no round 3"},
        {"$run smoke --run a", 2, "convoy-run: --run: needs -o, the folder that the runs share"},
        {"$run smoke --run ../a -o out", 2,
         "convoy-run: --run: letters, digits, '-', '_' and '.' make a name: '../a'"},
        {"$run ./fake.study --nodes 2 --launcher ./launcher -o out", 4,
         "convoy-run: ./fake.study: nothing is left to run on 2 nodes: sections are switched off, "
         "their workers do not fit the nodes, or this build has none of their kernels"},
        {"$run smoke --seeed 1", 2, "convoy-run: unknown option '--seeed'; did you mean --seed?"},
        {"$run ./fake.study --resume", 2,
         "convoy-run: nothing to resume: no folder results/fake-*; name one with -o"},
        {"$run ./fake.study --launcher ./launcher -o fake.study/x", 4,
         "convoy-run: fake.study/x: the folder cannot be made: Not a directory"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char command[512];
        snprintf(command, sizeof command, "%s >/dev/null 2>said", cases[i].command);
        assert_int_equal(shell(command), cases[i].code);
        assert_string_equal(said("cat said"), cases[i].message);
        assert_int_equal(shell("test ! -e out"), 0);
    }
}

/* Serial and threads alone need no launcher. */
static void without_ranks_no_launcher_is_needed(void **state) {
    (void)state;
    file_make("solo.study",
              "[study]\nname = solo\ntitle = T\nlaunches = 1\n[a]\nsummary = A\nkernels = empty\n"
              "drivers = serial\n",
              0644);
    assert_int_equal(shell("PATH=/bin:/usr/bin; mkdir p; ln -s /bin/sh /bin/sleep p 2>/dev/null; "
                           "PATH=$PWD/p $run ./solo.study -o out >said 2>&1"),
                     0);
    assert_string_equal(said("cut -d' ' -f2 calls"), "convoy-serial");
}

static void every_study_of_ours_can_be_planned(void **state) {
    static const char *const names[] = {"default", "strong", "weak", "gil", "io", "smoke"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char command[128];
        snprintf(command, sizeof command, "$run --dry-run %s >said 2>&1", names[i]);
        if (shell(command) != 0)
            fail_msg("%s", said("cat said"));
        snprintf(command, sizeof command, "$run --dry-run --quick %s >/dev/null", names[i]);
        assert_int_equal(shell(command), 0);
    }
    assert_int_equal(shell("$run --list >said && [ $(wc -l <said) -ge 6 ]"), 0);
}

static void help_knows_every_key_and_option(void **state) {
    (void)state;
    assert_int_equal(shell("$run --help >said && grep -q -- --help-study said"), 0);
    assert_int_equal(
        shell("$run --help-study >said && for key in name seed kernels gil_mpi trace; do "
              "grep -q \"^  $key \" said || exit 1; done"),
        0);
    assert_int_equal(shell("$run --version | grep -q '^convoy-run [0-9]'"), 0);
}

int main(void) {
#define STAGED(test) cmocka_unit_test_setup_teardown(test, stage_open, stage_close)
    const struct CMUnitTest tests[] = {
        STAGED(a_run_starts_everything_in_order),
        STAGED(results_that_are_wrong_end_with_3),
        STAGED(failures_and_crashes_end_with_4_and_are_repeated),
        STAGED(only_what_grows_with_the_nodes_runs_on_several),
        STAGED(a_lost_launch_is_tried_once_more),
        STAGED(a_launch_lost_twice_ends_the_run),
        STAGED(a_launch_whose_nodes_are_gone_ends_the_run),
        STAGED(hosts_that_do_not_answer_are_named),
        STAGED(nodes_that_nobody_names_are_refused),
        STAGED(runs_share_a_folder),
        STAGED(a_refused_command_line_stops_at_once),
        STAGED(a_driver_that_stopped_stops_the_study),
        STAGED(a_signal_is_passed_on_and_the_rest_resumed),
        STAGED(ended_by_the_wish_to_stop_is_said_in_words),
        STAGED(a_second_signal_ends_it),
        STAGED(a_killed_run_is_resumed),
        STAGED(time_that_is_up_stops_before_the_next_launch),
        STAGED(what_is_missing_is_named),
        STAGED(without_ranks_no_launcher_is_needed),
        STAGED(every_study_of_ours_can_be_planned),
        STAGED(help_knows_every_key_and_option),
    };
#undef STAGED
    return cmocka_run_group_tests(tests, NULL, NULL);
}
