/* People stay out of the provenance. */
#include "cmocka_head.h"

#include "scrub.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void scrubs_to(const char *text, const char *clean) {
    char *got = scrub_text(text);
    assert_string_equal(got, clean);
    free(got);
}

static void test_home(void **state) {
    (void)state;
    setenv("HOME", "/data/people/anna", 1);
    static const struct {
        const char *text, *clean;
    } cases[] = {
        {"", ""},
        {"/data/people/anna", "~"},
        {"/data/people/anna/x.csv", "~/x.csv"},
        {"--output=/data/people/anna/x.csv", "--output=~/x.csv"},
        {"/data/people/anna:/data/people/anna/b", "~:~/b"},
        {"file.dir=/data/people/anna;x", "file.dir=~;x"},
        {"a /data/people/anna\nb", "a ~\nb"},
        {"/data/people/annabel/x", "/data/people/annabel/x"},
        {"/data/people/anna-old", "/data/people/anna-old"},
        {"/scratch/data/people/anna", "/scratch/data/people/anna"},
        {"-o/data/people/anna/x.csv", "-o~/x.csv"},
        {"/data/people", "/data/people"},
        {"plain text", "plain text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        scrubs_to(cases[i].text, cases[i].clean);
}

static void test_user_name(void **state) {
    (void)state;
    const struct passwd *user = getpwuid(getuid());
    char text[512], longer[512];
    if (!user || strlen(user->pw_name) < 2) {
        skip();
        return;
    }
    setenv("HOME", "/nowhere/at/all", 1);
    snprintf(text, sizeof text, "/scratch/%s/run/%s", user->pw_name, user->pw_name);
    scrubs_to(text, "/scratch/USER/run/USER");
    snprintf(longer, sizeof longer, "/scratch/%sx/x%s", user->pw_name, user->pw_name);
    scrubs_to(longer, longer);
}

/* A home of "/" (as in some containers) must not turn every path into ~. */
static void test_home_at_the_root(void **state) {
    (void)state;
    setenv("HOME", "/", 1);
    scrubs_to("/usr/lib", "/usr/lib");
    unsetenv("HOME");
    scrubs_to("/usr/lib", "/usr/lib");
}

static void test_variables(void **state) {
    (void)state;
    static const char *const kept[] = {"OMP_NUM_THREADS", "OMPI_MCA_btl",      "PMIX_RANK",
                                       "UCX_TLS",         "MPIR_CVAR_CH4_SHM", "HYDRA_BINDING",
                                       "SLURM_JOB_ID",    "CONVOY_LAUNCH",     "SLURM_NTASKS=USER"};
    static const char *const dropped[] = {"PATH",
                                          "HOME",
                                          "USER",
                                          "AWS_SECRET_ACCESS_KEY",
                                          "SLURM_JOB_USER",
                                          "SLURM_JOB_UID",
                                          "SLURM_JOB_GID",
                                          "SLURM_JOB_ACCOUNT",
                                          "SLURM_SUBMIT_DIR",
                                          "PMIX_SERVER_URI2",
                                          "CONVOY_TOKEN",
                                          "SLURM_JWT",
                                          "OMPI_MCA_orte_hnp_uri_KEY",
                                          "OMPI_MCA_orte_hnp_uri",
                                          "OMPI_MCA_orte_precondition_transports",
                                          "OMPI_MCA_initial_wdir",
                                          "OM",
                                          "",
                                          "XOMP_NUM_THREADS",
                                          "omp_num_threads",
                                          "SLURM_CONTROL_ADDR",
                                          "SLURM_JOB_COMMENT"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        HOLDS(scrub_keeps(kept[i]), kept[i]);
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        HOLDS(!scrub_keeps(dropped[i]), dropped[i]);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_home),
        cmocka_unit_test(test_user_name),
        cmocka_unit_test(test_home_at_the_root),
        cmocka_unit_test(test_variables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
