#include "extrap.h"

#include "check.h"
#include "outfile.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char first_line[] = "# For Extra-P: extrap --text --median FILE\n";

static bool has_curve(const struct series *series) {
    return series->count > 1;
}

static bool same_points(const struct series *a, const struct series *b) {
    if (a->count != b->count)
        return false;
    for (size_t p = 0; p < a->count; p++)
        if (a->items[p].workers != b->items[p].workers)
            return false;
    return true;
}

static void print_name(FILE *out, const char *name) {
    for (; *name; name++) {
        fputc((unsigned char)*name < ' ' ? ' ' : *name, out);
        if (name[0] == '-' && name[1] == '>')
            fputc(' ', out);
    }
    fputc('\n', out);
}

/* Nine significant digits without an exponent, which the format's grammar does not have. */
static void print_time(FILE *out, double time_s) {
    const int digits_before = (int)floor(log10(time_s)) + 1;
    const int decimals = digits_before < 9 ? 9 - digits_before : 0;
    fprintf(out, " %.*f", decimals, time_s);
}

static void print_region(FILE *out, const struct series *series) {
    fputs("\nREGION ", out);
    print_name(out, series->name);
    for (size_t p = 0; p < series->count; p++) {
        const struct point *point = &series->items[p];
        fputs("DATA", out);
        for (size_t i = 0; i < point->launches; i++)
            print_time(out, point->ordered_s[i]);
        fputc('\n', out);
    }
}

void extrap_print(FILE *out, const struct panel *panel, const struct series *like) {
    fputs(first_line, out);
    fputs("# ", out);
    print_name(out, panel->name);
    fprintf(out, "# %s scaling; time is in seconds, one value per launch: its median\n",
            panel->weak ? "weak" : "strong");
    fputs("PARAMETER workers\nPOINTS", out);
    for (size_t p = 0; p < like->count; p++)
        fprintf(out, " %.0f", like->items[p].workers);
    fputs("\nMETRIC time\n", out);
    for (size_t s = 0; s < panel->count; s++)
        if (same_points(&panel->items[s], like))
            print_region(out, &panel->items[s]);
}

/* Whether an earlier series of the panel has these points: then its file has this series. */
static bool is_written(const struct panel *panel, const struct series *series) {
    for (const struct series *earlier = panel->items; earlier < series; earlier++)
        if (same_points(earlier, series))
            return true;
    return false;
}

static bool file_write(const char *folder, const struct panel *panel, const struct series *like,
                       unsigned number, struct fault *fault) {
    char *name = number == 1 ? must_strdup(panel->slug) : must_format("%s.%u", panel->slug, number);
    FILE *out = outfile_open(folder, name, "txt", fault);
    free(name);
    if (!out)
        return false;
    extrap_print(out, panel, like);
    return outfile_close(out, folder, fault);
}

static bool panel_write(const char *folder, const struct panel *panel, struct fault *fault) {
    unsigned number = 0;
    for (size_t s = 0; s < panel->count; s++) {
        const struct series *series = &panel->items[s];
        if (has_curve(series) && !is_written(panel, series) &&
            !file_write(folder, panel, series, ++number, fault))
            return false;
    }
    return true;
}

static bool is_own(const char *path) {
    char line[sizeof first_line] = "";
    FILE *file = fopen(path, "re");
    const bool own = file && fgets(line, sizeof line, file) && strcmp(line, first_line) == 0;
    if (file)
        fclose(file);
    return own;
}

static void folder_clear(const char *folder) {
    struct dirent **entries;
    const int count = scandir(folder, &entries, NULL, NULL);
    for (int i = 0; i < count; i++) {
        const char *extension = strrchr(entries[i]->d_name, '.');
        char *path = must_format("%s/%s", folder, entries[i]->d_name);
        if (extension && strcmp(extension, ".txt") == 0 && is_own(path))
            unlink(path);
        free(path);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static bool study_has_curve(const struct study *study) {
    for (size_t i = 0; i < study->count; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            if (has_curve(&study->items[i].items[s]))
                return true;
    return false;
}

bool extrap_write(const char *folder, const struct study *study, struct fault *fault) {
    char *extrap = must_format("%s/extrap", folder);
    folder_clear(extrap);
    bool good = !study_has_curve(study) || outfile_folder(extrap, fault);
    for (size_t i = 0; good && i < study->count; i++)
        good = panel_write(extrap, &study->items[i], fault);
    free(extrap);
    return good;
}
