/* The page's last part: machine, build, launches, environment and study as tables, then as JSON. */
#include "check.h"
#include "digest.h"
#include "html.h"
#include "number.h"
#include "page.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HOSTS_SHOWN = 4, VALUES_SHOWN = 3, VALUES_SEEN = 12, TEXT_SHOWN = 100000 };

/* Words for keys that do not speak for themselves; all others have '_' replaced by a blank. */
static const struct {
    const char *key, *words;
} known_keys[] = {
    {"cpu_model", "CPU"},
    {"hwloc_topology", "topology (hwloc)"},
    {"pus_unmasked", "PUs that may be used"},
    {"page_bytes", "page size"},
    {"memory_bytes", "memory"},
    {"governor", "frequency governor"},
    {"smt", "hardware threads (SMT)"},
    {"clock_cost_ns", "cost of one clock reading, ns"},
    {"clock_step_ns", "smallest step of the clock, ns"},
    {"address_space_randomised", "address space randomised (0 to 2)"},
    {"cgroup_cpu_max", "CPU limit of the cgroup"},
    {"cgroup_memory_max", "memory limit of the cgroup"},
    {"flags", "compiler flags"},
    {"git_revision", "git revision"},
    {"started_utc", "started, UTC"},
    {"written_utc", "ended, UTC"},
    {"mask", "CPUs inherited (mask)"},
    {"requested", "CPUs asked for, per worker"},
    {"got", "CPUs read back, per worker"},
    {"last_seen", "CPU last seen on"},
    {"load_1min", "load of the last minute"},
    {"argv", "command line"},
};

static void print_key(FILE *out, const char *key) {
    fputs("<tr><th scope=\"row\">", out);
    for (size_t i = 0; i < sizeof known_keys / sizeof *known_keys; i++)
        if (strcmp(known_keys[i].key, key) == 0) {
            html_text(out, known_keys[i].words);
            fputs("</th>", out);
            return;
        }
    const bool is_variable = isupper((unsigned char)*key); /* of the environment: as it is */
    char *words = must_strdup(key);
    for (char *byte = words; *byte && !is_variable; byte++)
        *byte = *byte == '_' ? ' ' : *byte;
    html_text(out, words);
    free(words);
    fputs("</th>", out);
}

static bool is_scalar(const cJSON *value) {
    return !cJSON_IsArray(value) && !cJSON_IsObject(value);
}

/* A scalar for people; free it. */
static char *value_text(const char *key, const cJSON *value) {
    const char *bytes = strstr(key, "_bytes");
    if (cJSON_IsString(value))
        return must_strdup(*value->valuestring ? value->valuestring : "none");
    if (cJSON_IsBool(value))
        return must_strdup(cJSON_IsTrue(value) ? "yes" : "no");
    if (!cJSON_IsNumber(value))
        return must_strdup("unknown");
    if (bytes && strcmp(bytes, "_bytes") == 0)
        return must_strdup(number_bytes(value->valuedouble).text);
    return must_format("%.10g", value->valuedouble);
}

static void print_scalars(FILE *out, const cJSON *object) {
    for (const cJSON *value = object ? object->child : NULL; value; value = value->next) {
        if (!value->string || !is_scalar(value))
            continue;
        char *text = value_text(value->string, value);
        print_key(out, value->string);
        html_cell(out, NULL, text);
        fputs("</tr>\n", out);
        free(text);
    }
}

static void table_begin(FILE *out, const char *title) {
    fputs("<div>\n", out);
    html_element(out, "h3", title);
    fputs("<table class=\"sheet\"><tbody>\n", out);
}

static void table_end(FILE *out) {
    fputs("</tbody></table>\n</div>\n", out);
}

