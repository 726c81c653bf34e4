# Tests that run the real programs: shell scripts in agree/, cli/ and fault/, one CTest each.

find_program(BASH bash REQUIRED)
find_program(PYTHON3 python3)

# program_test(LABEL SCRIPT SECONDS [MPI]): tests/LABEL/SCRIPT.sh becomes the test LABEL_SCRIPT. MPI:
# starts ranks, more than there are cores, and so never beside another one that does.
function(program_test label script seconds)
    set(name ${label}_${script})
    add_test(NAME ${name} COMMAND ${BASH} ${CMAKE_CURRENT_SOURCE_DIR}/${label}/${script}.sh)
    set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT ${seconds} SKIP_RETURN_CODE 77
        ENVIRONMENT "CONVOY_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};TEST_MPIEXEC=${MPIEXEC_EXECUTABLE};TEST_MPIEXEC_COUNT=${MPIEXEC_NUMPROC_FLAG};TEST_PYTHON=$<$<BOOL:${PYTHON3}>:${PYTHON3}>")
    if("MPI" IN_LIST ARGN)
        set_tests_properties(${name} PROPERTIES RESOURCE_LOCK mpi)
    endif()
endfunction()

program_test(agree threads 240)
program_test(agree ranks 300 MPI)
program_test(agree hybrids 300 MPI)
program_test(agree sleepers 120 MPI)
if(HAVE_CMOCKA)
    program_test(agree lockstep 120 MPI)
endif()

if(CONVOY_SANITIZE STREQUAL "thread")
    program_test(race races 240 MPI)
endif()

program_test(cli golden 60 MPI)
program_test(cli words 60 MPI)
program_test(cli mistakes 120)
program_test(cli mistakes_ranks 300 MPI)
program_test(cli output_files 120 MPI)
program_test(cli full_disk 120 MPI)
program_test(cli compare 60)
program_test(cli lint 60)
program_test(cli probes 240 MPI)
program_test(cli submit 60)
program_test(cli simulate 120)
program_test(cli job 60)
program_test(cli templates 60)
program_test(cli openmp 60 MPI)

program_test(fault killed 240 MPI)
program_test(fault signals 240 MPI)
program_test(fault resume 60 MPI)
program_test(fault traces 120 MPI)
program_test(fault left_behind 180 MPI)
if(HAVE_INIH)
    program_test(fault lost 180 MPI)
endif()
program_test(fault peers 120 MPI)
program_test(fault repetitions 180 MPI)
program_test(fault crowd 60)

# A stand-in for an MPI library without threads. A sanitizer's runtime must come first among libraries.
if(NOT CONVOY_SANITIZE)
    add_library(convoy_mpi_single SHARED fault/thread_level.c)
    target_link_libraries(convoy_mpi_single PRIVATE MPI::MPI_C)
    set_target_properties(convoy_mpi_single PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    program_test(fault thread_level 60 MPI)
endif()
