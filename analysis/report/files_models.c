/* models.csv: one row per parameter of every fit. */
#include "csvline.h"
#include "files.h"
#include "files_inside.h"

/* One row per parameter, so that models of any size fit; a model without any has one row. */
static void print_fit(FILE *out, const struct scaling *scaling, const struct fits *fits,
                      const struct fit *fit) {
    const struct model *model = fit->model;
    for (size_t i = 0; i == 0 || model->parameters[i]; i++) {
        const bool known = model->parameters[i] && !fit->unfit;
        file_series(out, scaling->study->data, fits->panel, fits->series);
        fprintf(out, ",%s,", model->name);
        csv_write_field(out, model->formula);
        file_number(out, (double)fit->points);
        fprintf(out, ",%s", model->parameters[i] ? model->parameters[i] : "");
        file_number(out, known ? fit->parameters[i] : NAN);
        file_number(out, fit->unfit ? NAN : fit->error);
        fputc(',', out);
        csv_write_field(out, fit->unfit ? fit->unfit : "");
        fputc('\n', out);
    }
}

void models_print(FILE *out, const struct scaling *scaling) {
    fprintf(out, "%s,model,formula,points,parameter,value,relative_error,not_fitted_because\n",
            files_series_columns);
    for (size_t i = 0; i < scaling->count; i++)
        for (size_t m = 0; m < scaling->items[i].count; m++)
            print_fit(out, scaling, &scaling->items[i], &scaling->items[i].items[m]);
}
