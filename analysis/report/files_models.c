/*
 * models.csv: one row per parameter of every fit. chosen is 1 for the model of the series that is
 * drawn and quoted. residuals lists predicted / measured - 1 of every point, "w=residual; ...";
 * those beyond `points` were predicted, not fitted; of more than MODEL_POINTS_MAX points they are
 * left out, as no reader of CSV expects fields that long. An infinite parameter is written "inf".
 */
#include "csvline.h"
#include "files.h"
#include "files_inside.h"

/* To nine decimals: what is left of rounding is no error, and differs from compiler to compiler. */
static double error_rounded(double error) {
    return round(error * 1e9) / 1e9 + 0.0; /* not -0 */
}

static void print_residuals(FILE *out, const struct fits *fits, const struct fit *fit) {
    const size_t count = fits->series->count;
    fputc(',', out);
    for (size_t i = 0; !fit->unfit && count <= MODEL_POINTS_MAX && i < count; i++)
        fprintf(out, "%s%g=%.4g", i ? "; " : "", fits->series->items[i].workers,
                error_rounded(fit->residuals[i]));
}

static void print_parameter(FILE *out, const struct fit *fit, size_t i) {
    const char *name = fit->model->parameters[i];
    fprintf(out, ",%s", name ? name : "");
    file_estimate(out, name && !fit->unfit ? fit->parameters[i] : estimate_unknown());
}

static void print_row(FILE *out, const struct scaling *scaling, const struct fits *fits,
                      const struct fit *fit, size_t parameter) {
    file_series(out, scaling->study->data, fits->panel, fits->series);
    fprintf(out, ",%s,", fit->model->name);
    csv_write_field(out, fit->model->formula);
    file_number(out, (double)fit->points);
    print_parameter(out, fit, parameter);
    file_number(out, error_rounded(fit->error));
    file_number(out, fit->aicc);
    file_number(out, error_rounded(fit->loo_error));
    fprintf(out, ",%d", fit == fits->chosen);
    print_residuals(out, fits, fit);
    fputc(',', out);
    csv_write_field(out, fit->unfit ? fit->unfit : "");
    fputc(',', out);
    csv_write_field(out, fit->note ? fit->note : "");
    fputc('\n', out);
}

/* One row per parameter, so that models of any size fit; a model without any has one row. */
static void print_fit(FILE *out, const struct scaling *scaling, const struct fits *fits,
                      const struct fit *fit) {
    for (size_t i = 0; i == 0 || fit->model->parameters[i]; i++)
        print_row(out, scaling, fits, fit, i);
}

void models_print(FILE *out, const struct scaling *scaling) {
    fprintf(out,
            "%s,model,formula,points,parameter,value,low,high,relative_error,aicc,loo_error,chosen,"
            "residuals,not_fitted_because,note\n",
            files_series_columns);
    for (size_t i = 0; i < scaling->count; i++)
        for (size_t m = 0; m < scaling->items[i].count; m++)
            print_fit(out, scaling, &scaling->items[i], &scaling->items[i].items[m]);
}
