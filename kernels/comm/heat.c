/*
 * heat: a plate that is hot along one edge and cold along the others, in small steps of time; the
 * five-point stencil that stands for many simulations. After every step a worker gives the first
 * and the last of its rows to its neighbours and gets theirs (halo exchange).
 *
 * Item: one row of 1024 cells, in all steps. The explicit scheme for the heat equation (FTCS; e.g.
 * Morton and Mayers, Numerical Solution of Partial Differential Equations, 2nd ed., 2.4 and 3.1)
 * with a quarter of the largest stable step,
 *
 *     u' = u + (up + down + left + right - 4 u) / 8,
 *
 * in whole numbers, rounded half up: (4 u + up + down + left + right + 4) / 8. The same bits
 * wherever rows are cut.
 *
 * Every worker has its rows in memory that it touched first, and beside them its two halo rows; it
 * never reads another's rows, also where threads could. Three grids: the one before the first step,
 * which stays as it is for the next repetition, and two in turn. Memory is only reserved in
 * setup(), so that a rank pays for its own rows alone.
 *
 * Work: a cell read and a cell written per step, 8 bytes; its neighbours are in the cache. With the
 * default size all that one worker touches is 12 MB.
 *
 * Expected: one grid without halos, changed in place, by differences (heat_reference.c). Why the
 * loop stays: the last grid enters the checksum.
 */
#include "heat.h"

#include "kernel.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { ROWS_PER_LOOK = 8, GRIDS = 3, ROW_BYTES = HEAT_COLUMNS * sizeof(uint32_t) };

typedef uint32_t heat_row[HEAT_COLUMNS];

/* The rows around a worker's own. */
struct halo {
    _Alignas(128) heat_row above, below;
};

struct plate {
    heat_row *grids[GRIDS]; /* initial, and two in turn */
    struct halo *halos;     /* one per worker */
    uint64_t seed;
    void *memory;
    size_t memory_bytes;
};

static const struct parameter parameters[] = {
    {"steps", "steps of time, an exchange with both neighbours each", PARAMETER_COUNT, 100, 1,
     1000000000},
    {0}};

/* Address space only, as in triad. */
static int reserve(struct plate *plate, uint64_t rows) {
    if (rows > SIZE_MAX / GRIDS / ROW_BYTES)
        return ENOMEM;
    plate->memory_bytes = rows * GRIDS * ROW_BYTES;
    plate->memory =
        mmap(NULL, plate->memory_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (plate->memory == MAP_FAILED)
        return errno;
    for (size_t i = 0; i < GRIDS; i++)
        plate->grids[i] = (heat_row *)plate->memory + i * rows;
    return 0;
}

static int setup(const struct problem *problem, void **state, const char **what) {
    *what = "memory for three grids";
    struct plate *plate = calloc(1, sizeof *plate);
    struct halo *halos = aligned_alloc(_Alignof(struct halo), problem->workers * sizeof *halos);
    const int error_number = plate && halos ? reserve(plate, problem->items) : ENOMEM;
    if (error_number) {
        free(halos);
        free(plate);
        return error_number;
    }
    plate->halos = halos;
    plate->seed = problem->seed;
    *state = plate;
    return 0;
}

static void teardown(void *state) {
    struct plate *plate = state;
    munmap(plate->memory, plate->memory_bytes);
    free(plate->halos);
    free(plate);
}

static void touch(void *state, struct range range) {
    const struct plate *plate = state;
    for (uint64_t row = range.begin; row < range.end; row++)
        for (uint64_t column = 0; column < HEAT_COLUMNS; column++) {
            plate->grids[0][row][column] = heat_initial(plate->seed, row, column);
            plate->grids[1][row][column] = plate->grids[2][row][column] = 0;
        }
}

static uint32_t cell(uint32_t own, uint32_t up, uint32_t down, uint32_t left, uint32_t right) {
    return (4 * own + up + down + left + right + 4) / 8;
}

static void row_advance(const uint32_t *restrict up, const uint32_t *restrict own,
                        const uint32_t *restrict down, uint32_t *restrict next) {
    enum { LAST = HEAT_COLUMNS - 1 };
    next[0] = cell(own[0], up[0], down[0], HEAT_COLD, own[1]);
    for (int i = 1; i < LAST; i++)
        next[i] = cell(own[i], up[i], down[i], own[i - 1], own[i + 1]);
    next[LAST] = cell(own[LAST], up[LAST], down[LAST], own[LAST - 1], HEAT_COLD);
}

static void look_sometimes(struct env *env, uint64_t rows_done) {
    if (rows_done % ROWS_PER_LOOK == 0)
        env->look(env);
}

/* One step of this worker's rows, whose halo is there. */
static void rows_advance(const heat_row *grid, heat_row *next, const struct halo *halo,
                         struct range rows, struct env *env) {
    for (uint64_t i = rows.begin; i < rows.end; i++) {
        const uint32_t *up = i > rows.begin ? grid[i - 1] : halo->above;
        const uint32_t *down = i + 1 < rows.end ? grid[i + 1] : halo->below;
        row_advance(up, grid[i], down, next[i]);
        look_sometimes(env, i - rows.begin + 1);
    }
}

/* What the plate's edges need; the neighbours' rows take their place in all other halos. */
static void halo_fill(struct halo *halo) {
    for (int i = 0; i < HEAT_COLUMNS; i++) {
        halo->above[i] = HEAT_HOT;
        halo->below[i] = HEAT_COLD;
    }
}

static void halo_exchange(const heat_row *grid, struct halo *halo, struct range rows,
                          struct env *env) {
    const struct exchange edges = {
        .to_previous = grid[rows.begin],
        .to_next = grid[rows.end - 1],
        .from_previous = halo->above,
        .from_next = halo->below,
        .bytes = ROW_BYTES,
    };
    env->exchange(env, &edges);
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    const struct plate *plate = state;
    struct halo *halo = &plate->halos[env->worker];
    const uint64_t steps = problem->settings[0].number;
    const heat_row *grid = plate->grids[0];
    halo_fill(halo);
    for (uint64_t step = 0; step < steps; step++) {
        heat_row *next = plate->grids[1 + step % 2];
        halo_exchange(grid, halo, range, env);
        rows_advance(grid, next, halo, range, env);
        grid = next;
    }
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        checksum += heat_row_checksum(i, grid[i]);
        look_sometimes(env, i - range.begin + 1);
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    return heat_reference(problem->seed, problem->items, problem->settings[0].number);
}

static struct work work(const struct problem *problem) {
    return (struct work){.bytes = problem->items * problem->settings[0].number * 2 * ROW_BYTES};
}

const struct kernel kernel_heat = {
    .name = "heat",
    .summary = "heat spreads over a plate: a stencil, and halos exchanged after every step",
    .item = "one row of 1024 cells in all steps",
    .class = CLASS_COMM,
    .default_size = 1024,
    .items_per_look = ROWS_PER_LOOK,
    .nominal_ns_per_item = 35000.0,
    .lockstep = true,
    .parameters = parameters,
    .setup = setup,
    .touch = touch,
    .run = run,
    .expected = expected,
    .teardown = teardown,
    .work = work,
};
