#include "forecastplot.h"

#include "check.h"
#include "forecast.h"
#include "gnuplot.h"
#include "outfile.h"
#include "stroke.h"

#include <stdlib.h>

enum { HEIGHT = 320, ENTRIES = 3, KEY_LETTERS = 20 };

static const char simulated_colour[] = "#cc79a7", measured_colour[] = "#d55e00";

static void print_points(FILE *out, const struct forecast *forecast, bool simulated) {
    fprintf(out, "# %s\n# workers efficiency time_s\n", simulated ? "simulated" : "measured");
    for (size_t i = 0; i < forecast->count; i++) {
        const struct forecast_point *point = &forecast->items[i];
        const double efficiency =
            simulated ? point->simulated_efficiency : point->measured_efficiency;
        if (!isnan(efficiency))
            fprintf(out, "%u %.9g %.9g\n", point->workers, efficiency,
                    simulated ? point->simulated_s : point->measured_s.value);
    }
    fputs("NaN NaN NaN\n\n\n", out);
}

static bool data_write(const struct forecast *forecast, const char *folder, const char *name,
                       struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out)
        return false;
    print_points(out, forecast, true);
    print_points(out, forecast, false);
    return outfile_close(out, folder, fault);
}

static double most_of(const struct forecast *forecast) {
    double most = 1;
    for (size_t i = 0; i < forecast->count; i++) {
        most = fmax(most, forecast->items[i].simulated_efficiency);
        most = fmax(most, forecast->items[i].measured_efficiency);
    }
    return most;
}

static bool script_write(const struct forecast *forecast, const char *folder, const char *name,
                         const char *title, struct fault *fault) {
    FILE *out = outfile_open(folder, name, "gp", fault);
    if (!out)
        return false;
    gnuplot_begin(out, name, title, HEIGHT);
    gnuplot_key(out, ENTRIES, KEY_LETTERS, HEIGHT);
    fprintf(out,
            "set xlabel 'ranks'\nset ylabel 'efficiency'\nset logscale x 2\n"
            "set xrange [0.8:%.9g]\nset yrange [0:%.9g]\n",
            1.25 * forecast->items[forecast->count - 1].workers, 1.1 * most_of(forecast));
    fprintf(out,
            "plot 1 with lines lc rgb '" COLOUR_REFERENCE "' lw 1 title 'ideal', \\\n"
            "  '%s.dat' index 0 using 1:2 with linespoints dt 2 lw 2 pt 6 ps 0.8 lc rgb '%s' "
            "title 'simulated', \\\n"
            "  '%s.dat' index 1 using 1:2 with linespoints dt 1 lw 2 pt 7 ps 0.8 lc rgb '%s' "
            "title 'measured here'\n",
            name, simulated_colour, name, measured_colour);
    gnuplot_end(out, name, HEIGHT);
    return outfile_close(out, folder, fault);
}

/* Takes the caption. */
static bool add(const struct forecast *forecast, size_t number, struct pictures *pictures,
                struct fault *fault) {
    char *name = must_format("forecast-%zu", number);
    char *caption = must_format("Simulated%s: %s", forecast->here ? " here" : "", forecast->name);
    const bool good = data_write(forecast, pictures->folder, name, fault) &&
                      script_write(forecast, pictures->folder, name, caption, fault);
    pictures_add(pictures, "forecast", PICTURE_MAIN, name, caption);
    return good;
}

bool forecastplot_add(const struct picture_input *input, struct pictures *pictures,
                      struct fault *fault) {
    struct forecasts forecasts = forecasts_make(input->study->data);
    bool good = true;
    for (size_t i = 0; good && i < forecasts.count; i++)
        if (forecasts.items[i].count > 1)
            good = add(&forecasts.items[i], i, pictures, fault);
    forecasts_free(&forecasts);
    return good;
}
