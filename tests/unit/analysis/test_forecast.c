/* Simulated rows: kept apart from measured ones, compared with them, drawn dashed. */
#include "check.h"
#include "fits.h"
#include "forecast.h"
#include "forecastplot.h"
#include "load.h"
#include "made_up.h"
#include "scripts.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "kernel,driver,workers,wall_s,scaling,schedule,simulated,launch,ok\n"
/* Weak scaling: one worker 1 s, two ranks measured 1.25 s in six launches. */
#define MEASURED                                                           \
    "heat,serial,1,1,weak,static,,1,1\n"                                   \
    "heat,mpi,2,1.25,weak,static,,2,1\nheat,mpi,2,1.25,weak,static,,3,1\n" \
    "heat,mpi,2,1.25,weak,static,,4,1\nheat,mpi,2,1.25,weak,static,,5,1\n" \
    "heat,mpi,2,1.25,weak,static,,6,1\nheat,mpi,2,0.9,weak,static,,7,1\n"
#define CLUSTER                                              \
    "heat,simulated,1,1,weak,static,nodes of 16 cores,1,1\n" \
    "heat,simulated,64,2,weak,static,nodes of 16 cores,1,1\n"
#define HERE                                                   \
    "heat,simulated,1,1,weak,static,\"this machine, 2\",1,1\n" \
    "heat,simulated,2,1.125,weak,static,\"this machine, 2\",1,1\n"

static struct data *made_of(const char *csv) {
    struct fault fault = {0};
    struct data *data = loaded(csv, strlen(csv), &fault);
    assert_non_null(data);
    return data;
}

static void near(double value, double wanted) {
    if (!(fabs(value - wanted) < 1e-12))
        fail_msg("%.12g instead of %.12g", value, wanted);
}

