#include "machinegrid.h"

#include <math.h>

/* PUs side by side at most, and the blank around boxes. */
enum { ACROSS_MAX = 16 };
#define PAD 0.25

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

static unsigned most(unsigned a, unsigned b) {
    return a > b ? a : b;
}

static bool nested(const struct machinegrid *grid) {
    return grid->inner_pus != grid->outer_pus;
}

static struct box inner_size(const struct machinegrid *grid) {
    return (struct box){0, 0, grid->columns + 2 * PAD, grid->rows + grid->head + PAD};
}

static struct box outer_size(const struct machinegrid *grid) {
    const struct box inner = inner_size(grid);
    if (!nested(grid))
        return inner;
    const double lines = ceil(grid->outer_pus / (double)grid->inner_pus / grid->inner_across);
    return (struct box){0, 0, PAD + grid->inner_across * (inner.width + PAD),
                        grid->head + lines * (inner.height + PAD)};
}

/* How many boxes of a width fit side by side into ACROSS_MAX PUs and a little more. */
static unsigned across(double width, unsigned wanted) {
    return most(1, least(wanted, (unsigned)((ACROSS_MAX + 4 * PAD) / (width + PAD))));
}

/* A core's PUs stand in one row, unless it has more than fit. */
static unsigned columns_of(unsigned inner_pus, unsigned core_pus) {
    const unsigned columns = least(inner_pus, ACROSS_MAX);
    return most(1, core_pus <= columns ? columns - columns % core_pus : columns);
}

struct machinegrid machinegrid_make(const struct topology *topology, double head) {
    const unsigned package = topology->package_pus ? topology->package_pus : topology->node_pus;
    const unsigned node = topology->node_pus ? topology->node_pus : package;
    struct machinegrid grid = {
        .head = head,
        .outer_pus = package ? most(package, node) : topology->pus,
        .inner_pus = package ? least(package, node) : topology->pus,
        .core_pus = topology->core_pus ? topology->core_pus : 1,
    };
    grid.columns = columns_of(grid.inner_pus, grid.core_pus);
    grid.rows = (grid.inner_pus + grid.columns - 1) / grid.columns;
    grid.inner_across = across(inner_size(&grid).width, grid.outer_pus / grid.inner_pus);
    const unsigned outers = topology->pus / grid.outer_pus;
    const struct box outer = outer_size(&grid);
    grid.outer_across = across(outer.width, outers);
    grid.width = grid.outer_across * (outer.width + PAD) - PAD;
    grid.height = ceil((double)outers / grid.outer_across) * (outer.height + PAD) - PAD;
    return grid;
}

struct box machinegrid_outer(const struct machinegrid *grid, unsigned number) {
    struct box box = outer_size(grid);
    const unsigned column = number % grid->outer_across, line = number / grid->outer_across;
    box.x = column * (box.width + PAD);
    box.y = line * (box.height + PAD);
    return box;
}

struct box machinegrid_inner(const struct machinegrid *grid, unsigned number) {
    const unsigned per_outer = grid->outer_pus / grid->inner_pus;
    const struct box outer = machinegrid_outer(grid, number / per_outer);
    if (!nested(grid))
        return outer;
    struct box box = inner_size(grid);
    const unsigned column = number % per_outer % grid->inner_across,
                   line = number % per_outer / grid->inner_across;
    box.x = outer.x + PAD + column * (box.width + PAD);
    box.y = outer.y + grid->head + line * (box.height + PAD);
    return box;
}

struct box machinegrid_pu(const struct machinegrid *grid, unsigned number) {
    const struct box inner = machinegrid_inner(grid, number / grid->inner_pus);
    const unsigned column = number % grid->inner_pus % grid->columns,
                   line = number % grid->inner_pus / grid->columns;
    return (struct box){inner.x + PAD + column, inner.y + grid->head + line, 1, 1};
}

/* From its first PU to its last. */
struct box machinegrid_core(const struct machinegrid *grid, unsigned number) {
    struct box box = machinegrid_pu(grid, number * grid->core_pus);
    const struct box last = machinegrid_pu(grid, (number + 1) * grid->core_pus - 1);
    box.width = last.x + last.width - box.x;
    box.height = last.y + last.height - box.y;
    return box;
}
