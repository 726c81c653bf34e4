# What the agreement tests share: the same work by every model must give the same checksums.

schedules="static static,3 dynamic dynamic,2 guided"
locks="off mutex cpython"
every=$(kernel_words | paste -sd, -)
# Kernels in lockstep: one task per worker, schedule static; anything else is skipped, with a reason.
together="heat,train"
# Kernels whose items take nanoseconds, for sizes that are larger than a batch between two looks
# at the lock.
fine=$(kernel_words | grep -Ev '^(factorial|blur|encrypt|mmap|openclose|sleep|file|http|query|transfer|heat|train|mixed)' | paste -sd, -)
short="--reps 1 --warmup 0 --set sleep.time=100us --set mixed.compute=20us --set mixed.wait=50us --set query.rows=100 --set file.bytes=1001 --set file.block=300"
short="$short --set http.latency=100us --set transfer.bytes=1001 --set mandelbrot.depth=100 --set heat.steps=5 --set train.steps=5 --gil-interval 200us"

# Total work of a set is ITEMS, whatever cuts it: --size alone for the reference.
reference() {
    local seed=$1 kernels=$2 items=$3
    convoy-serial -k "$kernels" -s "$items" --seed "$seed" $short -o reference.csv >/dev/null
}

# The reference for all of strong, weak and fine below; k workers of 1, 2, 3, 5.
make_references() {
    local seed k
    for seed in 1 77; do
        reference $seed "$every" 35
        for k in 1 2 3 5; do
            reference $seed "$every" $((21 * k))
            reference $seed "$every" $((11 * k))
        done
        reference $seed "$fine" 10007
    done
}

# Sets of options that k = 2, 3, 5 do not divide: 7 tasks of 5; 3 tasks of 7 for every worker, one of
# 11 for every worker; one of 10007 in all.
set_options() {
    case $1 in
    strong) echo "-k $every -n 7 -s 5" ;;
    weak) echo "-k $every -n 3 -s 7 --scaling weak" ;;
    weak-alone) echo "-k $every -s 11 --scaling weak" ;;
    together) echo "-k $together -s 35" ;;
    together-weak) echo "-k $together -s 21 --scaling weak" ;;
    fine) echo "-k $fine -s 10007" ;;
    esac
}

# pick NUMBER: a set and a seed; all eight pairs come within eight numbers in a row.
pick() {
    local sets=(strong weak weak-alone fine) seeds=(1 77)
    set_options "${sets[$(($1 % 4))]}"
    echo "--seed ${seeds[$(($1 / 4 % 2))]}"
}

# march COMMAND...: kernels in lockstep with every lock and seed, strong and weak.
march() {
    local lock seed set
    for lock in $locks; do
        for seed in 1 77; do
            for set in together together-weak; do
                expect_code 0 "$@" $(set_options $set) --seed $seed -w 1,2,3,5 $short --gil "$lock"
            done
        done
    done
}

# take_skipped FILE: takes rows of kernels in lockstep that were skipped, and no others, out of it.
take_skipped() {
    local found
    columns "$1" kernel flags | grep 'skipped:' | sort -u >skipped.txt
    found=$(cut -f 1 skipped.txt | sort -u | paste -sd, -)
    [ "$found" = "$together" ] || fail "skipped: $found instead of $together"
    grep -v 'step by step together' skipped.txt >wrong.txt && fail "skipped: $(head -n 1 wrong.txt)"
    grep -v 'skipped:' "$1" >measured.csv
    mv measured.csv "$1"
}

# compare FILE: every row's checksum is the reference's for the same kernel, variant, seed and items.
compare() {
    columns "$1" ok kernel variant schedule gil workers | grep -v "^1" >wrong.txt &&
        fail "rows that are not ok: $(head -n 3 wrong.txt)"
    {
        columns reference.csv kernel variant params seed items checksum | sed 's/^/reference\t/'
        columns "$1" kernel variant params seed items checksum schedule gil workers | sed 's/^/measured\t/'
    } | awk -F '\t' '
        { key = $2 "\t" $3 "\t" $4 "\t" $5 "\t" $6 }
        $1 == "reference" && (key in sum) && sum[key] != $7 { print "two references for " $0; next }
        $1 == "reference" { sum[key] = $7; next }
        !(key in sum) { print "no reference for " $0; next }
        sum[key] != $7 { print "differs from " sum[key] ": " $0 }' >differs.txt
    [ -s differs.txt ] || return 0
    fail "checksums: $(wc -l <differs.txt) rows"
    head -n 5 differs.txt >&2
}

# complete FILE: each kernel and variant is there with each number of workers, schedule and lock.
complete() {
    local wanted found
    wanted=$(($(kernel_words | wc -l) * 4))
    found=$(columns "$1" kernel variant workers | sort -u | wc -l)
    [ "$found" = "$wanted" ] || fail "$found of $wanted kernels and worker counts"
    found=$(columns "$1" kernel variant seed scaling | sort -u | wc -l)
    [ "$found" = "$wanted" ] || fail "$found of $wanted kernels, seeds and scalings"
    found=$(columns "$1" schedule gil | sort -u | wc -l)
    [ "$found" = 15 ] || fail "$found of 15 schedules and locks"
}
