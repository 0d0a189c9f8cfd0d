# lockstep_embed(TARGET FOLDER PATTERN...): makes a source of the files of resources/ that match and adds it to the target;
# core/support/resources.h reads them.
function(lockstep_embed target folder)
    set(files "")
    foreach(pattern IN LISTS ARGN)
        file(GLOB found CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/${pattern})
        list(APPEND files ${found})
    endforeach()
    list(SORT files)
    set(absolute "")
    foreach(file IN LISTS files)
        list(APPEND absolute ${folder}/${file})
    endforeach()
    set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_resources.cpp)
    list(JOIN files "|" joined)
    add_custom_command(
        OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} "-DFILES=${joined}" -DOUTPUT=${output} -P ${PROJECT_SOURCE_DIR}/cmake/EmbedResources.cmake
        DEPENDS ${absolute} ${PROJECT_SOURCE_DIR}/cmake/EmbedResources.cmake
        COMMENT "Embedding resources" VERBATIM)
    target_sources(${target} PRIVATE ${output})
endfunction()