static void print_hosts(FILE *out, const cJSON *hosts) {
    int shown = 0;
    for (const cJSON *host = hosts ? hosts->child : NULL; host && shown < HOSTS_SHOWN;
         host = host->next, shown++) {
        table_begin(out, "Machine");
        print_scalars(out, host);
        table_end(out);
    }
    const int more = cJSON_GetArraySize(hosts) - shown;
    if (more > 0)
        fprintf(out, "<p class=\"hint\">and %d more, in provenance.json</p>\n", more);
}

/* The values that a key takes over many objects: the first few, or the range of numbers. */
struct spread {
    char *values[VALUES_SEEN];
    size_t count, objects;
    bool is_more; /* than VALUES_SEEN */
    bool are_numbers;
    double low, high;
    char *last;
};

static void spread_add(struct spread *spread, const char *key, const cJSON *value) {
    char *text = value_text(key, value);
    const double number = cJSON_IsNumber(value) ? value->valuedouble : NAN;
    spread->are_numbers = (spread->objects == 0 || spread->are_numbers) && !isnan(number);
    spread->low = spread->objects++ == 0 ? number : fmin(spread->low, number);
    spread->high = spread->objects == 1 ? number : fmax(spread->high, number);
    free(spread->last);
    spread->last = must_strdup(text);
    for (size_t i = 0; i < spread->count; i++)
        if (strcmp(spread->values[i], text) == 0) {
            free(text);
            return;
        }
    spread->is_more = spread->is_more || spread->count == VALUES_SEEN;
    if (spread->count < VALUES_SEEN)
        spread->values[spread->count++] = text;
    else
        free(text);
}

static void print_span(FILE *out, const char *low, const char *high) {
    html_text(out, low);
    fputs(" to ", out);
    html_text(out, high);
}

static void spread_print(FILE *out, const char *key, const struct spread *spread) {
    fputs("<td>", out);
    if (spread->count > VALUES_SHOWN && spread->are_numbers) {
        fprintf(out, "%.10g to %.10g", spread->low, spread->high);
    } else if (spread->count > VALUES_SHOWN && strstr(key, "_utc")) {
        print_span(out, spread->values[0], spread->last);
    } else {
        for (size_t i = 0; i < spread->count && i < VALUES_SHOWN; i++) {
            fputs(i ? " &#183; " : "", out);
            html_text(out, spread->values[i]);
        }
        if (spread->is_more)
            fprintf(out, " &#183; and more than %d others", VALUES_SEEN - VALUES_SHOWN);
        else if (spread->count > VALUES_SHOWN)
            fprintf(out, " &#183; and %zu more", spread->count - VALUES_SHOWN);
    }
    fputs("</td></tr>\n", out);
}

static void spread_clear(struct spread *spread) {
    for (size_t i = 0; i < spread->count; i++)
        free(spread->values[i]);
    free(spread->last);
    *spread = (struct spread){0};
}

/* Objects inside every launch: the launch itself (NULL), "program", "environment". */
static const cJSON *inside(const cJSON *launch, const char *part) {
    return part ? cJSON_GetObjectItem(launch, part) : launch;
}

/* Whether no launch before this one has the key. */
static bool is_first_with(const cJSON *launches, const cJSON *launch, const char *part,
                          const char *key) {
    for (const cJSON *other = launches->child; other != launch; other = other->next)
        if (cJSON_GetObjectItemCaseSensitive(inside(other, part), key))
            return false;
    return true;
}

static void print_launches_key(FILE *out, const cJSON *launches, const char *part,
                               const char *key) {
    struct spread spread = {0};
    for (const cJSON *launch = launches->child; launch; launch = launch->next) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(inside(launch, part), key);
        if (value && is_scalar(value))
            spread_add(&spread, key, value);
    }
    print_key(out, key);
    spread_print(out, key, &spread);
    spread_clear(&spread);
}

/* Keys of all launches are looked for in the first of each driver only: the others have the same.
 */