/* Either mark is enough: the driver or the column. */
static void simulated_rows_are_no_samples(void **state) {
    (void)state;
    struct data *data = made_of(HEAD MEASURED CLUSTER "heat,mpi,4,9,weak,static,a platform,1,1\n"
                                                      "heat,simulated,4,9,weak,static,,1,1\n");
    assert_int_equal(data->fates[ROW_SIMULATED], 4);
    assert_int_equal(data->fates[ROW_USED], 7);
    assert_int_equal(data->count, 2);
    for (size_t i = 0; i < data->count; i++)
        assert_true(data->items[i].setup.workers <= 2);
    struct study *study = study_make(data);
    for (size_t i = 0; i < study->count; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            assert_int_not_equal(study->items[i].items[s].role, ROLE_OTHER);
    study_free(study);
    data_free(data);
}

static void only_simulated_rows_are_no_data(void **state) {
    (void)state;
    struct fault fault = {0};
    struct data *data = made_of(HEAD CLUSTER);
    assert_false(load_finish(data, "simulated.csv", &fault));
    assert_int_equal(fault.code, EXIT_USER);
    data_free(data);
}

static void efficiency_is_against_one_simulated_worker(void **state) {
    (void)state;
    struct data *data = made_of(HEAD MEASURED HERE CLUSTER);
    struct forecasts forecasts = forecasts_make(data);
    assert_int_equal(forecasts.count, 2);
    const struct forecast *cluster = &forecasts.items[0]; /* those of this machine come last */
    assert_false(cluster->here);
    assert_int_equal(cluster->count, 2);
    near(cluster->items[1].simulated_efficiency, 0.5);
    assert_true(isnan(cluster->items[1].measured_efficiency));
    forecasts_free(&forecasts);
    data_free(data);
}

/* Two ranks on two PUs, but not four. */
static void measured_curves_go_on_beside_a_cluster(void **state) {
    (void)state;
    struct data *data = made_of("kernel,driver,workers,wall_s,scaling,simulated,pus\n"
                                "k,serial,1,1,weak,,2\nk,mpi,2,2,weak,,2\nk,mpi,4,4,weak,,2\n"
                                "k,simulated,1,1,weak,p,1\nk,simulated,8,1,weak,p,1\n");
    struct forecasts forecasts = forecasts_make(data);
    assert_int_equal(forecasts.count, 1);
    assert_int_equal(forecasts.items[0].count, 3);
    const struct forecast_point *two = &forecasts.items[0].items[1];
    assert_int_equal(two->workers, 2);
    assert_true(isnan(two->simulated_efficiency));
    near(two->measured_efficiency, 0.5);
    forecasts_free(&forecasts);
    data_free(data);
}

static void strong_scaling_divides_by_workers(void **state) {
    (void)state;
    struct data *data = made_of("kernel,driver,workers,wall_s,scaling,simulated\n"
                                "k,serial,1,1,strong,\nk,simulated,4,0.5,strong,p\n"
                                "k,simulated,1,1,strong,p\n");
    struct forecasts forecasts = forecasts_make(data);
    near(forecasts.items[0].items[1].simulated_efficiency, 0.5);
    forecasts_free(&forecasts);
    data_free(data);
}

static void error_is_against_the_measured_median(void **state) {
    (void)state;
    struct data *data = made_of(HEAD MEASURED HERE);
    struct forecasts forecasts = forecasts_make(data);
    const struct forecast_point *two = &forecasts.items[0].items[1];
    assert_true(forecasts.items[0].here);
    assert_int_equal(two->launches, 6);
    near(two->measured_efficiency, 0.8);
    near(forecast_error(two).value, -0.1);
    assert_true(estimate_limited(forecast_error(two)));
    char *sentence = forecast_sentence(&forecasts);
    near(forecast_error_fastest(two), 0.25);
    assert_non_null(strstr(sentence,
                           "With a core for each rank (1 configuration) the simulated time is "
                           "at most 10 % too short against the median and 25 % too long "
                           "against the fastest"));
    assert_null(strstr(sentence, "more ranks than cores"));
    free(sentence);
    forecasts_free(&forecasts);
    data_free(data);
}

/* Two ranks on two PUs are right, four on them take longer than simulated. */
static void ranks_that_share_cores_are_told_apart(void **state) {
    (void)state;
    struct data *data = made_of("kernel,driver,workers,wall_s,scaling,simulated,pus\n"
                                "k,serial,1,1,weak,,2\nk,mpi,2,1,weak,,2\nk,mpi,4,4,weak,,2\n"
                                "k,simulated,1,1,weak,this machine,1\n"
                                "k,simulated,2,1,weak,this machine,1\n"
                                "k,simulated,4,2,weak,this machine,1\n");
    struct forecasts forecasts = forecasts_make(data);
    char *sentence = forecast_sentence(&forecasts);
    assert_non_null(strstr(sentence,
                           "core for each rank (1 configuration) the simulated time is at most "
                           "0 % too long"));
    assert_non_null(strstr(sentence,
                           "more ranks than cores (1 configuration) the simulated time is at "
                           "most 50 % too short"));
    assert_non_null(strstr(sentence, "taking turns"));
    free(sentence);
    forecasts_free(&forecasts);
    data_free(data);
}

static void without_validation_the_sentence_says_so(void **state) {
    (void)state;
    struct data *data = made_of(HEAD MEASURED CLUSTER);
    struct forecasts forecasts = forecasts_make(data);
    char *sentence = forecast_sentence(&forecasts);
    assert_non_null(strstr(sentence, "Not validated"));
    free(sentence);
    forecasts_free(&forecasts);
    data_free(data);
}

static void simulated_curves_are_dashed(void **state) {
    (void)state;
    struct fault fault = {0};
    struct data *data = made_of(HEAD MEASURED HERE);
    struct study *study = study_make(data);
    struct pictures pictures = {.folder = scripts_folder()};
    const struct picture_input input = {.study = study};
    assert_true(forecastplot_add(&input, &pictures, &fault));
    assert_int_equal(pictures.count, 1);
    char *script = scripts_text(pictures.folder, "forecast-0", "gp");
    char *points = scripts_text(pictures.folder, "forecast-0", "dat");
    const char *simulated = strstr(script, "index 0 "), *measured = strstr(script, "index 1 ");
    assert_non_null(simulated);
    assert_non_null(measured);
    assert_non_null(strstr(simulated, "dt 2"));
    assert_true(strstr(simulated, "dt 2") < measured);
    assert_non_null(strstr(simulated, "title 'simulated'"));
    assert_null(strstr(measured, "dt 2"));
    assert_non_null(strstr(points, "2 0.888888889 1.125"));
    assert_non_null(strstr(points, "2 0.8 1.25"));
    scripts_draw(pictures.folder, "forecast-0");
    free(points);
    free(script);
    scripts_remove(must_strdup(pictures.folder));
    pictures_free(&pictures);
    study_free(study);
    data_free(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simulated_rows_are_no_samples),
        cmocka_unit_test(only_simulated_rows_are_no_data),
        cmocka_unit_test(efficiency_is_against_one_simulated_worker),
        cmocka_unit_test(measured_curves_go_on_beside_a_cluster),
        cmocka_unit_test(strong_scaling_divides_by_workers),
        cmocka_unit_test(error_is_against_the_measured_median),
        cmocka_unit_test(ranks_that_share_cores_are_told_apart),
        cmocka_unit_test(without_validation_the_sentence_says_so),
        cmocka_unit_test(simulated_curves_are_dashed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
