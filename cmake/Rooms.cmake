# One target per room. A room sees only the headers of the rooms that it links: each room's headers are reached through
# a link farm of its own (build/include/ROOM/ROOM -> core/ROOM), so an include against the dependency direction fails to
# compile, not only to link.

# moc of Qt 6.4 cannot read <concepts>; without the compiler's own macros it skips what C++20 added to the headers.
set(CMAKE_AUTOMOC_COMPILER_PREDEFINES OFF)

add_library(cachescope_options INTERFACE)
target_compile_options(cachescope_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -fno-strict-aliasing)
target_compile_definitions(cachescope_options INTERFACE
    QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_USE_QSTRINGBUILDER
    QT_NO_FOREACH QT_NO_KEYWORDS _FILE_OFFSET_BITS=64)
if(CACHESCOPE_SANITIZER STREQUAL "address")
    target_compile_options(cachescope_options INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer
        -fno-sanitize-recover=undefined)
    target_link_options(cachescope_options INTERFACE -fsanitize=address,undefined)
elseif(CACHESCOPE_SANITIZER STREQUAL "thread")
    target_compile_options(cachescope_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
    target_link_options(cachescope_options INTERFACE -fsanitize=thread)
endif()

if(CACHESCOPE_FUZZERS)
    target_compile_options(cachescope_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined
        -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    target_link_options(cachescope_options INTERFACE -fsanitize=address,undefined)
endif()

# cachescope_room(NAME DIR dir-of-the-room [QT] [LINK targets...])
# Makes the static library cs_NAME from every .cpp in the room; QT switches moc on.
function(cachescope_room name)
    cmake_parse_arguments(ROOM "QT" "" "LINK;PRIVATE_LINK" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    set(farm ${CMAKE_BINARY_DIR}/include/${name})
    file(MAKE_DIRECTORY ${farm})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${farm}/${name} SYMBOLIC)
    if(sources)
        add_library(cs_${name} STATIC ${sources} ${headers})
        set(scope PUBLIC)
        target_link_libraries(cs_${name} PRIVATE cachescope_options ${ROOM_PRIVATE_LINK})
        if(ROOM_QT)
            set_target_properties(cs_${name} PROPERTIES AUTOMOC ON)
        endif()
    else()
        add_library(cs_${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(cs_${name} ${scope} ${farm})
    target_link_libraries(cs_${name} ${scope} ${ROOM_LINK})
endfunction()

# cachescope_test(NAME file.cpp... LINK targets... [WIDGETS] [READS_SOURCES])
# A Qt Test executable that runs offscreen; a test that hangs is ended after two minutes.
function(cachescope_test name)
    cmake_parse_arguments(TEST "WIDGETS;SERIAL;READS_SOURCES" "TIMEOUT" "LINK;LABELS" ${ARGN})
    add_executable(${name} ${TEST_UNPARSED_ARGUMENTS})
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_link_libraries(${name} PRIVATE cachescope_options Qt6::Test ${TEST_LINK})
    if(TEST_READS_SOURCES)
        # Only where needed: a path of the tree in every command would keep ccache from serving a second tree.
        target_compile_definitions(${name} PRIVATE CACHESCOPE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    endif()
    add_test(NAME ${name} COMMAND ${name})
    if(NOT TEST_TIMEOUT)
        set(TEST_TIMEOUT 120)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${TEST_TIMEOUT} SKIP_RETURN_CODE 77
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=qt.qpa.*=false;CACHESCOPE_BIN=$<TARGET_FILE_DIR:cachescope>/cachescope")
    if(TEST_LABELS)
        set_tests_properties(${name} PROPERTIES LABELS "${TEST_LABELS}")
    endif()
    if(TEST_SERIAL)
        set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
    endif()
endfunction()
