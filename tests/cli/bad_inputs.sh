# The table of bad inputs, sourced by those who try them:
#
#   bad CODE PATTERN [NAME=VALUE]... PROGRAM [ARGUMENT]...
#
# PATTERN is an extended regular expression for the one line on standard error behind "convoy-...: ".
# PROGRAM is run, report, or any: each of the three drivers must answer in the same way.

# --- options -------------------------------------------------------------------------------------
bad 2 'nothing to do: name kernels with --kernel' any
bad 2 "unknown option '--kernal'; did you mean --kernel\?" any --kernal sum
bad 2 "unknown option '--sizes'; did you mean --size\?" any -k sum --sizes 3
bad 2 "unknown option '--xyzzy'; --help lists them" any -k sum --xyzzy
bad 2 "unknown option '--xyzzy'; --help lists them" any -k sum --xyzzy=3
bad 2 "unknown option '-Z'; --help lists them" any -k sum -Z
bad 2 "'--s' is the start of several options" any -k sum --s 3
bad 2 '--resume takes no value' any -k sum --resume=yes
bad 2 '--kernel needs a value: LIST' any -k
bad 2 '--size needs a value: N' any -k sum --size
bad 2 "unexpected argument 'sum'; options start with -" any -k empty sum
bad 2 "unexpected argument ''; options start with -" any -k empty ''

# --- kernels, variants, parameters ---------------------------------------------------------------
bad 2 "--kernel: must not be empty" any -k ''
bad 2 "--kernel: unknown kernel or class 'primse'; did you mean primes\?" any -k primse
bad 2 "--kernel: unknown kernel or class 'memroy'; did you mean memory\?" any -k memroy
bad 2 "--kernel: unknown kernel or class 'xyzzyxyzzy'; --list shows them" any -k xyzzyxyzzy
bad 2 "--kernel: unknown kernel or class ''; --list" any -k sum,,empty
bad 2 "--kernel: unknown kernel or class 'SUM'" any -k SUM
bad 2 "--kernel: unknown kernel or class 'two.lines'" any -k $'two\nlines'
bad 2 "--kernel: sum has no variant 'lokc'; --list shows them" any -k sum:lokc
bad 2 "--kernel: sum has no variant ''; --list shows them" any -k sum:
bad 2 "--kernel: empty has no variant 'lock'" any -k empty:lock
bad 2 "--variant: no kernel named has a variant 'lokc'" any -k sum --variant lokc
bad 2 "--variant: no kernel named has a variant 'lock'" any -k empty,primes --variant lock
bad 2 "--variant: must not be empty" any -k sum --variant ''
bad 2 "--probe: (unknown probe 'xyzzy'; --list shows them|convoy-serial has one worker)" any --probe xyzzy
bad 2 "--probe: (unknown probe 'rcae'; did you mean race\?|convoy-serial has one worker)" any --probe rcae
bad 2 "--probe: (race has no variant 'lokc'; --list|convoy-serial has one worker)" any --probe race:lokc
bad 2 "--probe: (unknown probe ''; --list|convoy-serial has one worker)" any --probe race,,spawn
bad 2 "(--probe and --kernel: one launch|--probe: convoy-serial has one worker)" any --probe race -k sum
bad 2 "(--gil: means nothing to probe spawn|--probe: convoy-serial has one worker)" any --probe spawn --gil mutex
bad 2 "(--size: means nothing to probe footprint|--probe: convoy-serial has one worker)" any --probe footprint -s 4
bad 2 "(--trace: means nothing to probe spawn|--probe: convoy-serial has one worker)" any --probe race,spawn --trace t.json
bad 2 "--workers: probe spawn takes 1 to 256|--workers: .* can have" any --probe spawn -w 257
bad 2 "--set: no kernel and no probe has the parameter 'sleep.tim=1ms'" any -k sleep --set sleep.tim=1ms
bad 2 "--set: no kernel and no probe has the parameter 'time=1ms'" any -k sleep --set time=1ms
bad 2 "--set: must look like NAME=VALUE: 'sleep.time'" any -k sleep --set sleep.time
bad 2 "--set: a time needs a unit: us, ms, s or min: 'sleep.time=1'" any -k sleep --set sleep.time=1
bad 2 "--set: not a whole number: 'mandelbrot.width='" any -k mandelbrot --set mandelbrot.width=
bad 2 "--set: too small: 'mandelbrot.width=0'" any -k mandelbrot --set mandelbrot.width=0
bad 2 "--set: too large, at most [0-9]+: 'file.bytes=99G'" any -k file --set file.bytes=99G
bad 2 "--set: not a whole number .*: 'file.block=4x'" any -k file --set file.block=4x

