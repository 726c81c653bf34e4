/* summary.csv: one row per configuration. */
#include "check.h"
#include "csvline.h"
#include "files.h"
#include "files_inside.h"

#include <stdlib.h>

/* Empty where nothing is measured by it: of probes. */
static void print_base(FILE *out, const struct panel *panel, const struct point *point) {
    if (isnan(point->speedup.value)) {
        fputs(",,", out);
        return;
    }
    char *base = panel_base_name(panel);
    fputc(',', out);
    csv_write_field(out, base);
    free(base);
    file_number(out, panel_base(panel)->time_s.value);
}

static void print_point(FILE *out, const struct panel *panel, const struct point *point) {
    file_number(out, point->workers);
    file_number(out, (double)point->configuration->count);
    file_number(out, (double)point->launches);
    file_estimate(out, point->time_s);
    file_number(out, point->min_s);
    file_number(out, point->max_s);
    file_estimate(out, point->speedup);
    file_estimate(out, point->efficiency);
    file_estimate(out, point->karp_flatt);
    file_measure(out, point->measures[MEASURE_cpu_s]);
    file_measure(out, point->measures[MEASURE_spawn_s]);
    file_measure(out, point_memory_bytes(point));
    print_base(out, panel, point);
    file_measure(out, point->measures[MEASURE_op_p50_us]);
    file_measure(out, point->measures[MEASURE_op_p99_us]);
    file_measure(out, point->measures[MEASURE_op_max_us]);
    file_number(out, point->configuration->setup.nodes ? point->configuration->setup.nodes : 1);
    fputc('\n', out);
}

void summary_print(FILE *out, const struct study *study) {
    fprintf(
        out,
        "%s,workers,rows,launches,time_s,time_low_s,time_high_s,min_s,max_s,speedup,speedup_low,"
        "speedup_high,efficiency,efficiency_low,efficiency_high,karp_flatt,karp_flatt_low,"
        "karp_flatt_high,cpu_s,spawn_s,memory_bytes,base,base_s,op_p50_us,op_p99_us,op_max_us,"
        "nodes\n",
        files_series_columns);
    for (size_t i = 0; i < study->count + study->probe_count; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            for (size_t p = 0; p < study->items[i].items[s].count; p++) {
                const struct panel *panel = &study->items[i];
                file_series(out, study->data, panel, &panel->items[s]);
                print_point(out, panel, &panel->items[s].items[p]);
            }
}
