#include "keys.h"

#include <string.h>

enum { HELP_COLUMN = 29, HELP_WIDTH = 100 };

/* Words from HELP_COLUMN to HELP_WIDTH, where the first line has got to the column already. */
static void print_wrapped(const char *text, FILE *out) {
    for (int at = HELP_COLUMN; *text;) {
        const int length = (int)strcspn(text, " ");
        if (at > HELP_COLUMN && at + 1 + length > HELP_WIDTH) {
            fprintf(out, "\n%*s", HELP_COLUMN, "");
            at = HELP_COLUMN;
        }
        at += fprintf(out, "%s%.*s", at > HELP_COLUMN ? " " : "", length, text);
        text += length + (text[length] == ' ');
    }
    fputc('\n', out);
}

static void print_table(const struct key_table *table, FILE *out) {
    for (size_t i = 0; i < table->count; i++) {
        fprintf(out, "  %-16s%-9s  ", table->keys[i].name, table->keys[i].argument);
        print_wrapped(table->keys[i].help, out);
    }
}

void study_print_keys(FILE *out) {
    fputs("A study is a text file: KEY = VALUE lines in [SECTION]s; lines that begin with ; or # "
          "and all\n"
          "that follows \" ;\" are comments. Lists are separated by commas and make a cross "
          "product.\n\n"
          "In the section [study]:\n",
          out);
    print_table(&study_keys, out);
    fputs("\nIn every other section, one experiment each:\n", out);
    print_table(&experiment_keys, out);
    fputs(
        "\nAMOUNTS is a list that may scale to the machine it runs on:\n"
        "  1,2,8             numbers, suffixes k M G Ki Mi Gi\n"
        "  cores, pus        cores, hardware threads that the run may use on one node\n"
        "  nodes             nodes of the run (convoy-run --nodes); cores*nodes: cores of all "
        "nodes\n"
        "  2*cores, pus/2    multiples and parts, rounded down, at least 1\n"
        "  1..cores          all from 1 to that (also 1-8); at least its first number\n"
        "  1..2*cores x2     1, 2, 4 ... and 2*cores itself\n"
        "\nA run on several nodes takes the sections whose workers mention nodes, in ranks that "
        "are a\n"
        "multiple of the nodes, and leaves out the others. Drivers without ranks (serial, omp) run "
        "on the\n"
        "first node: where a host file begins with another machine than this, the launcher starts\n"
        "them there. cores and pus are always those of the machine that convoy-run runs on.\n",
        out);
}
