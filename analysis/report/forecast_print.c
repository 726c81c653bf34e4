#include "forecast_print.h"

#include "check.h"
#include "forecast.h"
#include "number.h"

#include <stdlib.h>

static void print_here(FILE *out, const struct forecast_point *point) {
    const struct estimate error = forecast_error(point);
    if (isnan(error.value))
        return;
    fprintf(out, "    %u rank%s: simulated %s, measured %s, error %+.0f %%", point->workers,
            number_plural(point->workers), number_time(point->simulated_s).text,
            number_time(point->measured_s.value).text, 100 * error.value);
    if (estimate_limited(error))
        fprintf(out, " (%+.0f to %+.0f)", 100 * error.low, 100 * error.high);
    else
        fputs(" (no limits)", out);
    fprintf(out, "; fastest %s, %+.0f %%\n", number_time(point->fastest_s).text,
            100 * forecast_error_fastest(point));
}

static void print_there(FILE *out, const struct forecast_point *point) {
    if (isnan(point->simulated_s))
        return;
    fprintf(out, "    %u rank%s: %s, efficiency %s\n", point->workers,
            number_plural(point->workers), number_time(point->simulated_s).text,
            number_plain(point->simulated_efficiency).text);
}

void forecast_print(FILE *out, const struct data *data) {
    struct forecasts forecasts = forecasts_make(data);
    if (forecasts.count)
        fputs("\nSimulated, not measured\n", out);
    for (size_t i = 0; i < forecasts.count; i++) {
        const struct forecast *forecast = &forecasts.items[i];
        fprintf(out, "  %s; %s\n", forecast->name, forecast->platform);
        for (size_t p = 0; p < forecast->count; p++)
            (forecast->here ? print_here : print_there)(out, &forecast->items[p]);
    }
    if (forecasts.count) {
        char *sentence = forecast_sentence(&forecasts);
        fprintf(out, "  %s\n\n", sentence);
        free(sentence);
    }
    forecasts_free(&forecasts);
}
