#include "gnuplot.h"

#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WIDTH = 480 };

void gnuplot_text(FILE *out, const char *text) {
    fputc('\'', out);
    for (; *text; text++) {
        if (*text == '\'')
            fputc('\'', out);
        fputc((unsigned char)*text < ' ' ? ' ' : *text, out);
    }
    fputc('\'', out);
}

/* A white ground, so that the picture is readable on a dark page and in print. */
void gnuplot_begin(FILE *out, const char *name, const char *title, unsigned height) {
    fprintf(out,
            "# Draws %s.svg and %s.pdf: gnuplot %s.gp\n"
            "set terminal svg size %d,%u dynamic noenhanced font 'Helvetica,15' "
            "background '#ffffff' name 'convoy'\n"
            "set output '%s.svg'\n",
            name, name, name, WIDTH, height, name);
    fputs("set title ", out);
    gnuplot_text(out, title);
    fputs(" font ',15'\n"
          "set border 3 lc rgb '#666666'\n"
          "set grid lc rgb '#e2e2e2' lw 1 dt 1\n"
          "set tics nomirror scale 0.5\n"
          "set xlabel offset 0,0.4\n"
          "set key below left Left reverse vertical maxcols 2 width -9 samplen 3 spacing 1.1 font "
          "',13'\n"
          "set datafile missing 'NaN'\n",
          out);
}

void gnuplot_end(FILE *out, const char *name, unsigned height) {
    fprintf(out,
            "set terminal pdfcairo size %.2fin,%.2fin noenhanced font 'Helvetica,11'\n"
            "set output '%s.pdf'\n"
            "replot\n",
            WIDTH / 96.0, height / 96.0, name);
}

/* Starts gnuplot with one argument in a folder; its exit code, or -1 if it could not be started. */
static int gnuplot_start(const char *folder, const char *argument) {
    char program[] = "gnuplot", *copy = must_strdup(argument);
    char *argv[] = {program, copy, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, folder);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child;
    int status = -1;
    const bool started = posix_spawnp(&child, program, &actions, NULL, argv, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    free(copy);
    if (!started)
        return -1;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool gnuplot_exists(void) {
    return gnuplot_start(".", "--version") == 0;
}

bool gnuplot_run(const char *folder, const char *name) {
    char *script = must_format("%s.gp", name);
    const int code = gnuplot_start(folder, script);
    free(script);
    return code == 0;
}

/* Whether NAME.gp in a folder begins as gnuplot_begin has it. */
static bool is_own(const char *folder, const char *name) {
    char *path = must_format("%s/%s.gp", folder, name);
    char *wanted = must_format("# Draws %s.svg and ", name), *line = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "re");
    const bool own =
        file && getline(&line, &room, file) > 0 && strncmp(line, wanted, strlen(wanted)) == 0;
    if (file)
        fclose(file);
    free(line);
    free(wanted);
    free(path);
    return own;
}

static void remove_file(const char *folder, const char *name, const char *extension) {
    char *path = must_format("%s/%s.%s", folder, name, extension);
    unlink(path);
    free(path);
}

/* The data of "k.time" and "k.speedup" are those of their panel, "k". */
static void picture_remove(const char *folder, char *name) {
    static const char *const extensions[] = {"svg", "pdf", "gp", "dat"};
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        remove_file(folder, name, extensions[i]);
    char *kind = strrchr(name, '.');
    if (!kind)
        return;
    *kind = '\0';
    remove_file(folder, name, "dat");
}

void gnuplot_clear(const char *folder) {
    struct dirent **entries;
    const int count = scandir(folder, &entries, NULL, NULL);
    for (int i = 0; i < count; i++) {
        char *name = entries[i]->d_name, *extension = strrchr(name, '.');
        if (extension && strcmp(extension, ".gp") == 0) {
            *extension = '\0';
            if (is_own(folder, name))
                picture_remove(folder, name);
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}
