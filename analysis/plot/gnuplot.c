#include "gnuplot.h"

#include "check.h"
#include "stroke.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Longer titles are cut. */
enum { TITLE_LINES = 3, TITLE_LINE = 22 };

static void print_byte(FILE *out, char byte) {
    fputc((unsigned char)byte < ' ' ? ' ' : byte, out);
}

static void print_quoted(FILE *out, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\'')
            fputc('\'', out);
        print_byte(out, text[i]);
    }
}

void gnuplot_text(FILE *out, const char *text) {
    fputc('\'', out);
    print_quoted(out, text, strlen(text));
    fputc('\'', out);
}

/* Where to cut a text of UTF-8 to at most that many bytes: not inside a character. */
static size_t cut_at(const char *text, size_t most) {
    size_t length = most;
    while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}

void gnuplot_key_text(FILE *out, const char *text) {
    const size_t length = strlen(text);
    fputc('\'', out);
    if (length <= GNUPLOT_KEY_LETTERS) {
        print_quoted(out, text, length);
    } else {
        print_quoted(out, text, cut_at(text, GNUPLOT_KEY_LETTERS - 3));
        fputs("...", out);
    }
    fputc('\'', out);
}

void gnuplot_comment(FILE *out, const char *text) {
    for (; *text; text++)
        print_byte(out, *text);
}

void gnuplot_datum(FILE *out, const char *text) {
    fputc('"', out);
    for (; *text; text++)
        switch (*text) {
        case '"':
            fputs("\u201d", out);
            break;
        case '\'':
            fputs("\u2019", out);
            break;
        case '\\':
            fputc('/', out);
            break;
        default:
            print_byte(out, *text);
        }
    fputc('"', out);
}

/* How many bytes go on one line: up to the last colon or else the last blank that fits. */
static size_t line_length(const char *text, size_t letters) {
    const size_t length = strlen(text);
    if (length <= letters)
        return length;
    for (size_t colon = letters; colon > letters / 3; colon--)
        if (text[colon] == ' ' && text[colon - 1] == ':')
            return colon;
    size_t blank = letters;
    while (blank > letters / 2 && text[blank] != ' ')
        blank--;
    return text[blank] == ' ' ? blank : cut_at(text, letters);
}

unsigned gnuplot_title_height(const char *title) {
    unsigned lines = 0;
    while (lines < TITLE_LINES && (!lines || *title)) {
        title += line_length(title, GNUPLOT_TITLE_LETTERS);
        title += strspn(title, " ");
        lines++;
    }
    return lines * TITLE_LINE;
}

/* Lines are texts of their own joined by a line feed: single quotes have no escape for it. */
void gnuplot_wrapped(FILE *out, const char *text, size_t letters, unsigned lines) {
    for (unsigned line = 0; line < lines && (!line || *text); line++) {
        const size_t length = line_length(text, letters);
        const bool cut = line + 1 == lines && text[length];
        fputs(line ? ".\"\\n\".'" : "'", out);
        print_quoted(out, text, length);
        fputs(cut ? "...'" : "'", out);
        text += length;
        text += strspn(text, " ");
    }
}

/* A white ground, so that the picture is readable on a dark page and in print. */
void gnuplot_begin(FILE *out, const char *name, const char *title, unsigned height) {
    fprintf(out,
            "# Draws %s.svg and %s.pdf: gnuplot %s.gp\n"
            "set terminal svg size %d,%u dynamic noenhanced font 'Helvetica,15' "
            "background '" COLOUR_GROUND "' name 'convoy'\n"
            "set output '%s.svg'\n"
            "set encoding utf8\n",
            name, name, name, GNUPLOT_WIDTH, height, name);
    fputs("set title ", out);
    gnuplot_wrapped(out, title, GNUPLOT_TITLE_LETTERS, TITLE_LINES);
    fputs(" font ',15'\n", out);
    fprintf(out,
            "set border 3 lc rgb '" COLOUR_SOFT "'\n"
            "set grid lc rgb '" COLOUR_GRID "' lw 1 dt 1\n"
            "set tics nomirror scale 0.5\n"
            "set xlabel offset 0,0.4\n"
            "set key below left Left reverse vertical maxcols 2 width -9 samplen 3 spacing 1.1 "
            "font ',%g'\n"
            "set datafile missing 'NaN'\n",
            GNUPLOT_KEY_FONT);
}

/* Half of the width has room for that many letters beside the sample of a line, in the key's usual
 * font and in the small one. gnuplot's row is 1.5 times the font, times the spacing of 1.1. */
enum {
    KEY_HALF_LETTERS = 22,
    KEY_SMALL_LETTERS = 34,
    KEY_ROW = 22,
    KEY_ROW_SMALL = 18,
    AXIS_HEIGHT = 62
};

static bool key_is_small(size_t letters) {
    return letters > KEY_HALF_LETTERS && letters <= KEY_SMALL_LETTERS;
}

static size_t key_rows(size_t entries, size_t letters) {
    return letters > KEY_SMALL_LETTERS ? entries : (entries + 1) / 2;
}

unsigned gnuplot_key_height(size_t entries, size_t letters) {
    return (unsigned)key_rows(entries, letters) * (key_is_small(letters) ? KEY_ROW_SMALL : KEY_ROW);
}

/* gnuplot's SVG takes letters for almost twice as wide as they are: that many are taken back. Of
 * the small ones a column of 25 by gnuplot's count is half of the width. */
static int key_letters_back(size_t letters) {
    return key_is_small(letters) ? (int)letters - 25 : (int)letters / 4;
}

/* The PDF knows how wide letters are. */
void gnuplot_key(FILE *out, size_t entries, size_t letters, unsigned height) {
    const double key = gnuplot_key_height(entries, letters);
    fprintf(out, "set bmargin at screen %.4f\n", (key + AXIS_HEIGHT) / height);
    fprintf(out, "set key at screen 0.02, screen %.4f left top horizontal maxcols %d width %d\n",
            (key + 8) / height, letters > KEY_SMALL_LETTERS ? 1 : 2, -key_letters_back(letters));
    if (key_is_small(letters))
        fprintf(out, "set key samplen 1.5 font ',%g'\npdf_key_width = 2\n", GNUPLOT_KEY_FONT_SMALL);
}

/* Letters and lines are as large as the SVG's. */
void gnuplot_end(FILE *out, const char *name, unsigned height) {
    fprintf(out,
            "set terminal pdfcairo size %.2fin,%.2fin noenhanced font 'Helvetica,15'\n"
            "set output '%s.pdf'\n"
            "if (exists('pdf_key_width')) set key width pdf_key_width\n"
            "replot\n",
            GNUPLOT_WIDTH / 96.0, height / 96.0, name);
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