static void print_launches_part(FILE *out, const char *title, const cJSON *launches,
                                const cJSON *firsts, const char *part) {
    table_begin(out, title);
    for (const cJSON *first = firsts->child; first; first = first->next) {
        const cJSON *object = inside(first, part);
        for (const cJSON *value = object ? object->child : NULL; value; value = value->next)
            if (value->string && is_scalar(value) &&
                is_first_with(firsts, first, part, value->string))
                print_launches_key(out, launches, part, value->string);
    }
    table_end(out);
}

static void print_workers_key(FILE *out, const cJSON *launches, const char *key) {
    struct spread spread = {0};
    for (const cJSON *launch = launches->child; launch; launch = launch->next) {
        const cJSON *workers = cJSON_GetObjectItem(launch, "workers");
        for (const cJSON *worker = workers ? workers->child : NULL; worker; worker = worker->next) {
            const cJSON *value = cJSON_GetObjectItem(worker, key);
            if (value && is_scalar(value))
                spread_add(&spread, key, value);
        }
    }
    if (spread.objects) {
        print_key(out, key);
        spread_print(out, key, &spread);
    }
    spread_clear(&spread);
}

static void print_binding(FILE *out, const cJSON *launches) {
    static const char *const keys[] = {"requested", "got", "last_seen"};
    table_begin(out, "Placement of workers");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        print_workers_key(out, launches, keys[i]);
    table_end(out);
}

static void print_tables(FILE *out, const cJSON *document, const cJSON *digest) {
    const cJSON *launches = cJSON_GetObjectItem(document, "launches");
    const cJSON *firsts = cJSON_GetObjectItem(digest, "launches");
    print_hosts(out, cJSON_GetObjectItem(document, "hosts"));
    if (!cJSON_IsArray(launches) || !cJSON_IsArray(firsts))
        return;
    print_launches_part(out, "Build", launches, firsts, "program");
    print_launches_part(out, "Launches", launches, firsts, NULL);
    print_binding(out, launches);
    print_launches_part(out, "Environment", launches, firsts, "environment");
}

/* As much of the text as a page has room for; cut between characters of UTF-8. */
static void print_text(FILE *out, const char *summary, const char *text) {
    char *shown = must_format("%.*s", TEXT_SHOWN, text);
    size_t length = strlen(shown);
    const bool is_cut = text[length] != '\0';
    while (is_cut && length && (text[length] & 0xc0) == 0x80)
        shown[--length] = '\0';
    fprintf(out, "<details class=\"text\">\n<summary>%s</summary>\n<pre tabindex=\"0\">", summary);
    html_text(out, shown);
    fprintf(out, "%s</pre>\n</details>\n", is_cut ? "\n..." : "");
    free(shown);
}

static void print_one(FILE *out, const char *provenance) {
    size_t left_out;
    char *text = digest_make(provenance, &left_out);
    cJSON *document = cJSON_Parse(provenance), *digest = cJSON_Parse(text);
    const char *study = cJSON_GetStringValue(cJSON_GetObjectItem(document, "study_text"));
    fputs("<article>\n", out);
    fputs("<div class=\"sheets\">\n", out);
    print_tables(out, document, digest);
    fputs("</div>\n", out);
    if (study)
        print_text(out, "The study file", study);
    print_text(out, "provenance.json, the first launch of every driver", text);
    if (left_out)
        fprintf(out,
                "<p class=\"hint\">provenance.json beside the samples holds the other %zu "
                "launch%s, too.</p>\n",
                left_out, left_out == 1 ? "" : "es");
    fputs("</article>\n", out);
    cJSON_Delete(document);
    cJSON_Delete(digest);
    free(text);
}

void page_print_provenance(FILE *out, const struct page *page) {
    fputs("<section id=\"part_provenance\">\n<h2>The set-up: machine, build, launches, "
          "environment</h2>\n",
          out);
    if (!page->provenances[0])
        fputs("<p>There is no provenance.json beside the samples: where, how and by what they were "
              "taken is unknown.</p>\n",
              out);
    for (size_t i = 0; page->provenances[i]; i++)
        print_one(out, page->provenances[i]);
    fputs("</section>\n", out);
}
