# The window: everything of app/ but main.cpp and the command line.
qt_add_library(lockstep_app STATIC
    actions.cpp activation_watch.cpp axis_text.cpp background_export.cpp comparison_table.cpp configs_dialog.cpp node_menu.cpp policy_button.cpp command_text.cpp docks.cpp document.cpp document_controller.cpp document_controller_run.cpp document_jobs.cpp drop_overlay.cpp error_microscope.cpp error_page.cpp reload_change.cpp command_palette.cpp
    examples.cpp exports.cpp file_kind.cpp help_window.cpp icon.cpp operator_stepper.cpp input_dialog.cpp input_preview_view.cpp job_runner.cpp json_reader.cpp main_window.cpp memory_watch.cpp main_window_actions.cpp main_window_compile.cpp main_window_errors.cpp main_window_run.cpp fuzzy_match.cpp help_page.cpp
    main_window_files.cpp main_window_views.cpp menus.cpp message_bar.cpp model_memory.cpp
    model_options_json.cpp band_dialog.cpp readout_dialog.cpp refusal_page.cpp run_contents.cpp run_jobs.cpp seed_box.cpp run_until_dialog.cpp screenshot.cpp selection_links.cpp session_file.cpp settings.cpp session_keeper.cpp
    shape_form.cpp shortcuts.cpp status_line.cpp status_text.cpp top_bar.cpp transport_bar.cpp unit_survey.cpp view_state.cpp view_store.cpp
    welcome_page.cpp window_application.cpp window_entry.cpp)
target_sources(lockstep_app PRIVATE config_fields_text.cpp config_form.cpp config_form_build.cpp variant_dialog.cpp variant_links.cpp variant_list.cpp latency_text.cpp remedy_dialog.cpp remedy_finder.cpp target_links.cpp detail_delegate.cpp graph_export_dialog.cpp graph_links.cpp)
target_sources(lockstep_app PRIVATE file_drops.cpp folder_contents.cpp folder_dialog.cpp last_session.cpp panel_actions.cpp preferences_dialog.cpp file_dialog.cpp row_fold.cpp tab_order.cpp)
target_sources(lockstep_app PRIVATE change_text.cpp panel_menu.cpp panel_words.cpp view_details.cpp view_memory.cpp several_models.cpp window_arguments.cpp)
target_sources(lockstep_app PRIVATE speed_box.cpp timeline_bookmarks.cpp watch_list.cpp)
set_target_properties(lockstep_app PROPERTIES AUTOMOC ON POSITION_INDEPENDENT_CODE ON)
target_link_libraries(lockstep_app PUBLIC lockstep_options lockstep_widgets lockstep_run lockstep_attribution lockstep_report lockstep_command_line)
lockstep_precompiled(lockstep_app window)

function(lockstep_resources name folder)
    set(files "")
    foreach(pattern IN LISTS ARGN)
        file(GLOB found CONFIGURE_DEPENDS ${folder}/${pattern})
        list(APPEND files ${found})
    endforeach()
    qt_add_resources(lockstep_app ${name} PREFIX /lockstep BASE ${folder} FILES ${files})
endfunction()
lockstep_resources(lockstep_window_resources ${PROJECT_SOURCE_DIR}/resources icons/*.svg help/*.md help/*.svg help/*.png examples/*.pt)

# The build turns translations/*.ts into resources and leaves them as they are; the target lockstep_app_lupdate brings the
# German file up to the sources. English needs plurals only.
file(GLOB_RECURSE translated CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/app/*.cpp ${PROJECT_SOURCE_DIR}/app/*.h
    ${PROJECT_SOURCE_DIR}/widgets/*.cpp ${PROJECT_SOURCE_DIR}/widgets/*.h)
set(german ${PROJECT_SOURCE_DIR}/translations/lockstep_de.ts)
qt_add_lupdate(lockstep_app TS_FILES ${german} SOURCES ${translated} OPTIONS -locations none -no-ui-lines)
qt_add_lrelease(lockstep_app TS_FILES ${german} ${PROJECT_SOURCE_DIR}/translations/lockstep_en.ts QM_FILES_OUTPUT_VARIABLE compiled_translations)
qt_add_resources(lockstep_app lockstep_translations PREFIX /i18n BASE ${CMAKE_CURRENT_BINARY_DIR} FILES ${compiled_translations})
