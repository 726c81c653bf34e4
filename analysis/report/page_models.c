/* The scaling models of a panel: per series what was fitted, which of them is quoted, how far they
 * miss, and why the others say nothing. */
#include "check.h"
#include "html.h"
#include "number.h"
#include "page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of more points only the largest residual is named. */
enum { RESIDUALS_SHOWN = 16, COLUMNS = 6 };

static void group_begin(FILE *out, const struct fits *fits, const char *class) {
    fprintf(out, "<tr class=\"%s s%zu\">", class, (size_t)(fits->series - fits->panel->items));
}

static void print_head(FILE *out, const struct fits *fits) {
    group_begin(out, fits, "class");
    fprintf(out, "<th scope=\"colgroup\" colspan=\"%d\">", COLUMNS);
    html_text(out, fits->series->name);
    if (fits->chosen) {
        fprintf(out, ": %s is chosen", fits->chosen->model->name);
    } else if (fits->unchosen) {
        fputs(": none is chosen, ", out);
        html_text(out, fits->unchosen);
    }
    fputs("</th></tr>\n", out);
}

/* Parameters named in seconds are times, all others plain numbers. */
static struct number parameter_text(const char *name, double value) {
    const size_t length = strlen(name);
    if (isinf(value))
        return (struct number){"no end"};
    return length > 2 && strcmp(name + length - 2, "_s") == 0 ? number_time(value)
                                                              : number_plain(value);
}

static void print_parameters(FILE *out, const struct fit *fit) {
    fputs("<td>", out);
    for (size_t i = 0; fit->model->parameters[i]; i++) {
        const char *name = fit->model->parameters[i];
        const struct estimate estimate = fit->parameters[i];
        fprintf(out, "%s%s %s", i ? "<br>" : "", name, parameter_text(name, estimate.value).text);
        if (estimate_limited(estimate))
            fprintf(out, " <small>(%s to %s)</small>", parameter_text(name, estimate.low).text,
                    parameter_text(name, estimate.high).text);
        else
            fputs(" <small>(no limits)</small>", out);
    }
    if (fit->note) {
        fputs(fit->model->parameters[0] ? "<br><small>" : "<small>", out);
        html_text(out, fit->note);
        fputs("</small>", out);
    }
    fputs("</td>", out);
}

static void print_part(FILE *out, double part) {
    if (isnan(part))
        fputs("<td></td>", out);
    else
        fprintf(out, "<td class=\"n\">%.1f %%</td>", 100 * part);
}

/* "+0.0 %" and "-0.0 %" are the same to a reader. */
static double rounded_percent(double part) {
    return round(1000 * part) / 10 + 0.0;
}

static void print_residuals(FILE *out, const struct fits *fits, const struct fit *fit) {
    const struct series *series = fits->series;
    size_t largest = 0;
    for (size_t i = 1; i < series->count; i++)
        if (fabs(fit->residuals[i]) > fabs(fit->residuals[largest]))
            largest = i;
    fputs("<td class=\"residuals\"><small>", out);
    if (series->count > RESIDUALS_SHOWN)
        fprintf(out, "largest %+.1f %% at %g", rounded_percent(fit->residuals[largest]),
                series->items[largest].workers);
    for (size_t i = 0; i < series->count && series->count <= RESIDUALS_SHOWN; i++)
        fprintf(out, "%s%g:&#160;%+.1f&#160;%%", i ? ", " : "", series->items[i].workers,
                rounded_percent(fit->residuals[i]));
    fputs("</small></td>", out);
}

static void print_fit(FILE *out, const struct fits *fits, const struct fit *fit) {
    group_begin(out, fits, fit == fits->chosen ? "chosen" : "fit");
    fputs("<th scope=\"row\">", out);
    html_text(out, fit->model->name);
    fputs(fit == fits->chosen ? " <b>chosen</b><br><small>" : "<br><small>", out);
    html_text(out, fit->model->formula);
    fputs("</small></th>", out);
    print_parameters(out, fit);
    print_part(out, fit->error);
    print_part(out, fit->loo_error);
    fprintf(out, "<td class=\"n\">%s</td>", isnan(fit->aicc) ? "" : number_plain(fit->aicc).text);
    print_residuals(out, fits, fit);
    fputs("</tr>\n", out);
}

static bool is_first_with_reason(const struct fits *fits, size_t i) {
    for (size_t j = 0; j < i; j++)
        if (fits->items[j].unfit && strcmp(fits->items[j].unfit, fits->items[i].unfit) == 0)
            return false;
    return true;
}

/* Models that say nothing for the same reason share a line. */
static void print_unfit(FILE *out, const struct fits *fits, size_t first) {
    const char *reason = fits->items[first].unfit;
    group_begin(out, fits, "unfit");
    fprintf(out, "<td colspan=\"%d\">", COLUMNS);
    for (size_t i = first; i < fits->count; i++)
        if (fits->items[i].unfit && strcmp(fits->items[i].unfit, reason) == 0)
            fprintf(out, "%s%s", i > first ? ", " : "", fits->items[i].model->name);
    fputs(": ", out);
    html_text(out, reason);
    fputs("</td></tr>\n", out);
}

static void print_fits(FILE *out, const struct fits *fits) {
    print_head(out, fits);
    for (size_t i = 0; i < fits->count; i++)
        if (!fits->items[i].unfit)
            print_fit(out, fits, &fits->items[i]);
    for (size_t i = 0; i < fits->count; i++)
        if (fits->items[i].unfit && is_first_with_reason(fits, i))
            print_unfit(out, fits, i);
}

void page_print_models(FILE *out, const struct page *page, const struct panel *panel) {
    static const char *const heads[] = {
        "model", "parameters, 95 % limits",  "error (RMS)", "left one out",
        "AICc",  "residuals at the workers", NULL};
    enum { SERIES_BYTES = 8000 };
    html_heads(out, "numbers models", heads);
    for (size_t s = 0; s < panel->count; s++)
        if (panel->items[s].count > 1 && page_has_room(out, SERIES_BYTES))
            print_fits(out, scaling_of(page->scaling, &panel->items[s]));
    html_heads_end(out);
}
