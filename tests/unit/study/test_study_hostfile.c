/* Host files: what they name, which part of them is passed on, and which host is this one. */
#include "cmocka_head.h"
#include "hostfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static void file_make(const char *text) {
    strcpy(path, "/tmp/convoy-hosts-XXXXXX");
    const int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
}

static void file_end(void) {
    assert_int_equal(unlink(path), 0);
}

static void hosts_are_counted_once(void **state) {
    static const struct {
        const char *text;
        unsigned hosts;
    } cases[] = {
        {"h1\nh2\n", 2},
        {"h1 slots=4\r\n  h2 slots = 4 max-slots=8 # the second\nh1\n", 2},
        {"# all\n\nh1:4\nh2:4 # two\nme@h3:2 ifname=eth0", 3},
        {"fe80::1\nh1:2\nh1:2\n", 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault fault = {EXIT_DONE, ""};
        struct hostfile hosts;
        file_make(cases[i].text);
        assert_true(hostfile_read(path, &hosts, &fault));
        assert_int_equal(hosts.names.count, cases[i].hosts);
        hostfile_free(&hosts);
        file_end();
    }
}

static void what_is_not_understood_is_named_with_its_line(void **state) {
    static const struct {
        const char *text, *wrong;
    } cases[] = {
        {"# none\n", ": names no host"},
        {"h1\nh2 4\n", ":2: not NAME, NAME:SLOTS or NAME slots=N: 'h2 4'"},
        {"h1\n\nh2:x\n", ":3: not NAME, NAME:SLOTS or NAME slots=N: 'h2:x'"},
        {"h1,h2\n", ":1: not NAME, NAME:SLOTS or NAME slots=N: 'h1,h2'"},
        {"h1 =4\n", ":1: not NAME, NAME:SLOTS or NAME slots=N: 'h1 =4'"},
        {":4\n", ":1: not NAME, NAME:SLOTS or NAME slots=N: ':4'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault fault = {EXIT_DONE, ""};
        struct hostfile hosts;
        char expected[256];
        file_make(cases[i].text);
        snprintf(expected, sizeof expected, "--hostfile: %s%s", path, cases[i].wrong);
        assert_false(hostfile_read(path, &hosts, &fault));
        assert_int_equal(fault.code, EXIT_USER);
        assert_string_equal(fault.text, expected);
        hostfile_free(&hosts);
        file_end();
    }
}

/* A host that stands in several lines keeps them all, also those behind another host's. */
static void a_part_keeps_the_words_of_its_hosts(void **state) {
    static const struct {
        size_t first, count;
        const char *text;
    } cases[] = {
        {0, 1, "h1 slots=4\nh1 # again\n"},
        {0, 2, "h1 slots=4\nh2:2\nh1 # again\n"},
        {2, 1, "h10\n"},
        {1, 9, "h2:2\nh10\n"},
    };
    struct fault fault = {EXIT_DONE, ""};
    struct hostfile hosts;
    (void)state;
    file_make("h1 slots=4\nh2:2\n# no host\n  h1 # again\nh10\n");
    assert_true(hostfile_read(path, &hosts, &fault));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256] = "";
        assert_true(hostfile_write(&hosts, cases[i].first, cases[i].count, path, &fault));
        FILE *file = fopen(path, "re");
        assert_non_null(file);
        text[fread(text, 1, sizeof text - 1, file)] = '\0';
        fclose(file);
        assert_string_equal(text, cases[i].text);
    }
    assert_false(hostfile_write(&hosts, 0, 1, "/nowhere/hosts", &fault));
    assert_string_equal(fault.text, "/nowhere/hosts: No such file or directory");
    hostfile_free(&hosts);
    file_end();
}

static void this_machine_knows_its_names(void **state) {
    char own[256] = "", longer[300];
    (void)state;
    assert_int_equal(gethostname(own, sizeof own - 1), 0);
    assert_true(host_is_here(own));
    snprintf(longer, sizeof longer, "me@%.*s.example.org", (int)strcspn(own, "."), own);
    assert_int_equal(host_is_here(longer), strchr(own, '.') == NULL);
    assert_true(host_is_here("localhost"));
    assert_true(host_is_here("127.0.0.1"));
    assert_true(host_is_here("::1"));
    assert_false(host_is_here("192.0.2.1")); /* kept for documents: nobody has it */
    assert_false(host_is_here("no-such-host.invalid"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_are_counted_once),
        cmocka_unit_test(what_is_not_understood_is_named_with_its_line),
        cmocka_unit_test(a_part_keeps_the_words_of_its_hosts),
        cmocka_unit_test(this_machine_knows_its_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