# --- numbers -------------------------------------------------------------------------------------
bad 2 "--size: not a whole number .*: '5x'" any -k sum -s 5x
bad 2 "--size: not a whole number .*: '1e6'" any -k sum -s 1e6
bad 2 "--size: not a whole number .*: '2kk'" any -k sum -s 2kk
bad 2 "--size: not a whole number .*: '5 '" any -k sum -s '5 '
bad 2 "--size: not a whole number: ' 5'" any -k sum -s ' 5'
bad 2 "--size: not a whole number: '\+5'" any -k sum -s +5
bad 2 "--size: not a whole number: ''" any -k sum -s ''
bad 2 "--size: not a whole number .*: '0x10'" any -k sum -s 0x10
bad 2 "--size: must not be negative: '-5'" any -k sum -s -5
bad 2 "--size: too small: '0'" any -k sum -s 0
bad 2 "--size: too large, at most 9223372036854775807: '99999999999999999999'" any -k sum -s 99999999999999999999
bad 2 "--size: too large, at most 9223372036854775807: '9223372036854775808'" any -k sum -s 9223372036854775808
bad 2 "--size: too large, at most 9223372036854775807: '18446744074G'" any -k sum -s 18446744074G
bad 2 "--size, --tasks: more items than 64 bits can count" any -k sum -s 5000000000G -n 2
bad 2 "--tasks: too small: '0'" any -k sum -n 0
bad 2 "--tasks: must not be negative: '-1'" any -k sum -n -1
bad 2 "--reps: too small: '0'" any -k sum -r 0
bad 2 "--reps: too large, at most 1000000: '1000001'" any -k sum -r 1000001
bad 2 "--warmup: not a whole number .*: '1.5'" any -k sum --warmup 1.5
bad 2 "--seed: too large, at most 9223372036854775807: '18446744073709551616'" any -k sum --seed 18446744073709551616
bad 2 "--seed: not a whole number: 'one'" any -k sum --seed one

# --- workers and times ---------------------------------------------------------------------------
bad 2 "--workers: counts start at 1: '0'" any -k sum -w 0
bad 2 "--workers: counts start at 1: '0-3'" any -k sum -w 0-3
bad 2 "--workers: not a list of numbers such as 1,2,4 or 1-8: ''" any -k sum -w ''
bad 2 "--workers: not a list of numbers such as 1,2,4 or 1-8: '1,,2'" any -k sum -w 1,,2
bad 2 "--workers: not a list of numbers such as 1,2,4 or 1-8: '1,'" any -k sum -w 1,
bad 2 "--workers: a range must not run backwards: '3-1'" any -k sum -w 3-1
bad 2 "--workers: a range needs two numbers, as in 1-8: '1-'" any -k sum -w 1-
bad 2 "--workers: .*: '2x'" any -k sum -w 2x
bad 2 "--workers: too large, at most 4096: '99999999999999999999'" any -k sum -w 99999999999999999999
bad 2 "--threads: not a whole number .*: '2x'" any -k sum -t 2x
bad 2 "--threads: too small: '0'" any -k sum -t 0
bad 2 "--threads: too large, at most 4096: '4097'" any -k sum --threads 4097
bad 2 '--threads needs a value: T' any -k sum -t
bad 2 "--threads: (convoy-serial has no ranks|3 ranks of 1366 threads are more than 4096 workers)" ranks_only -k sum -t 1366
bad 2 "--threads: (convoy-serial has no ranks|probes run in ranks of one thread)" ranks_only --probe race -t 2
bad 2 "--threads: convoy-serial has no ranks|--workers: 3 are not whole ranks of 2 threads; .* multiples of 2, up to 6 here" ranks_only -k sum -t 2 -w 3
bad 2 "--workers: 4 asked for, but (serial|mpi) can have [13] here" ranks_only -k sum -w 1,4
bad 2 "--gil-interval: a time needs a unit: us, ms, s or min: '5'" any -k sum --gil-interval 5
bad 2 "--gil-interval: not a time: the unit must be .*: '5hours'" any -k sum --gil-interval 5hours
bad 2 "--gil-interval: must be more than 0: '0ms'" any -k sum --gil-interval 0ms
bad 2 "--gil-interval: must not be negative: '-5ms'" any -k sum --gil-interval -5ms
bad 2 "--max-time: not a time such as 5ms: ''" any -k sum --max-time ''
bad 2 "--max-time: not a time such as 5ms: '1.2.3s'" any -k sum --max-time 1.2.3s
bad 2 "--max-time: too large, at most 1000000000s: '99999999999min'" any -k sum --max-time 99999999999min

