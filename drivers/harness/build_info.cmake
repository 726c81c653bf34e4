# Writes build_info.c; run at every build (cmake -P), so that the revision is that of the build and not of the
# configuration. The file is touched only when its text changes.
#   -DOUTPUT= -DSOURCE= -DVERSION= -DCOMPILER= -DFLAGS= -DTYPE= -DLIBRARIES=
execute_process(COMMAND git -C ${SOURCE} describe --always --abbrev=40 --dirty --exclude=*
                OUTPUT_VARIABLE revision OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
    set(revision unknown)
endif()
set(text "/* Made by build_info.cmake. */
#include \"build_info.h\"

const char build_version[] = \"${VERSION}\";
const char build_git_revision[] = \"${revision}\";
const char build_compiler[] = \"${COMPILER}\";
const char build_flags[] = \"${FLAGS}\";
const char build_type[] = \"${TYPE}\";
const char build_libraries[] = \"${LIBRARIES}\";
")
set(old "")
if(EXISTS ${OUTPUT})
    file(READ ${OUTPUT} old)
endif()
if(NOT old STREQUAL text)
    file(WRITE ${OUTPUT} "${text}")
endif()
