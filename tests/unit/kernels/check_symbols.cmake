# cmake -DNM=... -DLIBRARY=... -P check_symbols.cmake
# The kernels must not know threads, ranks or time: what their library wants from others is listed by nm(1).
execute_process(COMMAND ${NM} --undefined-only ${LIBRARY}
                OUTPUT_VARIABLE symbols RESULT_VARIABLE result)
if(result)
    message(FATAL_ERROR "nm failed on ${LIBRARY}: ${result}")
endif()
if(NOT symbols MATCHES "U (__)?nanosleep") # the list was read: the kernel sleep is in it
    message(FATAL_ERROR "nm lists no undefined nanosleep in ${LIBRARY}")
endif()
foreach(prefix GOMP_ __kmpc_ omp_ MPI_ PMPI_ pthread_create clock_gettime gettimeofday)
    string(REGEX MATCHALL "U ${prefix}[A-Za-z0-9_]*" found "${symbols}")
    if(found)
        message(FATAL_ERROR "${LIBRARY} calls: ${found}")
    endif()
endforeach()