# --- words ---------------------------------------------------------------------------------------
bad 2 "--scaling: unknown scaling 'week'; did you mean weak\?" any -k sum --scaling week
bad 2 "--schedule: unknown schedule 'dinamic'; did you mean dynamic\?" any -k sum --schedule dinamic
bad 2 "--schedule: unknown schedule ''; known are static, dynamic, guided" any -k sum --schedule ,3
bad 2 "--schedule: too small: 'static,0'" any -k sum --schedule static,0
bad 2 "--schedule: not a whole number: 'static,'" any -k sum --schedule static,
bad 2 "--gil: unknown lock 'cpyhton'; did you mean cpython\?" any -k sum --gil cpyhton
bad 2 "--gil: unknown lock ''; known are off, mutex, cpython" any -k sum --gil ''
bad 2 "--pin: not none, compact, scatter, numa or a list .*: 'compct'" any -k sum --pin compct
bad 2 "--pin: not a list of PU numbers such as 0,2,4-7: '0,'" any -k sum --pin 0,
bad 2 "--pin: .*: '3-1'" any -k sum --pin 3-1
bad 4 "--pin: PU 9999 is not in the allowed set [0-9]" any -k sum --pin 9999
bad 2 "--tag: must look like NAME=VALUE: 'where'" any -k sum --tag where
bad 2 "--tag: must look like NAME=VALUE: '=there'" any -k sum --tag =there
bad 2 "--tag: must not hold a semicolon or a line break: 'a=b;c=d'" any -k sum --tag 'a=b;c=d'
bad 2 "--tag: must not hold a semicolon or a line break: 'a=b.c'" any -k sum --tag $'a=b\nc'

# --- files and environment -----------------------------------------------------------------------
bad 2 '--resume needs --output FILE to look at' any -k sum --resume -o -
bad 2 '--output: must not be empty' any -k sum -o ''
bad 4 '--output: missing/rows.csv: .*No such file or directory' any -k sum -o missing/rows.csv
bad 4 '--output: .*: .*[Ii]s a directory' any -k sum -o .
bad 4 '--output: /dev/full: .*No space left on device' any -k sum -o /dev/full
bad 4 '--trace: missing/trace.json: No such file or directory' any -k empty --trace missing/trace.json
bad 4 'file: worker [0-9]+: .* under --set file.dir: No such file' any -k file --set file.dir=/nonexistent
bad 4 'openclose: worker [0-9]+: .* under --set openclose.dir: No such file' any -k openclose --set openclose.dir=/nonexistent
bad 2 "environment variable CONVOY_LAUNCH: not a whole number: 'abc'" CONVOY_LAUNCH=abc any -k empty
bad 2 "environment variable CONVOY_LAUNCH: must not be negative" CONVOY_LAUNCH=-1 any -k empty
bad 2 'environment variable CONVOY_STUDY: must not hold a line break' CONVOY_STUDY=$'a\nb' any -k empty
bad 4 'HWLOC_SYNTHETIC makes hwloc show another machine' HWLOC_SYNTHETIC='node:2 pu:2' any -k empty
bad 75 'stopped by --max-time after [01] rows?; the same command with --resume' any -k empty --max-time 1us

# --- convoy-run and convoy-report ----------------------------------------------------------------
bad 2 "no study 'xyzzy': --list shows those known by name" run xyzzy
bad 2 'missing.study: No such file or directory' run ./missing.study
bad 2 "unknown option '--quik'; did you mean --quick\?" run --quik smoke
bad 2 "one study at a time: 'smoke' and 'strong' were named" run smoke strong
bad 2 "--launches: too small: '0'" run --launches 0 smoke
bad 2 "--reps: not a whole number .*: '2x'" run -r 2x smoke
bad 2 "--seed: must not be negative: '-1'" run --seed -1 smoke
bad 2 "--max-time: a time needs a unit: .*: '10'" run --max-time 10 smoke
bad 2 "--only: .*xyzzy" run --only xyzzy smoke
bad 4 "/nonexistent/mpirun" run --launcher /nonexistent/mpirun smoke
bad 2 'missing.csv.*No such file or directory' report missing.csv
bad 2 "unknown option '--titel'; did you mean --title\?" report --titel x
bad 2 'name a CSV file or a folder' report
