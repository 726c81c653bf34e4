#include "scripts.h"

#include "check.h"
#include "gnuplot.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *scripts_folder(void) {
    char *folder = must_strdup("/tmp/convoy-plots-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return folder;
}

void scripts_remove(char *folder) {
    DIR *all = opendir(folder);
    assert_non_null(all);
    for (const struct dirent *entry; (entry = readdir(all));)
        if (entry->d_name[0] != '.')
            assert_int_equal(unlinkat(dirfd(all), entry->d_name, 0), 0);
    closedir(all);
    assert_int_equal(rmdir(folder), 0);
    free(folder);
}

char *scripts_text(const char *folder, const char *name, const char *extension) {
    char *path = must_format("%s/%s.%s", folder, name, extension);
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    struct stat about;
    assert_int_equal(fstat(fileno(in), &about), 0);
    char *text = must_alloc((size_t)about.st_size + 1);
    assert_int_equal(fread(text, 1, (size_t)about.st_size, in), about.st_size);
    fclose(in);
    free(path);
    return text;
}

void scripts_draw(const char *folder, const char *name) {
    if (!gnuplot_exists())
        return;
    assert_true(gnuplot_run(folder, name));
    static const char *const extensions[] = {"svg", "pdf"};
    for (size_t i = 0; i < 2; i++) {
        char *text = scripts_text(folder, name, extensions[i]);
        assert_true(*text);
        free(text);
    }
}

size_t scripts_count(const char *text, const char *part) {
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}
